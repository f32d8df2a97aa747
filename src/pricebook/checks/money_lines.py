"""Which numbers of prose are money because a line above names its unit: a table that lost its cells, a list of prices.

Where a heading, or a line since, says 元/百万 tokens, a row of numbers behind a name is money, and so is a number by
itself or behind 输入. Told from the look of the lines alone.
"""

import re
from collections.abc import Iterator

from pricebook.checks.money import MARK, PER, half_width

_UNIT = re.compile(rf"(?<![0-9] )(?<![0-9])(?:{MARK.pattern}) {{0,2}}{PER}")
"""A unit of money that no number stands before."""
_DIVIDERS = r" ,|，、\t"
_NUMBER = r"[0-9][0-9.]{0,19}+"
_RUN = re.compile(rf"[{_DIVIDERS}]{{1,4}}(?P<run>(?:(?:{_NUMBER}|[-—/])[{_DIVIDERS}]{{0,4}}){{1,12}})$")
_BEHIND_LABEL = re.compile(
    rf"(?:输入|输出|命中|价格?|(?i:input|output|price)) {{0,2}}[:：]? {{0,2}}(?P<run>{_NUMBER})"
    r"(?=$|[,，;；。、|/ ])"
)
_ALONE = re.compile(rf"(?P<run>{_NUMBER})$")
_EACH = re.compile(_NUMBER)
_LONG = 120
"""A longer line is prose."""


def states_unit(text: str) -> bool:
    """Whether it names a unit of money: `元/百万 tokens`, and not what one costs, `2 元/百万 tokens`."""
    return _UNIT.search(half_width(text)) is not None


def in_lines(text: str, *, priced: bool) -> Iterator[tuple[int, int]]:
    r"""The numbers of lines that stand with one that names a unit of money; `priced` tells that one stands above.

    >>> text = "模型 输入（元/百万 tokens）\nacme-1 2 8"
    >>> [text[start:end] for start, end in in_lines(text, priced=False)]
    ['2', '8']
    """
    if not (priced or ("\n" in text and states_unit(text))):
        return
    start = 0
    for line in half_width(text).split("\n"):
        if len(line) <= _LONG:
            yield from ((start + a, start + b) for a, b in _in_line(line))
        start += len(line) + 1


def _in_line(line: str) -> Iterator[tuple[int, int]]:
    runs = [match.span("run") for match in (_ALONE.match(line), _RUN.search(line)) if match]
    for start, end in (*runs, *(match.span("run") for match in _BEHIND_LABEL.finditer(line))):
        for number in _EACH.finditer(line, start, end):
            yield number.span()
