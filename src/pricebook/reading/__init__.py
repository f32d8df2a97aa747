r"""Bytes to Document, and Document to canonical Markdown and back.

kinds.py      which kind of page it is
text.py       bytes to clean text
charsets.py   the character sets that pages are in
document.py   what a page becomes: headings, paragraphs, tables, and where each character stands
html.py       with grid.py (spans), displayed.py \
    markdown.py                                  > one reader for each kind of page; tabular.py is shared
flat.py       text whose markup is lost     /
components.py components in Markdown
data.py       with listed.py, saying.py: JSON, the page that it carries or its arrays of objects
unheaded.py   cards whose names are no headings, with shown.py: what each element of HTML displays
cards.py      headings that are models, with lines of label and value, become a table
scripts.py    data that a page carries in scripts, where its markup shows nothing
delimited.py  CSV and TSV; tabbed.py: text as a browser copies it
workbook.py   XLSX, with number_formats.py: numbers as spreadsheets show them
mhtml.py      which part of an MHTML file is the page
refused.py    forms that are known and not read
delta.py      an editor's document, which is JSON too
literals.py   with escapes.py and written.py: values as JavaScript writes them, and tables that are written so
spans.py      spans that were lost on the way, with stacked.py (headings in two rows) and cell_kinds.py
canonical.py  the form in which a Document is stored, with its own fast reader
remembered.py what was worked out for a table that is read twice
"""

from pricebook.reading.kinds import read_page

__all__ = ["read_page"]
