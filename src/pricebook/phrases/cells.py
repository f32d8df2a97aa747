"""A cell of prices: from its words to atoms (facts, tiers, prices), and from these to prices that carry every fact.

    cell    = piece { separator piece }             a separator is a comma, a semicolon, a line break
    piece   = { tier | words | label ":" | price }
    price   = [currency] number [currency] [per measure]  |  per measure number currency  |  free

What is no word of the vocabulary leaves the cell unread, but for a label before a colon, which is kept as printed.
"""

import re
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile

from pricebook.phrases.assigning import assign
from pricebook.phrases.atoms import Amount, Atom, CellReading, Mark, Wording
from pricebook.phrases.clauses import Clause, unknown
from pricebook.phrases.gathering import ENDING
from pricebook.phrases.lengths import duration_at
from pricebook.phrases.measures import NotUnderstood
from pricebook.phrases.places import place_at
from pricebook.phrases.prices import price_at
from pricebook.phrases.remarks import SAME, free_before, only_quota, read_remark, same_as, says_another
from pricebook.phrases.restating import another_unit, restated
from pricebook.phrases.rules import Discounted, discounted_at, read_rule
from pricebook.phrases.says import AS_PRINTED, NOTHING, Says, both, condition
from pricebook.phrases.settling import refuse_denial, refuse_shared_list, with_facts
from pricebook.phrases.tiers import has_tiers, read_tier
from pricebook.phrases.tokens import Token, alternatives, fold, lists_media, lists_sizes, tokens
from pricebook.phrases.words import denies, kept_bracket, printable, read_words
from pricebook.vocabulary import MEANS, POINTERS

_OF_MONEY = {"currency", "discount", "per"}
_POINTER = re.compile(alternatives(POINTERS.split("|")))
_SENTENCE = re.compile(r"[。，\n]")
_OF_AMOUNTS = {"number", "currency", "discount", "changing", "former", "compare", "date", "strike", "hidden"}
"""Kinds of words that say more of an amount than what is billed besides it."""
_LINES = {"\n", ";", "。"}
_ALONE = {"", "break", "open", "close", "meter", "condition", "strike"}
_ABLE = re.compile("(?:yes|no|supported)", re.IGNORECASE)
"""A cell that says what a model can do and nothing of a price."""
_CENTS = re.compile(r"[0-9]\^[0-9]{2,4}\^")
_MARKUP = {"open", "close", "strike"}
_PRICES = {"number", "currency", "per", "ttl"}
"""What a price, or a length of time, may begin with."""
_WORDS = {"unknown", "restricting"}
_ENDS = {"break", "number", "currency"}
_QUIET = {"noise", "heading"}
_STOPS = {".", "\n", "。"}
_STATING = {"meter", "condition", "method", "service", "subject", "size", "place", "count", "ttl"}
"""Kinds of words that say what the vocabulary has a name for."""
_SIDES = 3
"""A word and its two neighbours."""
_OF_LENGTH = {":", "时长", "的", "x", "×"}
_MEANS = frozenset(MEANS.split("|"))


@lru_cache(maxsize=8192)
def read_cell(text: str, heading: Says = NOTHING) -> CellReading:
    """The prices of a cell under that heading, each with all that the cell says of it.

    >>> cell = read_cell("输入 4 元/百万 tokens，输出 16/百万 tokens")
    >>> [(str(amount.value), amount.says.meters, amount.says.measure.text) for amount in cell.amounts]
    [('4', ('input',), '1000000 token'), ('16', ('output',), '1000000 token')]
    >>> [(str(a.value), a.says.meters) for a in read_cell("$0.75 (cached), $3.75").amounts]
    [('0.75', ('cache_read',)), ('3.75', ())]
    >>> read_cell("0.1 元起").problem
    "does not know the word '起'"
    >>> read_cell("-").amounts, read_cell("-").problem
    ((), None)
    """
    if _not_offered(text):
        return CellReading(())
    if only_quota(text):
        return CellReading((), None, ((0, len(text), "how much is free, and no price"),))
    try:
        parser = _Parser(text, heading)
        reading = assign(*parser.atoms(), heading)
        if parser.listed:
            refuse_shared_list(reading.amounts)
        for says in parser.denied:
            refuse_denial(says, reading.amounts)
        return reading._replace(others=tuple(with_facts(parser.others, reading.amounts)))
    except NotUnderstood as problem:
        return CellReading((), problem.reason)


def _not_offered(text: str) -> bool:
    """Whether it says that no price stands here: there is none, or another table has it; and tells of no money."""
    if _ABLE.fullmatch(text.strip()):
        return True
    if not {token.kind for token in tokens(text)} & _OF_MONEY and _POINTER.search(fold(text)):
        return True
    first, *rest = _SENTENCE.split(text.strip(), maxsplit=1)
    found = tokens(first)
    if not rest:
        return _is_denied(found)
    if not all(denies(token) or ENDING.fullmatch(token.text.removeprefix("已")) for token in found):
        return False
    return bool(found) and not {token.kind for token in tokens(rest[0])} & _OF_MONEY


def _is_denied(found: tuple[Token, ...]) -> bool:
    """Whether the words say that there is none, and in brackets of what: `Not available (4k output)`."""
    if not found or not denies(found[0]) or {token.kind for token in found} & (_OF_AMOUNTS | {"free", "per"}):
        return False
    return found[1:2] != () and found[1].kind == "open" and found[-1].kind == "close"


class _Parser:
    """One pass over the tokens of a cell."""

    def __init__(self, text: str, heading: Says) -> None:
        self.text, self.heading = text, heading
        self.tokens = tokens(text)
        self.tiered = has_tiers(self.tokens)
        self.numbered = any(token.kind == "number" for token in self.tokens)
        self.found: list[Atom] = []
        self.remarks: list[tuple[int, int, str]] = []
        self.others: list[Amount] = []
        """Amounts beside a price in another unit, which may be the same once more."""
        self.clause = Clause(text=self.text)
        self.depth = 0
        self.behind = False
        """Whether this bracket stands right behind a price."""
        self.priced = False
        self.former = False
        self.denied: list[Says] = []
        """What brackets behind prices say that is not offered."""
        self.listed = False
        """Whether a bracket lists kinds of tokens with commas."""
        self.defined = False
        """Whether the cell says what its bounds bound, and no bound has followed yet."""
        self.behind_prices: list[Token] = []
        """The brackets kept as printed that stand right behind a price."""

    def atoms(self) -> tuple[list[Atom], list[tuple[int, int, str]]]:
        """The atoms in order, and the numbers that are no prices; raises NotUnderstood."""
        if [token.kind for token in self.tokens] in ([], ["open", "number", "close"]) and self.text.strip():
            message = "only a reference to a note stands here, no price"
            raise NotUnderstood(message)
        if hidden := next((token for token in self.tokens if token.kind == "hidden"), None):
            raise unknown(hidden)
        if _CENTS.search(self.text):
            message = "cannot tell whether what is raised behind the number is a mark or a part of it"
            raise NotUnderstood(message)
        index = self._quota()
        while index < len(self.tokens):
            index = self._step(index)
        self._flush()
        if self.depth:
            message = "a bracket is not closed"
            raise NotUnderstood(message)
        if self.former:
            message = "only a former or list price stands here"
            raise NotUnderstood(message)
        prices = sum(type(atom) is Amount for atom in self.found)
        if self.behind_prices and not 1 < prices == len(self.behind_prices):
            raise unknown(self.tokens[self.tokens.index(self.behind_prices[0]) + 1])
        if self.defined:
            message = "it says what a number of tokens bounds, and bounds nothing"
            raise NotUnderstood(message)
        return self.found, self.remarks

    def _quota(self) -> int:
        """The index after what is free before the price begins, or which other is the same: no part of the price."""
        end = free_before(self.text)
        if end:
            self.remarks.append((0, end, "what is free before the price begins"))
        elif end := same_as(self.text):
            self.remarks.append((0, end, "it says that another price is the same"))
        return sum(token.start < end for token in self.tokens)

    def _step(self, index: int) -> int:
        token = self.tokens[index]
        kind = token.kind
        if after := self._rule(index) or self._once_more(index) or self._purpose(index):
            return after
        if self.tiered and (tier := read_tier(self.tokens, index, self.heading.thousands)):
            return self._tier(index, *tier)
        if kind in _PRICES:
            return self._nothing(token, index) or self._lasting(index) or self._price(index) or self._word(token, index)
        if kind == "break":
            return self._break(token, index)
        if kind in _MARKUP:
            return self._bracket(token, index)
        return (
            self._besides(token, index)
            or self._nothing(token, index)
            or self._definition(index)
            or self._word(token, index)
        )

    def _besides(self, token: Token, index: int) -> int | None:
        """`+ tokens at model rates` behind a price: what is billed besides, without an amount; the index after it."""
        if token.text != "+" or not self.priced or self.depth or self.clause.start is not None:
            return None
        after = index + 1
        while after < len(self.tokens) and self.tokens[after].text not in _LINES:
            after += 1
        words = self.tokens[index + 1 : after]
        if not words or {each.kind for each in words} & _OF_AMOUNTS or words[-1].text == "…":
            return None
        self._printed(self.text[token.start : self.tokens[after - 1].end], token.start, self.tokens[after - 1].end)
        return after

    def _rule(self, index: int) -> int | None:
        """A line of the cell that is a rule alone, below a price; the index after it."""
        if self.tokens[index - 1].text != "\n" or not self.priced_above:
            return None
        after = index
        while after < len(self.tokens) and self.tokens[after].text != "\n":
            after += 1
        start, end = self.tokens[index].start, self.tokens[after - 1].end
        rule = read_rule(self.text[start:end])
        if rule is None:
            return None
        self.found.append(self._fact(Says(rules=(rule,)), start, end))
        return after

    def _once_more(self, index: int) -> int | None:
        """An amount in another unit behind a price: said to be equal, after `or`, in a bracket; the index after it."""
        last = self.found[-1] if self.found else None
        if (
            self.tokens[index].kind == "equal"
            and self.priced_above
            and (after := restated(self.text, self.tokens, index))
        ):
            self._flush()
            end = self.tokens[after - 1].end
            self.remarks.append((self.tokens[index].start, end, "the same price in another unit or currency"))
            return after
        if not isinstance(last, Amount) or last.free or last.says.measure or self.clause.start is not None:
            return None
        found = another_unit(self.text, self.tokens, index, self.heading.measure)
        if found is None:
            return None
        self.others.append(Amount(found.printed.value, found.start, found.end, found.printed.says))
        return found.after

    def _purpose(self, index: int) -> int | None:
        """`for image-based answers` behind a price with its unit, up to the line's end, is printed; the index after."""
        last = self.found[-1] if self.found else None
        if self.tokens[index].text != "for" or self.depth or self.clause.start is not None:
            return None
        if not isinstance(last, Amount) or not last.says.measure:
            return None
        after = index + 1
        while after < len(self.tokens) and self._kind(after) != "break":
            after += 1
        words = self.tokens[index + 1 : after]
        ends = all(token.text in _STOPS for token in self.tokens[after : after + 1])
        if not words or not ends or {token.kind for token in words} & _STATING:
            return None
        start, end = words[0].start, words[-1].end
        purpose = self.text[start:end].rstrip(".")
        if not read_words(purpose).problem or not printable(purpose):
            return None
        self._printed(purpose, start, end)
        return after

    @property
    def priced_above(self) -> bool:
        """Whether a price stands on the lines before."""
        return any(type(atom) is Amount for atom in self.found)

    def _bracket(self, token: Token, index: int) -> int:
        self._flush()
        if token.kind != "close" and (remark := read_remark(self.tokens, index)):
            if remark[2] == SAME:
                self._compare(index)
            return self._remark(*remark)
        if token.kind == "strike":
            raise unknown(token)
        if after := self._refused(index):
            return after
        behind = bool(self.found) and isinstance(self.found[-1], Amount)
        kept = kept_bracket(self.text, self.tokens, index) if token.kind == "open" else None
        if kept and (behind or not self.priced):
            words, after = kept
            if self.priced:
                self.behind_prices.append(token)
            self.behind = behind and not self.depth
            self._printed(words, token.start, self.tokens[after - 1].end, bracket=self.priced)
            return after
        if not self.depth:
            self.behind = behind
        self.depth += 1 if token.kind == "open" else -1
        if self.depth < 0:
            message = "a bracket is not opened"
            raise NotUnderstood(message)
        return index + 1

    def _refused(self, index: int) -> int | None:
        """`(4k output not supported)` behind a price: a condition under which none is offered; the index after it."""
        close = next((n for n in range(index, len(self.tokens)) if self.tokens[n].kind == "close"), 0)
        if self.tokens[index].kind != "open" or self.depth or not self.priced_above or close < index + 3:
            return None
        *words, denial = self.tokens[index + 1 : close]
        if not denies(denial) or denial.kind != "none" or not {word.kind for word in words} <= {"size", "meter"}:
            return None
        clause = Clause(text=self.text)
        if not all(map(clause.take, words)) or not clause.says.conditions:
            return None
        self.denied.append(clause.says)
        self.remarks.append((self.tokens[index].start, self.tokens[close].end, "what is not offered"))
        return close + 1

    def _compare(self, index: int) -> None:
        """A bracket that says the price before it once more must say the same, where that can be told."""
        before = next((atom for atom in reversed(self.found) if isinstance(atom, Amount)), None)
        if before is None:
            return
        measure, currency = before.says.measure or self.heading.measure, before.says.currency or self.heading.currency
        printed = Says(measure=measure, currency=currency)
        if says_another(self.text, self.tokens, index, before.value, printed):
            message = "the bracket behind the price says that it is the same as another one"
            raise NotUnderstood(message)

    def _break(self, token: Token, index: int) -> int:
        listed = lists_media(self.tokens, index)
        if listed or lists_sizes(self.tokens, index):
            self.clause.joined, self.listed = True, self.listed or listed
            return index + 1
        self._flush()
        if token.text == ":":
            self.found.append(Mark.COLON)
        elif not self.depth:
            self.found.append(Mark.LINE if token.text in _LINES else Mark.BREAK)
            self.priced = False
        return index + 1

    def _nothing(self, token: Token, index: int) -> int | None:
        """`-` and `/` that stand for no price: they use up the words before them."""
        if token.kind not in {"none", "pending"} and token.text != "/":
            return None
        if self.depth and (denies(token) or token.kind == "pending"):
            raise unknown(token)
        before = self.tokens[index - 1] if index else None
        if self._kind(index + 1) not in {"", "break", "close"} or (before and before.kind not in _ALONE):
            return None
        if token.text == "/" and before and before.kind in {"meter", "condition"}:
            return None
        if denies(token) and self.numbered and not self._is_named(index):
            raise unknown(token)
        self._flush()
        self.found.append(Mark.NOTHING)
        return index + 1

    def _is_named(self, index: int) -> bool:
        """Whether a word before it says what a denial is of, as in 输出：不计费; beside prices it could be of any."""
        before = index - 2 if self._text(index - 1) == ":" else index - 1
        return before >= 0 and self.tokens[before].kind != "break"

    def _lasting(self, index: int) -> int | None:
        """`5s` before a colon, in a bracket of its own, or beside the words of a length: how long the clip is.

        Or how long a cache keeps what is written: `1h cache write:`.
        """
        found = duration_at(self.text, self.tokens, index)
        if found is None:
            return None
        of_length = self._kind(found.after) == "close" or self._text(found.after) in _OF_LENGTH
        if not of_length and not self._labels_writing(found.after):
            return None
        self.clause.start = self.tokens[index].start if self.clause.start is None else self.clause.start
        self.clause.lasting(found.name, found.many, found.thing)
        return found.after + (self._text(found.after) == "的")

    def _labels_writing(self, index: int) -> bool:
        """Whether the words up to a colon say that a cache is written, and nothing else that is not understood."""
        words = [*takewhile(lambda token: token.kind in {"meter", "condition"}, self.tokens[index:])]
        written = any(word.word is not None and word.word.value == "cache_write" for word in words)
        return written and self._text(index + len(words)) == ":"

    def _definition(self, index: int) -> int | None:
        """`Tokens为单次请求的输入token数`: what a bound on tokens bounds from there on; the index after it."""
        if self._text(index + 1) not in _MEANS or self._kind(index + 2) != "subject" or not self._is_token(index):
            return None
        self._flush()
        word = self.tokens[index + 2].word
        self.heading = both(Says(subject=str(word.value if word else "")), self.heading)
        if self.heading.problem:
            raise NotUnderstood(self.heading.problem)
        self.defined = True
        return index + 3

    def _is_token(self, index: int) -> bool:
        word = self.tokens[index].word
        return word is not None and word.kind == "thing" and word.value == "token"

    def _word(self, token: Token, index: int) -> int:
        if token.kind == "free":
            self._free(token)
        elif found := discounted_at(self.text, self.tokens, index):
            return self._discounted(found, token.start)
        elif token.kind == "former":
            self.former = True
        elif token.kind == "now":
            self.former = False
        elif place := place_at(self.text, self.tokens, index):
            self._flush()
            self.found.append(self._fact(condition("region", place.text), token.start, place.end))
            return place.after
        elif after := self._label(index) if token.kind in _WORDS else self._denied(index):
            return after
        elif not self.clause.take(token):
            raise unknown(token)
        return index + 1

    def _label(self, index: int) -> int | None:
        """Words that are not known are kept as printed before a colon; those that can only restrict, anywhere."""
        after = self._run(index)
        behind = index
        while behind < len(self.tokens) and self._kind(behind) not in _ENDS:
            behind += 1
        known = all(token.kind == "restricting" for token in self.tokens[index:after])
        next_one = self._text(after) == ":" and self.priced and not self.depth
        if not known and (self._text(behind) != ":" or self.priced) and not next_one:
            return None
        if next_one:
            self._flush()
            self.found.append(Mark.BREAK)
            self.priced = False
        start, end = self.tokens[index].start, self.tokens[after - 1].end
        self._printed(self.text[start:end], start, end)
        return after

    def _run(self, index: int) -> int:
        """The index after the words that are not known, with those between them that say nothing: I 型模型单元."""
        after = at = index
        while self._kind(at) in _WORDS or self._inside(at) or (at > index and self._kind(at) in _QUIET):
            at += 1
            after = after if self._kind(at - 1) == "noise" else at
        return after

    def _inside(self, index: int) -> bool:
        """Whether a known word is the middle of one that is not known: the 提示词 of 关闭提示词改写."""
        sides = self.tokens[index - 1 : index + 2] if index else ()
        if len(sides) < _SIDES or self.tokens[index].kind != "meter" or self.tokens[index].text.isascii():
            return False
        before, word, behind = sides
        glued = before.end == word.start and word.end == behind.start
        return glued and before.kind == behind.kind == "unknown"

    def _denied(self, index: int) -> int | None:
        """A label that says what is not meant is kept as printed, whatever its other words are."""
        if self._kind(index) != "negation":
            return None
        after = index
        while after < len(self.tokens) and self._kind(after) not in _ENDS:
            after += 1
        if self._text(after) != ":" or self.priced or self.clause.start is not None:
            return None
        start, end = self.tokens[index].start, self.tokens[after - 1].end
        self._printed(self.text[start:end], start, end)
        return after

    def _printed(self, words: str, start: int, end: int, *, bracket: bool = False) -> None:
        self._flush()
        fact = self._fact(condition(AS_PRINTED, (" ".join(words.split()),)), start, end)
        self.found.append(fact._replace(bracket=fact.bracket or bracket))

    def _remark(self, start: int, end: int, reason: str, after: int) -> int:
        """A discount or a former price: one in brackets must stand behind the price that it is about."""
        if self.tokens[after - 1].kind == "close" and not any(isinstance(atom, Amount) for atom in self.found):
            message = "only a discount stands here, not the price"
            raise NotUnderstood(message)
        if rule := read_rule(self.text[start:end]):
            self.found.append(self._fact(Says(rules=(rule,)), start, end))
        self.remarks.append((start, end, reason))
        return after

    def _tier(self, index: int, tier: object, after: int) -> int:
        self._flush()
        self.defined = False
        opened = Clause(self.heading.subject)
        opened.tier(tier)  # type: ignore[arg-type]
        start, end = self.tokens[index].start, self.tokens[after - 1].end
        self.found.append(self._fact(opened.says, start, end, tier=True))
        return after

    def _fact(self, says: Says, start: int, end: int, *, tier: bool = False) -> Wording:
        return Wording(says, start, end, tier=tier, bracket=self.depth > 0 and self.behind)

    def _flush(self) -> None:
        """What was gathered becomes a fact, also words that say no more than that a price follows."""
        clause = self.clause
        if clause.start is not None:
            self.found.append(self._fact(clause.says, clause.start, clause.start))
            self.clause = Clause(text=self.text)
        elif clause.joined:
            self.clause = Clause(text=self.text)

    def _price(self, index: int) -> int | None:
        """A price at that token: adds it and returns the index after it."""
        found = price_at(self.text, self.tokens, index)
        if found is None:
            return None
        start, end = self.tokens[index].start, self.tokens[found.after - 1].end
        if self.former:
            self.remarks.append((start, end, "a former or list price"))
            self.former, self.clause = False, Clause()
        else:
            self._flush()
            self.found.append(Amount(found.value, start, end, found.says))
            self.priced = True
        return found.after

    def _discounted(self, found: Discounted, start: int) -> int:
        """A former price with the discount on it; the words of the discount are its promotion."""
        self._flush()
        says = found.printed.says._replace(promotion=found.label)
        end = self.tokens[found.after - 1].end
        self.found.append(Amount(found.printed.value, start, end, says, multiplier=found.multiplier))
        self.priced = True
        return found.after

    def _free(self, token: Token) -> None:
        """Free: of the meter whose word stands before it, else of the whole cell."""
        label = str(token.word.value) if token.word and token.word.value else None
        start = token.start
        self._flush()
        self.found.append(Amount(Decimal(0), start, token.end, Says(promotion=label), free=True))
        self.priced = True

    def _kind(self, index: int) -> str:
        return self.tokens[index].kind if index < len(self.tokens) else ""

    def _text(self, index: int) -> str:
        return self.tokens[index].text if index < len(self.tokens) else ""
