"""The price language: what a cell, a column's heading or a clause says about a price.

    lexicon.py    the vocabulary's words, each with the part that it plays
    tokens.py     text to words, numbers, days and marks, each with its place
    measures.py   `元/百万 tokens`: units as pages write them
    lengths.py    `5s`, `1–16秒`, `TTL 1h`
    tiers.py      `32k<输入<=128k`: bounds on the size of a request
    places.py     `华北2（北京）`
    dates.py      `2025 年 3 月 31 日`, `自…起`, `50 万 tokens`, `7折`
    tasks.py      文生, whatever is made of the text
    says.py       the record of all that words can say, and the merge of two
    clauses.py    words gathered into one statement
    words.py      a heading; a cell that states conditions; a note
    prices.py     one printed price
    remarks.py    numbers beside a price that are no price
    rules.py      prices that a printed rule makes of another
    atoms.py      what a cell is made of
    assigning.py  which price the words of a cell belong to
    restating.py  the same price once more in another unit
    settling.py   what is left over once a cell is read
    cells.py      a cell of prices, with cell_state.py (what was found so far), cell_sides.py and cell_words.py
    names.py      a model's cell
    gathering.py  a text that is not understood whole
    around.py     headings, lines and sentences near a table
    lines.py      lines and paragraphs right above and below one

A cell is read whole or not at all: one word that is not understood, and its amounts are reported as unread with that
word as the reason. Every reader answers with a value that carries its complaint. Nothing here assumes a unit, a
currency or a meter.
"""

from pricebook.phrases.atoms import Amount, CellReading
from pricebook.phrases.cells import read_cell
from pricebook.phrases.dates import read_count, read_date, read_ratio
from pricebook.phrases.says import NOTHING, Says, both
from pricebook.phrases.words import read_label, read_words

__all__ = [
    "NOTHING",
    "Amount",
    "CellReading",
    "Says",
    "both",
    "read_cell",
    "read_count",
    "read_date",
    "read_label",
    "read_ratio",
    "read_words",
]
