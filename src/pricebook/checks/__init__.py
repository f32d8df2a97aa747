"""What was read, doubted: by a look that shares nothing with the reading, and by what prices usually are.

ledger.py       every amount on the page, seen by itself
money.py        what money looks like in text
money_cells.py  in the cells of a table
money_lines.py  below a line that names its unit
gate/           why a person should look at a price
"""
