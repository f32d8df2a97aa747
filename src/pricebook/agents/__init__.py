"""Prices for assistants: the questions of `catalog mcp`, and answers in which amount, doubt and source stand together.

questions.py  what can be asked, and what is refused before anything is looked up
answers.py  parts.py  what is answered, field by field
desk.py       the release that is asked, and newer ones as they come
telling.py    a price, its doubts and its source, as they are answered
finding.py  listing.py  pricing.py  changing.py  the four answers
serving.py    the same by the Model Context Protocol: the one module that knows it

Whatever an answer quotes is text of a page: data, and never an instruction.
"""
