"""The price language: what a cell, a column's heading or a clause says about a price.

    lexicon.py   the words and what each means
    tokens.py    text to words, numbers and marks, each with its place
    measures.py  `元/百万 tokens`: units as pages write them
    tiers.py     `32k<输入<=128k`: bounds on the size of a request
    words.py     a heading; a cell that states conditions; the words before a price
    remarks.py   numbers beside a price that are no price
    cells.py     a cell of prices
    dates.py     `2025 年 3 月 31 日`, `50 万 tokens`, `7折`: what facts are made of

A cell is read whole or not at all: one word that is not understood, and its amounts are reported as unread with that
word as the reason. Nothing here assumes a unit, a currency or a meter.
"""

from pricebook.phrases.cells import Amount, CellReading, read_cell
from pricebook.phrases.dates import read_count, read_date, read_ratio
from pricebook.phrases.words import NOTHING, Words, read_words

__all__ = [
    "NOTHING",
    "Amount",
    "CellReading",
    "Words",
    "read_cell",
    "read_count",
    "read_date",
    "read_ratio",
    "read_words",
]
