"""Cells, real and composed, and what it means that nothing of one is lost."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from pricebook import vocabulary
from pricebook.phrases import NOTHING, CellReading, Says, both, read_words
from pricebook.phrases.lexicon import LEXICON
from pricebook.phrases.tiers import has_tiers, read_tier
from pricebook.phrases.tokens import Token, tokens
from pricebook.reading import canonical, read_page
from pricebook.reading.document import Document, Table
from tests.conftest import ROOT

Pick = Callable[[Sequence[str]], str]
"""Chooses one of several: a strategy's draw."""
Place = tuple[int, int]
"""The first character, and the one behind the last."""

FACTS = frozenset({
    "meter", "service", "condition", "method", "medium", "date", "size", "compare", "currency", "thing", "count",
    "restricting", "place", "promotion", "ttl", "free", "number", "subject", "discount", "former",
})  # fmt: skip
"""Kinds of words that say something of a price."""


def meaning(reading: CellReading, text: str) -> tuple[object, ...] | None:
    """All that a cell says, wherever in the cell it stands; None where nothing of it is read."""
    if reading.problem or not reading.amounts:
        return None
    prices = [(amount.value, amount.free, amount.says) for amount in (*reading.amounts, *reading.others)]
    return (*prices, *(text[start:end] for start, end, _ in reading.remarks))


def without(text: str, place: Place) -> str:
    """The text with a blank for what stands there."""
    return f"{text[: place[0]]} {text[place[1] :]}"


def parts(text: str) -> Iterator[Place]:
    """Every part of a cell that may not go unnoticed: words, tiers, brackets."""
    yield from ((token.start, token.end) for token in facts(text))
    yield from tiers(text)
    yield from brackets(text)


def facts(text: str) -> Iterator[Token]:
    """The words that say something of a price; the 1 of 1M says no more than M, nor the tokens of 128K tokens."""
    found = tokens(text)
    for index, token in enumerate(found):
        behind, following = _kind(found, index - 1), _kind(found, index + 1)
        one = token.text == "1" and following in {"count", "thing"}
        bound = behind == "count" and token.kind == "thing" and _kind(found, index - 3) == "compare"
        if token.kind in FACTS and not one and not bound:
            yield token


def _kind(found: tuple[Token, ...], index: int) -> str:
    return found[index].kind if 0 <= index < len(found) else ""


def tiers(text: str) -> Iterator[Place]:
    """Where each bound stands."""
    found = tokens(text)
    index = 0
    while has_tiers(found) and index < len(found):
        tier = read_tier(found, index, 1000)
        after = tier[1] if tier else index + 1
        if tier:
            yield found[index].start, found[after - 1].end
        index = after


def brackets(text: str) -> Iterator[Place]:
    """Where each outermost bracket with something in it stands."""
    depth = start = 0
    for token in tokens(text):
        if token.kind == "open":
            start = start if depth else token.start
            depth += 1
        elif token.kind == "close" and depth:
            depth -= 1
            if not depth and any(start < fact.start < token.end for fact in facts(text)):
                yield start, token.end


def said_twice(text: str, place: Place) -> bool:
    """Whether each word there is said again, or more closely, by another word that is of the same prices.

    So 输入 beside 缓存命中, ¥ beside 元, a word that stands twice and one that a label before a colon says may go.
    """
    start, end = place
    if text.count(text[start:end].strip(" ()（）")) > 1 and text[start:end] in chain.from_iterable(
        (text[slice(*each)], text[slice(*each)][1:-1]) for each in (*tiers(text), *brackets(text))
    ):
        return True
    found = tokens(text)
    above, _, below = text.partition("\n")
    if below and end <= len(above) and above.endswith(("：", ":")):
        # A line that is a label leads all lines below, each of which may say the same of its price.
        told = [token for token in facts(text) if start <= token.start < end]
        lines = [facts(line) for line in below.split("\n")]
        return all(any(_as_much(other, token) for other in line) for token in told for line in lines)
    inside = list(brackets(text))
    breaks = [
        token
        for token in found
        if token.kind == "break" and token.text != ":" and not any(a <= token.start < b for a, b in inside)
    ]
    begin = max((token.end for token in breaks if token.end <= start), default=0)
    close = min((token.start for token in breaks if token.start >= end), default=len(text))
    label = max((token.start for token in found if token.text == ":" and token.end <= start), default=0)
    others = [
        token
        for token in found
        if (begin <= token.start < close or token.start < label) and not start <= token.start < end
    ]
    return all(any(_as_much(other, token) for other in others) for token in facts(text) if start <= token.start < end)


_OF_TOKENS = {"input_tokens": "input", "output_tokens": "output"}


def _as_much(other: Token, token: Token) -> bool:
    """Whether the other word says all that this word says; of two marks of money, one is a sign and one a word."""
    if token.kind == "currency" and token.text.isalpha() == other.text.isalpha():
        return False
    if token.kind == "meter" and other.kind == "subject" and token.word and other.word:
        return _OF_TOKENS.get(str(other.word.value)) == token.word.value
    if other.text == token.text or (token.text in {"token", "tokens"} and other.text.endswith(("token", "tokens"))):
        return True
    own, said = read_words(token.text), read_words(other.text)
    return not own.problem and not said.problem and own is not NOTHING and both(said, own) == said


def as_much(one: Says, other: Says) -> bool:
    """Whether the one says all that the other says."""
    return unordered(both(one, other)) == unordered(one)


def unordered(says: Says) -> Says:
    """Without the order of the words that are kept as printed."""
    kept = tuple((name, frozenset(value) if name == "as_printed" else value) for name, value in says.conditions)  # type: ignore[call-overload]
    return says._replace(conditions=kept)


@cache
def documents() -> tuple[Document, ...]:
    """Every page that is committed: stored, recorded, and in other forms."""
    stored = (canonical.read(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "snapshots").glob("**/*.md")))
    others = [*sorted((ROOT / "tests/documents").iterdir()), *sorted((ROOT / "tests/cassettes").glob("*/*.body.*"))]
    return tuple(chain(stored, (read_page(path.read_bytes(), path.name) for path in others)))


@cache
def cells() -> tuple[tuple[str, str], ...]:
    """Every cell of every table of these pages, with its column's heading, once."""
    tables = (block for document in documents() for block in document.blocks if isinstance(block, Table))
    pairs = (pair for table in tables for row in table.rows for pair in zip(row.cells, table.header, strict=False))
    return tuple(dict.fromkeys(pair for pair in pairs if pair[0]))


def _words(*kinds: str) -> list[str]:
    return sorted(word for word, meant in LEXICON.items() if meant.kind in kinds)


_BEFORE = [word for words in (vocabulary.SINCE_BEFORE, vocabulary.UNTIL_BEFORE) for word in words.split("|")]
_AFTER = [word for words in (vocabulary.SINCE_AFTER, vocabulary.UNTIL_AFTER) for word in words.split("|")]
DATES = [
    *(f"{word} September 1, 2026" if word.isascii() else f"{word}2026年9月1日" for word in sorted(set(_BEFORE))),
    *(f"2026-09-01 {word}" if word.isascii() else f"2026-09-01{word}" for word in sorted(set(_AFTER))),
]
"""A day with each of the words that say whether something begins or ends on it."""
TIERS = [
    "输入<=32k", "32k<输入<=128k", "输入长度 [0, 32k)", "prompts > 200k", "输出>4k", "128K<上下文≤1M",
    "input tokens <= 200K", "≤ 512k 输入 tokens",
]  # fmt: skip
STATEMENTS: dict[str, list[str]] = {
    "meter": _words("meter"),
    "condition": _words("condition"),
    "method": _words("method"),
    "service": _words("service"),
    "restricting": _words("restricting"),
    "place": [*_words("place"), "华北2（北京）", "海外节点", "US East (Ohio)"],
    "promotion": _words("promotion"),
    "size": ["720p", "1080P", "1024x1024", "480p/720p"],
    "ttl": ["TTL 1h", "TTL 5分钟"],
    "date": DATES,
    "tier": TIERS,
    "medium": ["文本", "audio", "视频"],
    "length": ["6s的", "5秒时长", "无声x5秒时长", "标准(std) x10s的"],
}
"""What words can say of a price, by its kind."""
APART = [{"meter", "tier"}, {"meter", "service"}, {"meter", "method"}]
"""Kinds that do not stand side by side; what is lost where they do is named among LOST."""
UNITS = [
    "", "", "", "/百万 tokens", "/千tokens", "/M tokens", " per 1M tokens", "/ 1M input tokens", "/张", "/image", "/秒",
    "/5秒", "/小时/节点", "/万字符", "/次", "/百万 token /小时", " per audio minute",
]  # fmt: skip
VALUES = ["4", "0.5", "16", "0.0024", "1,200", "2.00"]
SIGNS, MARKS = ["¥", "$", "€", "USD ", "US$"], ["元", "美元", " USD", "欧元"]
FREE = ["免费", "free", "限时免费"]
SEPARATORS = ["，", ", ", "；", "; ", "\n", "。", " "]


class Piece(NamedTuple):
    """One price with words before it and a bracket; each part may be empty."""

    label: str
    """Before a colon."""
    lead: str
    price: str
    bracket: str

    def text(self) -> str:
        """With its bracket behind the price."""
        return f"{self._before()}{self.price}{self.bracket}"

    def bracket_before_price(self) -> str:
        return f"{self._before()}{self.bracket}{self.price}"

    def bracket_first(self) -> str:
        return f"{self.bracket}{self._before()}{self.price}"

    def _before(self) -> str:
        return (f"{self.label}：" if self.label else "") + (f"{self.lead} " if self.lead else "")


def price(pick: Pick, *, free: bool) -> str:
    """A number, with or without its currency and unit, or a word for free."""
    value = pick(VALUES)
    form = pick(["sign", "mark", "bare", "both", "each", *(["free"] if free else [])])
    if form == "each":
        return f"每{pick(['百万tokens', '张', '秒', '千次'])}{value}元"
    if form == "free":
        return pick(FREE)
    sign = pick(SIGNS) if form == "sign" else "¥" if form == "both" else ""
    mark = pick(MARKS) if form == "mark" else "元" if form == "both" else ""
    return f"{sign}{value}{mark}{pick(UNITS)}"


def words(pick: Pick, kinds: list[str], many: int) -> str:
    """So many statements, each of a kind that is then used up."""
    said = [kinds.pop(kinds.index(pick(kinds))) for _ in range(many)]
    if set(said) in APART:
        said.pop()
    return pick([" ", "、"]).join(pick(STATEMENTS[kind]) for kind in said)


LISTS = ["输入/输出", "input and output", "文生图、图生图", "text/image"]


def piece(pick: Pick, *, alone: bool) -> Piece:
    """One price and its words; of a cell of several prices it has fewer."""
    kinds = list(STATEMENTS)
    if pick(["listed", *["one"] * 7]) == "listed":
        return Piece("", pick(LISTS), f"{pick(VALUES)}元", "")
    label = words(pick, kinds, int(pick(["0", "0", "1", "1", "2" if alone else "1"])))
    lead = words(pick, kinds, int(pick(["0", "1", "2" if alone else "0"]))) if alone or not label else ""
    inside = words(pick, kinds, int(pick(["0", "1", "1", "2"])))
    opened, closed = ("（", "）") if pick(["full", "half"]) == "full" else (" (", ") ")
    return Piece(label, lead, price(pick, free=alone), f"{opened}{inside}{closed}" if inside else "")
