"""Mutated pages whose truth is known: how often is the program wrong without a word?

`python -m tests.mutations` prints it for every kind of change; `tests/test_mutations.py` holds a sample of it.
"""
