"""What a plain value in JSON says of the prices inside its object, in words that a heading above them would have."""

import re

from pricebook.phrases.around import is_title, read_near
from pricebook.phrases.lines import read_lead
from pricebook.reading.literals import Literal
from pricebook.reading.written import MONEY
from pricebook.vocabulary.headings import LIST_COLUMNS

_DAYS = {name: re.compile(LIST_COLUMNS[name]) for name in ("from", "until")}
_NUMBER = re.compile(r"[0-9.,\s]*")


def said_by(key: str, value: Literal) -> str:
    """The words of the value, the day that its key tells of, or a key that is true; nothing where these say nothing.

    >>> texts = ("mode", "batch"), ("valid_from", "2027-01-01"), ("note", "EU only"), ("object", "list"), ("unit", "$2")
    >>> [said_by(key, Literal("text", text, 1)) for key, text in texts]
    ['batch', 'from 2027-01-01', 'EU only', '', '']
    >>> said_by("enterprise_only", Literal("word", "true", 1)), said_by("enterprise_only", Literal("word", "false", 1))
    ('enterprise only', '')
    """
    words, text = words_of(key), " ".join(value.text.split())
    if value.kind == "array":
        text = ", ".join(item.text for item in value.items)
    elif value.kind == "word":
        text = words if text == "true" else ""
    elif text and (day := next((name for name, columns in _DAYS.items() if columns.fullmatch(words)), "")):
        text = f"{day} {text}"
    if _NUMBER.fullmatch(text) or MONEY.search(text):
        return ""
    said = read_near(text) if is_title(text) else read_lead(text)
    return text if said.kinds or said.problem or said.measure or said.currency else ""


def words_of(path: str) -> str:
    """The words of a key, without those on the way to it.

    >>> words_of("access.enterprise_only")
    'enterprise only'
    """
    return " ".join(path.rpartition(".")[2].replace("_", " ").split()).casefold()
