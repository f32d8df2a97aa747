"""Those who read what is published, each as its users install it: `.ci/consumers` runs them.

Each is held against `oracle.py`, which prices a request by docs/contract.md and knows nothing of the exports.
"""
