"""Numbers and texts as spreadsheets show them: what is stored, between the words and marks of its format."""

import re
from decimal import Decimal
from itertools import pairwise

from pricebook.units import text as plainly

_DIGITS = 15
"""As many of a number spreadsheets show; what stands behind them comes from counting in binary."""
_FORMAT = re.compile(
    r'"(?P<quoted>[^"]*)"|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]|\\(?P<escaped>.)|[_*].'
    r"|(?P<digits>[0#?.,]*[0#?](?:[0#?.,/ ]*[0#?])?(?P<thousandth>,*)(?:[Ee][+-][0#?]+)?)|General|(?P<bare>.)"
)
_DIGITS_BEFORE = re.compile("(?:[0-9][.,]?|^[.,])$")
_DIGITS_BEHIND = re.compile("[.,]?[0-9]")
"""Words of a format that read as digits of its number."""
_OF_ZERO, _OF_TEXT = 2, 3
"""The parts of a format: of positive numbers, negative ones, zero, and text."""

_Part = list[re.Match[str]]


def shortest(value: float) -> Decimal:
    """The number that a spreadsheet shows, however it was counted.

    >>> [plainly(shortest(value)) for value in (0.1 + 0.2, 1.1 * 3, 2.5, 1e-06, 15.0)]
    ['0.3', '3.3', '2.5', '0.000001', '15']
    """
    return Decimal(format(value, f".{_DIGITS}g"))


def formatted(number: Decimal, pattern: str) -> str | None:
    r"""The number with the words, marks and the percent sign of its format; None where the format may change it.

    A part of a format without digits shows its words alone. What is negative is no price, so it stays bare.

    >>> [formatted(Decimal("2.5"), each) for each in ("General", '"$"#,##0.00', "[$€-407] 0.0", '0.00 "per 1M"', "0%")]
    ['2.5', '$2.5', '€ 2.5', '2.5 per 1M', '250%']
    >>> [formatted(Decimal(1500), each) for each in ("0,", "[>1000]0.0;0", '_("$"* #,##0.00_);_("$"* (#,##0.00)')]
    [None, None, '$1500']
    >>> [formatted(Decimal(250), each) for each in ('0"."00', r"0\.00", '$0"."00', "# ?/8", '"0."00', '"Rs."0", net"')]
    [None, None, None, None, None, 'Rs.250, net']
    >>> formatted(Decimal("2.5"), ";;;"), formatted(Decimal(0), '0.00;-0.00;"-"'), formatted(Decimal(0), "#,###")
    ('', '-', '')
    """
    parts = _pieces_of(pattern or "General")
    if any((found["bracket"] or "")[:1] in set("<>=") - {""} for part in parts for found in part):
        return None
    counting = parts[:-1] if len(parts) > 1 and _shows_text(parts[-1]) else parts[:_OF_TEXT]
    if number < 0 and len(counting) > 1:
        return plainly(number)
    part = counting[_OF_ZERO] if number == 0 and len(counting) > _OF_ZERO else counting[0]
    if any(found["thousandth"] for found in part) or _is_divided(part):
        return None
    percent = any(found["bare"] == "%" for found in part)
    return _dressed(part, plainly(number * 100) + "%" if percent else plainly(number), zero=number == 0)


def worded(text: str, pattern: str) -> str:
    """A text with the words of its format; nothing where the format hides it.

    >>> worded("free", "General"), worded("3", '@" per 1M"'), worded("3", '0;-0;0;"$"@'), worded("3", ";;;")
    ('free', '3 per 1M', '$3', '')
    """
    parts = _pieces_of(pattern)
    if len(parts) > _OF_TEXT:
        return _dressed(parts[_OF_TEXT], text)
    return _dressed(parts[-1], text) if _shows_text(parts[-1]) else text


def _pieces_of(pattern: str) -> list[_Part]:
    found: list[_Part] = [[]]
    for match in _FORMAT.finditer(pattern):
        if match["bare"] == ";":
            found.append([])
        else:
            found[-1].append(match)
    return found


def _shows_text(part: _Part) -> bool:
    return any(found["bare"] == "@" for found in part)


def _is_divided(part: _Part) -> bool:
    """Whether words stand between the digits of the number, or are digits of it; or it is shown in eighths."""
    eighths = any(one["bare"] == "/" and (after["bare"] or "").isdigit() for one, after in pairwise(part))
    places = [number for number, found in enumerate(part) if found["digits"] or found[0] == "General"]
    if eighths or len(places) != 1:
        return eighths or bool(places)
    before, behind = ("".join(map(_literals, words)) for words in (part[: places[0]], part[places[0] + 1 :]))
    return _DIGITS_BEFORE.search(before) is not None or _DIGITS_BEHIND.match(behind) is not None


def _literals(found: re.Match[str]) -> str:
    return found["quoted"] or found["currency"] or found["escaped"] or found["bare"] or ""


def _dressed(part: _Part, shown: str, *, zero: bool = False) -> str:
    """What is shown, in the place of the first digits, between the words; of zero, # and ? show nothing."""
    pieces, seen = [], False
    for found in part:
        if found["digits"] or found[0] in {"General", "@"}:
            pieces += [] if seen or (zero and found["digits"] and "0" not in found["digits"]) else [shown]
            seen = True
        elif found["bare"] != "%":
            pieces.append(_literals(found))
    return "".join(pieces).strip()
