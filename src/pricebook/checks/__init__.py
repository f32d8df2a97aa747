"""What was read, doubted: by a look that shares nothing with the reading, and by what prices usually are.

ledger.py  every amount on the page, seen by itself
gate.py    why a person should look at a price
"""
