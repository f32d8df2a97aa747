"""From a table's words to quotes.

columns.py    what a column says, told from its heading
sentences.py  what the page says once for many prices
quoting.py    one amount with its surroundings becomes a quote
rows.py       a table of prices, row by row
"""
