"""What money looks like in text: numbers beside a currency's mark, before a unit, or behind a word for price.

It is told from the look of the text alone, and shares with the price language nothing but the table of currency marks.
Every repetition is bounded, so that a scan is linear in the text.
"""

import re
from collections.abc import Iterator

from pricebook.vocabulary import CURRENCY_MARKS

_HALF = dict(zip("０１２３４５６７８９．／％＄￥￡￦：", "0123456789./%$¥£₩:", strict=True))
NUMBER = r"[0-9]{1,20}+(?:,[0-9]{3}(?![0-9])){0,5}+(?:[.,][0-9]{1,20}+)?+"
NOTES = r"(?: ?(?:\^[^^\n]{1,9}\^|\[\^?[0-9]{1,2}\]|[(（][0-9]{1,2}[)）]|[*†‡§¹²³⁰⁴-⁹①-⑳])){0,3}"
"""References to notes stand behind a number and are no part of it."""

_FORMS = sorted(
    {form for mark in CURRENCY_MARKS for form in (mark, mark.upper(), mark.title())}, key=lambda m: (-len(m), m)
)
_SUFFIXES = frozenset("元円원圆원")
"""Marks that stand behind a number alone."""


def _word(mark: str) -> str:
    """The mark as a pattern: a code of letters is no part of a longer word, 元 is no element."""
    ends = "(?![A-Za-z])" if mark[-1].isascii() and mark[-1].isalpha() else "(?![素数])" if mark == "元" else ""
    return re.escape(mark) + ends


_BEHIND = "|".join(_word(mark) + ("" if mark[-1].isalpha() else r"(?!\.?[0-9])") for mark in _FORMS)
"""A mark behind a number; a sign that another number follows is that number's."""
_BEFORE = "|".join(re.escape(mark) for mark in _FORMS if mark not in _SUFFIXES)
MARK = re.compile(f"(?<![A-Za-z单])(?:{'|'.join(map(_word, _FORMS))})")
"""A currency's mark by itself."""
_ENGLISH = (
    "million|thousand|hour|hr|min|minute|sec|second|day|month|mo|year|yr|image|picture|video|song|track|request|call"
    "|query|queries|search|searches|page|char|character|word|voice|clip|gb|mb|session|user|seat|instance|node|unit"
    "|generation|file|document|megapixel|mp|step|audio|input|output|cached|item|credit|run|task|token|mtok|ktok|tok"
)
_THING = (
    rf"(?:[百千万亿张秒次月年天个字页首条分时]|小时|音色|视频|实例|节点|1[,_]?000|1?[KkMmBb](?![A-Za-z])"
    rf"|[0-9]{{1,2}} ?[s秒]|(?i:[km]? ?(?:{_ENGLISH})s?(?![A-Za-z])))"
)
PER = rf"(?:(?:/|[Pp][Ee][Rr](?![A-Za-z])) {{0,2}}(?:每 ?)?|每 ?)(?:[0-9]{{1,4}} ?)?{_THING}"
"""`/`, `per` or 每 and a thing that is counted."""

_BESIDE = re.compile(
    rf"{NUMBER}(?={NOTES}[\"'}}]{{0,3}} {{0,2}}(?:[百千万亿]{{0,2}} ?(?:{_BEHIND})|(?P<part>[折%])|{PER}))"
)
_AFTER = re.compile(rf"(?:{_BEFORE})[\"'}}]{{0,3}}:? {{0,2}}(?P<below>\n?)(?P<number>\.?{NUMBER})")
_RUN = re.compile(
    rf"{NUMBER}{NOTES}(?:(?: {{0,2}}[,、/~–-] {{0,2}}| {{1,2}})(?:{NUMBER}{NOTES}|[-—/]{{1,2}}|免费|不支持)){{1,12}}+"
    rf"(?= {{0,2}}(?:[百千万亿]{{0,2}} ?(?:{_BEHIND})))"
)
"""Numbers one behind the other that share the mark behind the last."""
_LABELLED = re.compile(
    r"(?:价格?|单价|费用?|输入|输出|命中|缓存|(?i:price|cost|fee|rate|input|output|cached))"
    r"(?:(?!长度|版本|尺寸)[^0-9\n(（\[<>≤≥*×]){0,12}(?P<number>[0-9]{1,9}+\.[0-9]{1,12}+)(?! ?[-A-Za-z.%×*倍])"
)
_RAISED = re.compile(
    rf"(?:(?<=[\s:：,，;；(（])|^)\^(?P<number>{NUMBER})\^(?= {{0,2}}(?:{_BEHIND}|{PER}))", re.MULTILINE
)
"""A number that looks like a note and stands behind none, such as a price that is a link."""
_ANY = re.compile(NUMBER)
_OF_MONEY = re.compile(r"[价费折]|优惠|(?i:price|cost|fee|discount|rate|\boff\b)|" + MARK.pattern)
_IN_PATH = re.compile(r"[A-Za-z][-_]?[0-9]{1,4}$")
"""`/v1/audio`, `sora-2/image`: no number before a unit."""
_STYLE = re.compile(r"[%](?=[\"';}])")


def half_width(text: str) -> str:
    """The text with digits and marks in half width, of the same length.

    >>> half_width("￥４．５／张，％")
    '¥4.5/张，%'
    """
    for wide, half in _HALF.items():
        text = text.replace(wide, half)
    return text


def in_text(page: str) -> set[tuple[int, int]]:
    """Where the numbers stand that are plainly money: beside a mark, before a unit, in a row before a mark."""
    return {*_beside(page), *_after(page), *_runs(page), *_labelled(page)}


def _beside(page: str) -> Iterator[tuple[int, int]]:
    for match in _BESIDE.finditer(page):
        if match["part"] == "%":
            if _is_of_money(page, match.end()):
                yield match.span()
        elif not (page[match.end()] == "/" and _IN_PATH.search(page[max(0, match.start() - 2) : match.end()])):
            yield match.span()


def _is_of_money(page: str, end: int) -> bool:
    """Whether a percent stands beside words of money, and not in a style sheet."""
    start = max(page.rfind("\n", 0, end), end - 48) + 1
    line_end = page.find("\n", end)
    around = page[start : min(line_end if line_end >= 0 else len(page), end + 24)]
    return _STYLE.match(page, end) is None and _OF_MONEY.search(around) is not None


def _after(page: str) -> Iterator[tuple[int, int]]:
    for match in _AFTER.finditer(page):
        before = page[match.start() - 1 : match.start()]
        if match["below"] and not (before in {"", "\n"} and page[match.end() : match.end() + 1] in {"", "\n"}):
            continue
        if not (before.isascii() and before.isalpha() and page[match.start()].isalpha()):
            yield match.span("number")


def _runs(page: str) -> Iterator[tuple[int, int]]:
    for match in _RUN.finditer(page):
        for number in _ANY.finditer(page, match.start(), match.end()):
            if page[number.start() - 1 : number.start()].strip(" ") not in {*"<>≤≥≦≧"}:
                yield number.span()


def _labelled(page: str) -> Iterator[tuple[int, int]]:
    return (match.span("number") for pattern in (_LABELLED, _RAISED) for match in pattern.finditer(page))
