"""What other tools read: a pure function of the snapshots.

catalogue.py   catalog/v1/prices.json
"""
