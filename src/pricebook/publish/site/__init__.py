"""The release as web pages that need nothing but a folder to stand in.

release.py      the release, read once
addresses.py    where each page stands
offers.py       prices as offers: what one provider asks for one model
histories.py  charts.py   what a price was, step by step, and where the steps are drawn
calculator.py   what a request costs at each offer, in whole numbers, worked out by the library
words.py        what the site itself says, in each language; what pages say stays as it is printed
trust.py  recipes.py      what is promised and what was measured; how the files are consumed
rendering.py    templates/ filled in; every text in them is text
pages.py        which pages there are, and what each is told
"""
