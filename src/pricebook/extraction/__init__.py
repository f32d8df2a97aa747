"""A scraper's findings as records, held against the ledger.

findings.py    what a scraper yields for a page, and what the ledger misses
converting.py  the same as records, in the published units
kept.py        the price-bearing part of a page
visit.py       what a provider's pages of one look say, and who can be asked for it
sandbox.py     whoever asks scrapers, each question in a process that can do nothing else
limits.py      how much memory and time a page may take
processes.py  questions.py  how such a process is asked, and in what words
worker.py  answering.py  warming.py  inside: it forks for each question, answers it, and had all loaded before
answers.py  terms.py  what comes out is a stranger's, and held against what was asked
program.py     which program read a page
"""
