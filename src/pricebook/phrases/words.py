"""A text without amounts: a heading, a cell of conditions, a line or a sentence near a table, a note behind a name."""

import re
from functools import lru_cache
from itertools import islice

from pricebook import vocabulary
from pricebook.phrases.clauses import Clause, unknown
from pricebook.phrases.lengths import duration_at, read_length
from pricebook.phrases.measures import Measure, Measured, NotUnderstood, read_measure, unsayable_at
from pricebook.phrases.places import brackets, place_at
from pricebook.phrases.says import AS_PRINTED, Says, condition, unread
from pricebook.phrases.tiers import has_tiers, read_tier
from pricebook.phrases.tokens import Token, fold, lists_media, lists_sizes, tokens

_QUIET = {"lowest", "break", "open", "close", "none", "pending", "heading", "state", "place mark"}
_NEVER_PRINTED = {"number", "date", "currency", "compare", "changing", "discount", "former", "free", "per", "strike",
                  "cut off", "size", "hidden"}  # fmt: skip
"""Tokens that say more of an amount than words that only restrict it; so nobody keeps them as printed."""
_UNKNOWN = {"unknown", "negation", "state"}
_CHARGED = frozenset(vocabulary.CHARGED.split("|"))
_PRINTED = frozenset(each.name for each in vocabulary.CONDITIONS if each.printed)
_ORDINARY = frozenset(vocabulary.ORDINARY.split("|"))
_COMMAS = {",", "，"}
"""They join the tasks of a cell of tasks."""
_PER_ONE = {"每", "per"}
_OF_MONEY = {"currency", "discount", "former", "free", "strike", "cut off", "hidden"}
_BOUNDED_SIZE = re.compile("([1248]k) ?(及?以[上下])")
"""2K and all that is larger, or smaller: elsewhere than under a heading of sizes it may count tokens."""
_IMAGES_SENT = re.compile("[0-9]{1,2} ?(?:[-~～–—至到] ?[0-9]{1,2} ?)?张(?:图|图片)?")
_SIZE = re.compile(r"([0-9]{3,4}) ?[x×*] ?([0-9]{3,4})")
_SIZES = re.compile(
    rf"(?:(?:(?:portrait|landscape|square|竖屏|横屏|竖版|横版) ?:? ?)?{_SIZE.pattern}[ ,，、/;；]{{0,3}}){{2,9}}"
)
_DEEP = 8
"""Brackets in one bracket; more are not taken apart."""


@lru_cache(maxsize=4096)
def read_words(
    text: str,
    subject: str | None = None,
    thousands: int = 1,
    *,
    unit: bool = False,
    of: str | None = None,
    thing: str | None = None,
) -> Says:
    """What the whole text says; a word that is not understood is its problem.

    A bare bound bounds `subject` and is multiplied by `thousands`; a bare 张 is a unit only where `unit` is true; `of`
    is the condition that the text is a value of, where its column's heading says so, and `thing` the time that the
    heading counts it in. Unknown words in brackets, which can only restrict what stands before them, are kept as
    printed.

    >>> read_words("价格（元/秒）").measure, read_words("输入价格 （缓存命中）").meters
    (Measure(many=1, things=('second',), clip=False, words=''), ('cache_read',))
    >>> read_words("图生视频").conditions, read_words("节假日价格").problem
    ((('task', 'image-to-video'),), "does not know the word '节'")
    >>> read_words("输入（非商用）").conditions, read_words("输入（非音频）").conditions
    ((('as_printed', ('非商用',)),), (('modality', ('text', 'image', 'video')),))
    """
    if of is not None and (value := _as_value(text, of, thing)) is not None:
        return condition(of, value)
    try:
        return _Pass(text, Clause(subject, thousands, text=text, several=True), unit=unit, of=of).read()
    except NotUnderstood as problem:
        return unread(problem.reason)


def printable(text: str) -> bool:
    """Whether the text may be kept as printed: words, none of which says something of the amount itself."""
    kinds = {"cut off" if token.text == "…" else token.kind for token in tokens(text) if not _adds(text, token)}
    return bool(kinds & _UNKNOWN) and not kinds & _NEVER_PRINTED


def _adds(text: str, token: Token) -> bool:
    """Whether it is a plus between two words: 标准版+无贴图."""
    sides = text[token.start - 1 : token.start], text[token.end : token.end + 1]
    return token.text == "+" and all(side.isalpha() for side in sides)


def read_label(text: str, of: str | None = None, thing: str | None = None) -> Says:
    """The same as `read_words`, and a text that is not understood is kept as printed where it can only restrict.

    >>> read_label("企业版").conditions, read_label("约3元起").problem is None
    ((('as_printed', ('企业版',)),), False)
    """
    says = read_words(text, of=of, thing=thing)
    if not says.problem or not printable(text):
        return says
    words = " ".join(text.split())
    return condition(of, words) if of in _PRINTED else condition(AS_PRINTED, (words,))


def _as_value(text: str, of: str, thing: str | None) -> object:
    """The text as a whole as a value of that condition."""
    if of == "duration":
        return read_length(text, thing)
    folded = " ".join(fold(text).split())
    if of == "resolution":
        return _sizes(folded)
    if of == "spec" and not {token.kind for token in tokens(text)} & _OF_MONEY:
        return " ".join(text.split())
    if of == "quality" and folded in {"low", "medium", "high", "standard", "pro", "hd"}:
        return folded.upper() if folded == "hd" else folded
    if of == "audio" and folded in {"audio", "silent"}:
        return folded == "audio"
    if of == "mode" and folded == "fast":
        return folded
    if of in {"region", "scope"} and not {token.kind for token in tokens(text)} & _NEVER_PRINTED:
        return " ".join(text.split())
    return None


def _sizes(folded: str) -> object:
    """A cell of sizes: one, perhaps with all beyond it, or several each with the side that is up; else None."""
    if folded in {"1k", "2k", "4k", "8k"}:
        return folded.upper()
    if bounded := _BOUNDED_SIZE.fullmatch(folded):
        return f"{bounded[1].upper()} {bounded[2]}"
    found = _SIZES.fullmatch(folded)
    each = tuple("x".join(match.groups()) for match in _SIZE.finditer(folded)) if found else ()
    return each if len(each) > 1 else None


class _Pass:
    """One pass over the tokens of a text."""

    def __init__(self, text: str, clause: Clause, *, unit: bool, of: str | None) -> None:
        self.text, self.clause, self.unit, self.of = text, clause, unit, of
        self.tokens = tokens(text)
        self.tiered = has_tiers(self.tokens)
        self.denied: Token | None = None
        """A word that says that something is not so."""

    def read(self) -> Says:
        index = 0
        while index < len(self.tokens):
            index = self._step(index)
        says = self.clause.says
        if self.denied and says.kinds:
            raise unknown(self.denied)
        return says

    def _step(self, index: int) -> int:
        token = self.tokens[index]
        if self.tiered and (tier := read_tier(self.tokens, index, self.clause.thousands)):
            self.clause.tier(tier[0])
            return tier[1]
        if token.kind == "open" and (after := self._bracket(index)):
            return after
        if token.text == "\n" and index and (after := self._line(index)):
            return after
        listed = lists_sizes(self.tokens, index) or lists_media(self.tokens, index)
        if (
            listed
            or (self.of == "task" and token.text in _COMMAS)
            or (token.text in {"+", "/"} and self._between_media(index))
        ):
            self.clause.joined = True
            return index + 1
        if after := self._place(index) or self._time(index) or self._counting(index) or self._measure(index):
            return after
        if token.kind == "restricting":
            return self._restricting(index)
        if token.kind == "period" and token.word:
            return self._period(token, str(token.word.value), index)
        if token.kind == "none" and denies(token):
            self.denied = token
        if self.clause.take(token) or token.kind in _QUIET:
            return index + 1
        raise unknown(token)

    def _period(self, token: Token, span: str, index: int) -> int:
        """How long what is paid lasts: a unit where units stand; elsewhere kept, unless it tells no time."""
        if self.unit:
            lasting = Measure(1, (span,)) if span else Measure(1, (), words=token.text)
            self.clause.measured(Measured(lasting, (), index + 1))
        elif span:
            self.clause.printed(self.text[token.start : token.end])
        return index + 1

    def _between_media(self, index: int) -> bool:
        """The plus of 文本+音频, the stroke of 图片/视频."""
        sides = [each.word for each in self.tokens[max(0, index - 1) : index + 2 : 2]]
        return len(sides) > 1 and all(word is not None and word.medium is not None for word in sides)

    def _restricting(self, index: int) -> int:
        """Words that follow each other and only restrict are printed as one; the index after them."""
        after = index + 1
        while after < len(self.tokens) and self.tokens[after].kind == "restricting":
            after += 1
        self.clause.printed(self.text[self.tokens[index].start : self.tokens[after - 1].end])
        return after

    def _bracket(self, index: int) -> int | None:
        """A bracket whose words are not understood is kept as printed, but for `(default)`; the index after it."""
        if self._kinds_at(index) == ["open", "unknown", "close"] and self.tokens[index + 1].text in _ORDINARY:
            return index + 3
        kept = kept_bracket(self.text, self.tokens, index) or (self._sent(index) if self.of == "task" else None)
        if kept is None:
            return None
        self.clause.printed(kept[0])
        return kept[1]

    def _kinds_at(self, index: int) -> list[str]:
        return [token.kind for token in self.tokens[index : index + 3]]

    def _sent(self, index: int) -> tuple[str, int] | None:
        """How many images a task is given, in the bracket behind it; and the index after it: 参考生图（1~3张）."""
        close = brackets(self.text).get(index, index)
        inside = self.text[self.tokens[index].end : self.tokens[close].start]
        return (inside, close + 1) if index and _IMAGES_SENT.fullmatch(inside) else None

    def _line(self, index: int) -> int | None:
        """A further line that is not understood is kept as printed, as a bracket is; the index after it."""
        after = index + 1
        while after < len(self.tokens) and self.tokens[after].text != "\n":
            after += 1
        if after == index + 1:
            return None
        line = self.text[self.tokens[index].end : self.tokens[after - 1].end]
        if not read_words(line).problem or not printable(line):
            return None
        self.clause.printed(" ".join(line.split()))
        return after

    def _place(self, index: int) -> int | None:
        place = place_at(self.text, self.tokens, index)
        if place is None:
            return None
        self.clause.region(place.text)
        return place.after

    def _time(self, index: int) -> int | None:
        """`TTL 1h`, and a bare `6s`, which is the length of a clip; the index after it."""
        behind = self.tokens[index - 1].kind if index else ""
        found = duration_at(self.text, self.tokens, index)
        if found is None or behind in {"per", "currency"} or (self.unit and found.name == "duration"):
            return None
        self.clause.lasting(found.name, found.many, found.thing)
        return found.after

    def _counting(self, index: int) -> int | None:
        """`按秒计费` says what is counted and not how many; the index after it."""
        three = self.tokens[index : index + 3]
        words = [token.text for token in three]
        if len(three) < 3 or words[0] != vocabulary.COUNTED_BY or three[1].kind != "thing" or words[2] not in _CHARGED:
            return None
        found = read_measure(self.tokens, index + 1)
        if found is None:
            return None
        self.clause.measured(found._replace(measure=found.measure._replace(many=0)))
        return found.after

    def _measure(self, index: int) -> int | None:
        """A unit behind 元 or 每, with a count, or alone in a column of units; the index after it."""
        token = self.tokens[index]
        start = index + 1 if token.kind == "per" else index
        bare = start == index
        if bare and token.kind not in {"number", "count"} and not (self.unit and token.kind == "thing"):
            return self._bare_thing(index)
        found = read_measure(self.tokens, start)
        if found is None:
            priced = token.text in _PER_ONE or (index and self.tokens[index - 1].kind == "currency")
            return self._unsayable(start) if token.kind == "per" and priced else None
        # "Token" alone says what is counted, not that the price is for a single one.
        if found.measure.many == 1 and found.measure.things in {("token",), ("character",)}:
            found = found._replace(measure=found.measure._replace(many=0))
        self.clause.measured(found)
        return found.after

    def _unsayable(self, start: int) -> int | None:
        found = unsayable_at(self.text, self.tokens, start)
        if found is None:
            return None
        self.clause.measured(Measured(found[0], (), found[1]))
        return found[1]

    def _bare_thing(self, index: int) -> int | None:
        token = self.tokens[index]
        if token.kind != "thing" or token.word is None or token.word.value not in {"token", "character"}:
            return None
        found = read_measure(self.tokens, index)
        if found is None:
            return None
        self.clause.measured(
            found._replace(measure=found.measure._replace(many=0 if token.word.many == 1 else found.measure.many))
        )
        return found.after


def kept_bracket(text: str, found: tuple[Token, ...], index: int) -> tuple[str, int] | None:
    """The words in the bracket at that token if they are not understood and can be kept; and the index after it."""
    close = brackets(text).get(index)
    if close is None or close == index + 1 or _is_deep(found, index, close):
        return None
    inside = text[found[index].end : found[close].start]
    if not read_words(inside).problem or not printable(inside):
        return None
    return " ".join(inside.split()), close + 1


def _is_deep(found: tuple[Token, ...], start: int, end: int) -> bool:
    """Whether so many brackets stand between the two tokens that nobody wrote them for a reader."""
    opened = (index for index in range(start + 1, end) if found[index].kind == "open")
    return next(islice(opened, _DEEP, None), None) is not None


def denies(token: Token) -> bool:
    """Whether the word turns what stands beside it into its opposite; a dash only says that nothing stands there."""
    return token.kind == "negation" or (token.kind == "none" and any(char.isalpha() for char in token.text))
