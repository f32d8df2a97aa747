"""What money looks like in text: numbers beside a currency's mark, before a unit, or behind a word for price.

It is told from the look of the text alone, and shares with the price language nothing but the table of currency marks
and that of characters.
Every repetition is bounded, so that a scan is linear in the text.
"""

import re
from collections.abc import Container, Iterator

from pricebook.vocabulary import CURRENCY_MARKS, UNSEEN

_HALF = dict(zip("０１２３４５６７８９．／％＄￥￡￦：", "0123456789./%$¥£₩:", strict=True))
_WIDE = re.compile(
    f"[{''.join(_HALF)}]|(?P<inside>(?<=[0-9０-９.,．{UNSEEN}])[{UNSEEN}](?=[0-9０-９.,．{UNSEEN}]))|[{UNSEEN}]"
)
REST = r"[0-9]{0,19}+(?:,[0-9]{3}(?![0-9])){0,5}+(?:[.,][0-9]{1,20}+)?+"
NUMBER = f"[0-9]{REST}"
"""It begins with a digit, not with a repetition of digits: a search skips all other characters at once."""
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
_LEADING = frozenset(_FORMS) - _SUFFIXES
"""Marks that stand before a number."""
_LENGTHS = {
    end: sorted({len(form) for form in _LEADING if form[-1] == end}, reverse=True)
    for end in sorted({form[-1] for form in _LEADING})
}
"""How long they are that end in a character, the longest first."""
MARK = re.compile(f"(?<![A-Za-z单])(?:{'|'.join(map(_word, _FORMS))})")
"""A currency's mark by itself."""
_LATIN = [mark for mark in CURRENCY_MARKS if mark[0].isascii() and mark[0].isalpha()]
WORDS = "|".join(map(_word, _LATIN))
SIGNS = "|".join(
    f"{re.escape(mark[0])}(?<![a-z单].){_word(mark).removeprefix(re.escape(mark[0]))}"
    for mark in CURRENCY_MARKS
    if mark not in _LATIN
)
"""The same in `lower` text: the marks that begin as a word does, behind another character, and all others."""
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
_AFTER = re.compile(
    rf"[{''.join(map(re.escape, _LENGTHS))}](?=[\"'}}: \n.0-9])"
    rf"(?P<gap>[\"'}}]{{0,3}}:? {{0,2}}(?P<below>\n?))(?P<number>\.?{NUMBER})"
)
"""A number behind a character that a mark ends in."""
_ALONE = re.compile(rf"(?:{'|'.join(map(re.escape, _LEADING))})[\"'}}]{{0,3}}:? {{0,2}}")
_FIRST_LINE = re.compile(rf"\.?{NUMBER}(?=\n|\Z)")
_RUN = re.compile(
    rf"{NUMBER}{NOTES}(?:(?: {{0,2}}[,、/~–-] {{0,2}}| {{1,2}})(?:{NUMBER}{NOTES}|[-—/]{{1,2}}|免费|不支持)){{1,12}}+"
    rf"(?= {{0,2}}(?:[百千万亿]{{0,2}} ?(?:{_BEHIND})))"
)
"""Numbers one behind the other that share the mark behind the last."""
_DECIMAL = re.compile(r"[0-9](?<![0-9]{2})[0-9]{0,8}+\.[0-9]{1,12}+(?! ?[-A-Za-z.%×*倍])")
_LABEL = re.compile(
    r"(?:价格?|单价|费用?|输入|输出|命中|缓存|(?i:price|cost|(?<![a-z])(?:fee|rate)|input|output|cached))"
    r"(?:(?!长度|版本|尺寸)[^0-9\n(（\[<>≤≥*×]){0,12}\Z"
)
_REACH = 18
"""As far before its number a label begins."""
_RAISED = re.compile(
    rf"\^(?:(?<=[\s:：,，;；(（]\^)|(?<=^\^))(?P<number>{NUMBER})\^(?= {{0,2}}(?:{_BEHIND}|{PER}))", re.MULTILINE
)
"""A number that looks like a note and stands behind none, such as a price that is a link."""
_ANY = re.compile(NUMBER)
_OF_MONEY = re.compile(r"[价费折]|优惠|(?i:price|cost|fee|discount|rate|\boff\b)|" + MARK.pattern)
_IN_PATH = re.compile(r"[A-Za-z][-_]?[0-9]{1,4}$")
"""`/v1/audio`, `sora-2/image`: no number before a unit."""
_STYLE = re.compile(r"[%](?=[\"';}])")


def half_width(text: str) -> str:
    r"""The text with digits and marks in half width, of the same length.

    What nobody sees is a digit inside a number, so that this is one number, and else a blank.

    >>> half_width("￥４．５／张，％"), half_width("1\u202e0元\u200b")
    ('¥4.5/张，%', '100元 ')
    """
    return text if text.isascii() else _WIDE.sub(_narrow, text)


def _narrow(wide: re.Match[str]) -> str:
    return "0" if wide["inside"] else _HALF.get(wide[0], " ")


def lower(text: str) -> str:
    """The text in half width and lower case behind a blank, so that a word's beginning is a character to search for."""
    return f" {half_width(text).lower()}"


def in_text(page: str, *, below_mark: bool = False) -> set[tuple[int, int]]:
    """Where the numbers stand that are plainly money: beside a mark, before a unit, in a row before a mark.

    `below_mark` tells that a mark stands alone on the line above the page.
    """
    found = {*_beside(page), *_after(page), *_runs(page), *_raised(page)}
    if below_mark and (first := _FIRST_LINE.match(page)):
        found.add(first.span())
    found.update(_labelled(page, {start for start, _ in found}))
    return found


def is_mark(line: str) -> bool:
    """Whether the line is a mark that stands before a number, and nothing else."""
    return _ALONE.fullmatch(half_width(line)) is not None


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
        start = _mark_before(page, match.start("gap"))
        if start is None:
            continue
        before = page[start - 1 : start] if start else ""
        if match["below"] and not (before in {"", "\n"} and page[match.end() : match.end() + 1] in {"", "\n"}):
            continue
        if not (before.isascii() and before.isalpha() and page[start].isalpha()):
            yield match.span("number")


def _mark_before(page: str, end: int) -> int | None:
    """Where the longest mark begins that ends there."""
    for length in _LENGTHS[page[end - 1]]:
        if end >= length and page[end - length : end] in _LEADING:
            return end - length
    return None


def _runs(page: str) -> Iterator[tuple[int, int]]:
    for match in _RUN.finditer(page):
        for number in _ANY.finditer(page, match.start(), match.end()):
            if page[number.start() - 1 : number.start()].strip(" ") not in {*"<>≤≥≦≧"}:
                yield number.span()


def _labelled(page: str, known: Container[int]) -> Iterator[tuple[int, int]]:
    """Decimals behind a label; those that begin where a number is `known` need none."""
    for match in _DECIMAL.finditer(page):
        start = match.start()
        if start not in known and _LABEL.search(page, max(0, start - _REACH), start):
            yield match.span()


def _raised(page: str) -> Iterator[tuple[int, int]]:
    return (match.span("number") for match in _RAISED.finditer(page))
