"""Numbers as spreadsheets show them: what is stored, between the words and marks of its format."""

import re
from decimal import Decimal

from pricebook.units import text as plainly

_DIGITS = 15
"""As many of a number spreadsheets show; what stands behind them comes from counting in binary."""
_FORMAT = re.compile(
    r'"(?P<quoted>[^"]*)"|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]|\\(?P<escaped>.)|[_*].'
    r"|(?P<digits>[0#?.,]*[0#?](?:[0#?.,/ ]*[0#?])?(?P<thousandth>,*)(?:[Ee][+-][0#?]+)?)|General|(?P<bare>.)"
)


def shortest(value: float) -> Decimal:
    """The number that a spreadsheet shows, however it was counted.

    >>> [plainly(shortest(value)) for value in (0.1 + 0.2, 1.1 * 3, 2.5, 1e-06, 15.0)]
    ['0.3', '3.3', '2.5', '0.000001', '15']
    """
    return Decimal(format(value, f".{_DIGITS}g"))


def formatted(number: Decimal, pattern: str) -> str | None:
    """The number with the words, marks and the percent sign of its format; None where the format may change it.

    >>> [formatted(Decimal("2.5"), each) for each in ("General", '"$"#,##0.00', "[$€-407] 0.0", '0.00 "per 1M"', "0%")]
    ['2.5', '$2.5', '€ 2.5', '2.5 per 1M', '250%']
    >>> [formatted(Decimal(1500), each) for each in ("0,", "[>1000]0.0;0", '_("$"* #,##0.00_);_("$"* (#,##0.00)')]
    [None, None, '$1500']
    """
    before, after, seen, percent = "", "", False, False
    for found in _FORMAT.finditer(pattern):
        if found["thousandth"] or (found["bracket"] or "")[:1] in set("<>=") - {""}:
            return None
        if found["bare"] == ";":
            break
        percent = percent or found["bare"] == "%"
        words = found["quoted"] or found["currency"] or found["escaped"] or (found["bare"] or "")
        words = "" if found["bare"] in {"@", "%"} else words
        if found["digits"] or found[0] == "General":
            seen = True
        elif seen:
            after += words
        else:
            before += words
    digits = plainly(number * 100) + "%" if percent else plainly(number)
    return f"{before}{digits}{after}".strip()
