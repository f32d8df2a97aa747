"""How often a change of a price page ends silently wrong in what is published: `python -m benchmarks.mutations`.

Real pages are changed by operators whose effect on the truth is known; the program looks at the page as it was on one
day and at the changed one on the next, and what it then publishes is held against the changed truth.
"""
