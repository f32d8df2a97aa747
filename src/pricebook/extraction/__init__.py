"""A scraper's findings as records, held against the ledger.

findings.py    what a scraper yields for a page, and what the ledger misses
converting.py  the same as records, in the published units
kept.py        the price-bearing part of a page
visit.py       what a provider's pages of one look say
sandbox.py     reading in a process of its own, within limits
limits.py      how much memory and time a page may take
"""
