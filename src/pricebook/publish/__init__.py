"""What other tools read: a pure function of the snapshots.

catalogue.py   catalog/v1/prices.json
changes.py     what changed, for a reviewer
display.py     prices in words
escaping.py    text of a page stays text
letters.py     letters that pass for others
evidence.py    the words that a price was read from
feed.py        the last changes, as a feed
records/       what is published, field by field
release.py     the folder that it stands in, whole or not at all
schema.py      the same as the records, to a validator
sheets.py      a model's prices side by side
tabular/       tables, for analysts
"""
