"""A cell of prices, a heading, and a cell that states conditions.

    cell    = clause { separator clause }
    clause  = [tier] { word } [price]          a word is a meter, a service, a condition; a price may stand free
    price   = [currency] number [currency] [per measure]  |  per measure number currency
    free    = 免费 | 限时免费                    alone, or before the prices that will apply

Words before a price belong to it; a tier holds until the next one; a meter before a tier holds for the tiers after it.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pricebook.phrases.lexicon import TASKS
from pricebook.phrases.measures import Measure, NotUnderstood, number, read_measure
from pricebook.phrases.tiers import Tier, has_tiers, read_tier
from pricebook.phrases.tokens import Token, tokens

Conditions = tuple[tuple[str, object], ...]


class Words(NamedTuple):
    """What words say of a price: of one heading, one row's conditions, or one clause. Nothing in it is assumed."""

    meters: tuple[str, ...] = ()
    service: str | None = None
    measure: Measure | None = None
    currency: str | None = None
    conditions: Conditions = ()
    subject: str | None = None
    """What a tier bounds, where a heading says it."""
    thousands: int = 1
    """What a bare bound is multiplied by, where a heading says 千 tokens."""


NOTHING = Words()
MAX_REMARK = 32
"""A remark in brackets, or a price that is struck through, has fewer tokens."""
MAX_AMOUNTS = 64
"""No cell of a price table holds more."""


class Amount(NamedTuple):
    """One price as a cell states it; None where the cell does not say."""

    value: Decimal
    start: int
    end: int
    words: Words
    free: bool = False
    promotion: str | None = None


class CellReading(NamedTuple):
    """What a cell says, or why it is not understood (then it has no amounts)."""

    amounts: tuple[Amount, ...]
    problem: str | None = None
    remarks: tuple[tuple[int, int, str], ...] = ()
    """Numbers that are no price of their own: `(start, end, reason)`; a former price, a discount already taken."""


@lru_cache(maxsize=8192)
def read_cell(text: str, heading: Words = NOTHING) -> CellReading:
    """The prices of a cell under that heading.

    >>> [(str(a.value), a.words.meters, a.words.measure.text) for a in read_cell("输入 4 元/百万 tokens，输出 16/百万 tokens").amounts]
    [('4', ('input',), '1000000 token'), ('16', ('output',), '1000000 token')]
    >>> read_cell("0.1 元起").problem
    "does not know the word '起'"
    >>> read_cell("-").amounts, read_cell("-").problem
    ((), None)
    """
    try:
        return _CellParser(text, heading).read()
    except NotUnderstood as problem:
        return CellReading((), problem.reason)


@lru_cache(maxsize=2048)
def read_words(text: str, subject: str | None = None, thousands: int = 1, *, unit_cell: bool = False) -> Words | str:
    """What a heading or a cell of conditions says, or the reason why it is not understood.

    A bare bound bounds `subject` and is multiplied by `thousands`; a bare 张 is a unit only in a `unit_cell`.

    >>> read_words("价格（元/秒）").measure, read_words("输入价格 （缓存命中）").meters, read_words("图生视频").conditions
    (Measure(count=1, things=('second',)), ('cache_read',), (('task', 'image-to-video'),))
    >>> read_words("节假日价格")
    "does not know the word '节'"
    """
    try:
        return _Clause(subject, thousands, unit_cell=unit_cell).read(tokens(text))
    except NotUnderstood as problem:
        return problem.reason


class _Clause:
    """Gathers words until a price ends them."""

    __slots__ = ("conditions", "currency", "joined", "measure", "meters", "service", "start", "subject", "thousands",
                 "tier_subject", "unit_cell")  # fmt: skip

    def __init__(self, tier_subject: str | None = None, thousands: int = 1, *, unit_cell: bool = False) -> None:
        self.tier_subject, self.thousands, self.unit_cell = tier_subject, thousands, unit_cell
        self.meters: tuple[str, ...] = ()
        self.service: str | None = None
        self.measure: Measure | None = None
        self.currency: str | None = None
        self.conditions: dict[str, object] = {}
        self.subject: str | None = None
        self.joined = False
        self.start: int | None = None

    @property
    def words(self) -> Words:
        """What was gathered."""
        return Words(self.meters, self.service, self.measure, self.currency, _ordered(self.conditions), self.subject)

    @property
    def says_nothing(self) -> bool:
        """No word of it needs a price."""
        return not (self.meters or self.service or self.conditions)

    def read(self, all_tokens: tuple[Token, ...]) -> Words:
        """A text without amounts, as a whole."""
        index = 0
        tiered = has_tiers(all_tokens)
        while index < len(all_tokens):
            token = all_tokens[index]
            if tiered and (tier := read_tier(all_tokens, index, self.thousands)):
                self.tier(tier[0])
                index = tier[1]
            elif measure := self._measure(all_tokens, index):
                index = measure
            elif token.kind == "currency":
                self._currency(token)
                index += 1
            elif self.take(token) or token.kind in {"break", "open", "close", "none"}:
                index += 1
            else:
                raise _unknown(token)
        return self.words

    def _measure(self, all_tokens: tuple[Token, ...], index: int) -> int | None:
        """A unit behind 元 or 每, with a count, or alone in a unit column; the index after it."""
        token = all_tokens[index]
        start = index + 1 if token.kind == "per" else index
        if start == index and token.kind not in {"number", "count"} and not (self.unit_cell and token.kind == "thing"):
            return index + 1 if token.kind == "thing" and token.text in {"token", "tokens"} else None
        found = read_measure(all_tokens, start)
        if found is None:
            return None
        if self.measure not in {None, found[0]}:
            message = "two units"
            raise NotUnderstood(message, token)
        if found[0].count > 1 or found[0].things[0] not in {"token", "character"}:
            self.measure = found[0]
        return found[1]

    def _currency(self, token: Token) -> None:
        """元 and its like."""
        value = str(token.word.value if token.word else "")
        if self.currency not in {None, value}:
            message = "two currencies"
            raise NotUnderstood(message, token)
        self.currency = value

    def take(self, token: Token) -> bool:
        """Adds the token's meaning; False if it has none here."""
        word = token.word
        if token.kind == "join" or token.text == "/":
            self.joined = True
            return True
        if token.kind == "size":
            self._condition("resolution", _size(token.text), token)
        elif word is None:
            return False
        elif word.kind == "meter":
            self._meter(str(word.value), token)
        elif word.kind in {"condition", "method"} and word.condition:
            self._condition(*word.condition, token)
            if word.kind == "method":
                self._service("training", "training", token)
        elif word.kind == "service":
            service, meter = word.value if isinstance(word.value, tuple) else ("", "")
            self._service(service, meter, token)
        elif word.kind == "subject":
            self.subject = str(word.value)
        elif word.kind != "noise":
            return False
        self.joined = False
        if self.start is None:
            self.start = token.start
        return True

    def _meter(self, meter: str, token: Token) -> None:
        """Adds a meter: 输入 with 缓存命中 is cached input, 输入/输出 is both, anything else is a contradiction."""
        have = self.meters
        if not have:
            self.meters = (meter,)
        elif meter in have:
            return
        elif {*have, meter} in _ONE_METER:
            self.meters = tuple({*have, meter} - {"input"})
        elif self.joined:
            self.meters = (*have, meter)
        else:
            message = f"two meters for one price: {' and '.join((*have, meter))}"
            raise NotUnderstood(message, token)

    def _condition(self, name: str, value: object, token: Token) -> None:
        """Adds a condition; a second task makes a list if the two are joined."""
        have = self.conditions.get(name)
        if have is not None and have != value:
            if not self.joined or name != "task":
                message = f"two values of {name} for one price"
                raise NotUnderstood(message, token)
            both = (*have, value) if isinstance(have, tuple) else (have, value)
            value = tuple(sorted(both, key=lambda task: TASKS.index(str(task))))
        self.conditions[name] = value

    def tier(self, tier: Tier) -> None:
        """Adds a bound; its subject may come from the heading."""
        subject = tier.subject or self.tier_subject
        if subject is None:
            message = "cannot tell what the bounds bound"
            raise NotUnderstood(message)
        self.conditions[subject] = tuple(sorted(tier.bounds.items()))

    def _service(self, service: str, meter: str, token: Token) -> None:
        if self.service not in {None, service}:
            message = f"two services for one price: {self.service} and {service}"
            raise NotUnderstood(message, token)
        self.service = service
        self.meters = self.meters or (meter,)


_ONE_METER = ({"input", "cache_read"}, {"input", "uncached"}, {"input", "cache_write"})


def _ordered(conditions: Mapping[str, object]) -> Conditions:
    return tuple(sorted(conditions.items())) if conditions else ()


class _CellParser:
    def __init__(self, text: str, heading: Words) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.heading = heading
        self.amounts: list[Amount] = []
        self.remarks: list[tuple[int, int, str]] = []
        self.clause = _Clause()
        self.tiered = has_tiers(self.tokens)
        self.bounds: Conditions = ()
        self.lead = NOTHING
        self.promotion: str | None = None
        self.former: Token | None = None
        self.free: Token | None = None

    def read(self) -> CellReading:
        """All of the cell, or NotUnderstood."""
        index = 0
        if all(token.kind in {"none", "break", "per"} for token in self.tokens):
            return CellReading(())
        while index < len(self.tokens):
            index = self._step(index)
        if self.free is not None and not self.amounts:
            self._emit_free()
        self._nothing_dangles()
        return CellReading(tuple(self._checked()), None, tuple(self.remarks))

    def _step(self, index: int) -> int:
        token = self.tokens[index]
        if token.kind == "open" and (after := self._remark(index)):
            return after
        if token.kind in {"break", "open", "close"}:
            return index + 1
        if self.tiered and (tier := read_tier(self.tokens, index, self.heading.thousands)):
            return self._tier(*tier)
        if token.kind == "strike":
            return self._struck(index)
        if price := self._price(index):
            return price
        if token.kind == "free":
            self._free(token)
        elif token.kind == "former":
            self.former = token
        elif token.kind == "now":
            self.former = None
        elif token.kind == "discount":
            self._discount(token, index)
        elif not self.clause.take(token):
            raise _unknown(token)
        return index + 1

    def _tier(self, tier: Tier, after: int) -> int:
        """A tier opens a new clause; words that stood alone before it hold for the tiers that follow."""
        further = self.clause.joined and self.clause.says_nothing
        if not self.clause.says_nothing:
            self.lead = self.clause.words
        self.clause = _Clause(self.heading.subject or "context_tokens")
        self.clause.tier(tier)
        self.bounds = _ordered({**(dict(self.bounds) if further else {}), **self.clause.conditions})
        self.clause = _Clause()
        return after

    def _price(self, index: int) -> int | None:
        """A price at that token: adds it and returns the index after it."""
        start = index
        measure: Measure | None = None
        currency: str | None = None
        if self.tokens[index].kind == "per" and self.tokens[index].text != "/":
            found = read_measure(self.tokens, index + 1)
            if found is None:
                return None
            measure, index = found
        if self._kind(index) == "currency":
            currency, index = self._currency(index), index + 1
        if self._kind(index) != "number":
            return None
        value = number(self.tokens[index], self._at(index + 1))
        end, index = self.tokens[index].end, index + 1
        if self._kind(index) == "count" and self._kind(index + 1) == "currency":
            word = self.tokens[index].word
            value, end, index = value * int(str(word.value if word else 1)), self.tokens[index].end, index + 1
        if self._kind(index) == "currency" and (currency is None or currency == self._currency(index)):
            if currency is None or self.tokens[index].text == "元":
                currency, end, index = self._currency(index), self.tokens[index].end, index + 1
        if measure is None and self._kind(index) == "per":
            found = read_measure(self.tokens, index + 1)
            if found is None:
                raise _unknown(self._at(index + 1) or self.tokens[index])
            measure, index = found
            end = self.tokens[index - 1].end
        if measure is None and currency is None:
            self._stands_alone(index)
        self._emit(value, start, end, measure, currency)
        return index

    def _stands_alone(self, index: int) -> None:
        """A bare number is a price only if nothing follows it that would make it something else."""
        following = self._at(index)
        if following is not None and following.kind not in {"break", "open", "close", "strike"}:
            raise _unknown(following)
        if following is not None and following.text == "," and following.start == self.tokens[index - 1].end:
            message = "a comma that divides neither thousands nor clauses"
            raise NotUnderstood(message, following)

    def _emit(self, value: Decimal, first: int, end: int, measure: Measure | None, currency: str | None) -> None:
        if self.former is not None:
            self.remarks.append((self.tokens[first].start, end, "a former or list price"))
            self.former = None
            return
        self._add(value, self.tokens[first].start, end, measure, currency, free=False)

    def _add(
        self, value: Decimal, start: int, end: int, measure: Measure | None, currency: str | None, *, free: bool
    ) -> None:
        """An amount with the clause's words, the tier it stands under and the words that lead the tiers."""
        clause, lead = self.clause, self.lead
        conditions = clause.conditions
        if lead.conditions or self.bounds:
            conditions = {**dict(lead.conditions), **dict(self.bounds), **conditions}
        words = Words(
            clause.meters or lead.meters, clause.service or lead.service, measure, currency, _ordered(conditions)
        )
        start = start if clause.start is None else clause.start
        self.amounts.append(Amount(value, start, end, words, free, self.promotion))
        self.clause = _Clause()

    def _free(self, token: Token) -> None:
        """Free: of the meter whose word stands before it, else of the whole cell."""
        self.promotion = str(token.word.value) if token.word and token.word.value else None
        if self.clause.meters or self.bounds:
            self._add(Decimal(0), token.start, token.end, None, None, free=True)
            self.promotion = None
        else:
            self.free = token

    def _emit_free(self) -> None:
        if self.free is not None:
            self._add(Decimal(0), self.free.start, self.free.end, None, None, free=True)

    def _struck(self, index: int) -> int:
        """`~~4.20~~`: a list price, no longer asked."""
        close = self._next("strike", index)
        if close is None or close == index + 1:
            raise _unknown(self.tokens[index])
        self.remarks.append((self.tokens[index].start, self.tokens[close].end, "struck through"))
        return close + 1

    def _remark(self, index: int) -> int | None:
        """A bracket that speaks of a discount or an approximate amount; returns the index after it."""
        close = self._next("close", index)
        if close is None:
            return None
        inside = self.tokens[index + 1 : close]
        if any(token.kind == "discount" for token in inside) and all(token.kind in _DISCOUNTS for token in inside):
            reason = "a discount that the printed price already has"
        elif any(token.text in {"%", "↓"} for token in inside) and all(token.text in "↓↑%-" or token.kind == "number" for token in inside):
            reason = "a change in percent"
        elif inside and inside[0].kind == "former" and all(token.kind in _FORMER for token in inside):
            reason = "a former or list price"
        else:
            return None
        if not self.amounts:
            message = "only a discount stands here, not the price"
            raise NotUnderstood(message, self.tokens[index])
        self.remarks.append((self.tokens[index].start, self.tokens[close].end, reason))
        return close + 1

    def _discount(self, token: Token, index: int) -> None:
        """限时 before a price is its promotion; `折` needs the number before it, which is no price."""
        if token.text == "折" or not token.text.startswith("限时"):
            raise _unknown(token)
        self.promotion = token.text
        del index

    def _nothing_dangles(self) -> None:
        if self.former is not None and not self.amounts:
            message = "only a former or list price stands here"
            raise NotUnderstood(message, self.former)
        if self.remarks and not self.amounts:
            message = "only a former or list price stands here"
            raise NotUnderstood(message)
        if not self.clause.says_nothing:
            message = "words without a price of their own"
            raise NotUnderstood(message)

    def _checked(self) -> Iterator[Amount]:
        """The amounts, if no two of them can be the same price; one that says less than another can."""
        if len(self.amounts) > MAX_AMOUNTS:
            message = f"more than {MAX_AMOUNTS} amounts in one cell"
            raise NotUnderstood(message)
        seen: dict[tuple[object, ...], list[Words]] = {}
        for amount in self.amounts:
            words = amount.words
            twins = seen.setdefault((words.meters, words.service, words.conditions), [])
            if any(_may_agree(words, twin) for twin in twins):
                message = "two amounts for one price"
                raise NotUnderstood(message)
            twins.append(words)
            yield amount

    def _next(self, kind: str, index: int) -> int | None:
        """The next token of that kind, if it stands near."""
        near = range(index + 1, min(index + MAX_REMARK, len(self.tokens)))
        return next((n for n in near if self.tokens[n].kind == kind), None)

    def _currency(self, index: int) -> str:
        word = self.tokens[index].word
        return str(word.value if word else "")

    def _kind(self, index: int) -> str:
        return self.tokens[index].kind if index < len(self.tokens) else ""

    def _at(self, index: int) -> Token | None:
        return self.tokens[index] if index < len(self.tokens) else None


_DISCOUNTS = {"discount", "number", "condition"}
_FORMER = {"former", "number", "currency", "per", "thing", "count", "break"}


def _may_agree(one: Words, other: Words) -> bool:
    """Whether the two could be paid in the same currency for the same measure."""
    return (None in {one.currency, other.currency} or one.currency == other.currency) and (
        None in {one.measure, other.measure} or one.measure == other.measure
    )


def _unknown(token: Token) -> NotUnderstood:
    text = token.text if len(token.text) <= 20 else f"{token.text[:17]}..."
    return NotUnderstood(f"does not know the word {text!r}", token)


def _size(text: str) -> str:
    return text.replace(" ", "").replace("×", "x").replace("*", "x")
