"""From a table's words to quotes.

layouts.py       what a scraper says of a table
columns.py       what a column says, told from its heading
shapes.py        models side by side, or in the heading above
sides.py         the same where spans were lost
context.py       all that is known of the page besides the table
discounts.py     whether a price has the discount beside it already
unknown.py       whether a column that nobody knows may be of its row's prices
stating.py       what a scraper gives a meaning to: columns of a condition, its own words, divided cells
ruling.py        what a printed rule makes of a price
prose.py         prices in prose
sentences.py     what the page says once for many prices
surroundings.py  what headings, lines and sentences around a table say
notes.py         what the notes say whose marks stand in it
terms.py         the conditions of a price, as they are published
quoting.py       one amount with its surroundings becomes a quote
roles.py         what each column of a table is for
one_row.py       what a row says of all its prices
rows.py          a table of prices, row by row
"""
