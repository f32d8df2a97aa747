"""A cell of prices.

    cell    = clause { separator clause }
    clause  = [tier] { word } [price]          a word is a meter, a service, a condition; a price may stand free
    price   = [currency] number [currency] [per measure]  |  per measure number currency
    free    = 免费 | 限时免费                    alone, or before the prices that will apply

Words before a price belong to it; a tier holds until the next one; words before a tier hold for the tiers after it.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pricebook.phrases.measures import Measure, NotUnderstood, number, read_measure
from pricebook.phrases.remarks import read_remark
from pricebook.phrases.tiers import Tier, has_tiers, read_tier
from pricebook.phrases.tokens import Token, tokens
from pricebook.phrases.words import NOTHING, Clause, Conditions, Words, ordered, unknown

MAX_AMOUNTS = 64
"""No cell of a price table holds more."""


class Amount(NamedTuple):
    """One price as a cell states it; what the cell does not say is None."""

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

    >>> cell = read_cell("输入 4 元/百万 tokens，输出 16/百万 tokens")
    >>> [(str(amount.value), amount.words.meters, amount.words.measure.text) for amount in cell.amounts]
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


class _CellParser:
    def __init__(self, text: str, heading: Words) -> None:
        self.tokens = tokens(text)
        self.heading = heading
        self.tiered = has_tiers(self.tokens)
        self.amounts: list[Amount] = []
        self.remarks: list[tuple[int, int, str]] = []
        self.clause = Clause()
        self.bounds: Conditions = ()
        self.lead = NOTHING
        self.promotion: str | None = None
        self.waiting = False
        self.former: Token | None = None
        self.free: Token | None = None

    def read(self) -> CellReading:
        """All of the cell, or NotUnderstood."""
        if all(token.kind in {"none", "break", "per"} for token in self.tokens):
            return CellReading(())
        index = 0
        while index < len(self.tokens):
            index = self._step(index)
        if self.free is not None:
            self._whole_cell_free(self.free)
        self._nothing_dangles()
        return CellReading(tuple(self._distinct()), None, tuple(self.remarks))

    def _step(self, index: int) -> int:
        token = self.tokens[index]
        if token.kind in {"open", "strike"} and (remark := read_remark(self.tokens, index)):
            return self._remark(*remark)
        if token.kind in {"break", "open", "close"}:
            return index + 1
        if self.tiered and (tier := read_tier(self.tokens, index, self.heading.thousands)):
            return self._tier(*tier)
        return self._price(index) or self._word(token, index)

    def _word(self, token: Token, index: int) -> int:
        if token.kind == "free":
            self._free(token)
        elif token.kind == "former":
            self.former = token
        elif token.kind == "now":
            self.former = None
        elif token.kind == "promotion":
            self.promotion, self.waiting = token.text, True
        elif not self.clause.take(token):
            raise unknown(token)
        return index + 1

    def _remark(self, start: int, end: int, reason: str, after: int) -> int:
        """A discount or a former price: one in brackets must stand behind the price that it is about."""
        if self.tokens[after - 1].kind == "close" and not self.amounts:
            message = "only a discount stands here, not the price"
            raise NotUnderstood(message)
        self.remarks.append((start, end, reason))
        return after

    def _tier(self, tier: Tier, after: int) -> int:
        """A tier opens a new clause; words that stood alone before it hold for the tiers that follow."""
        further = self.clause.joined and self.clause.says_nothing
        if not self.clause.says_nothing:
            self.lead = self.clause.words
        opened = Clause(self.heading.subject)
        opened.tier(tier)
        self.bounds = ordered({**(dict(self.bounds) if further else {}), **opened.conditions})
        self.clause = Clause()
        return after

    def _price(self, index: int) -> int | None:
        """A price at that token: adds it and returns the index after it."""
        first = index
        measure, index = self._measure(index, "每")
        currency, index = self._currency(index, None)
        if self._kind(index) != "number":
            return None
        value = number(self.tokens[index], self._at(index + 1))
        index += 1
        if self._kind(index) == "count" and self._kind(index + 1) == "currency":
            value, index = value * _whole(self.tokens[index]), index + 1
        currency, index = self._currency(index, currency)
        if measure is None:
            measure, index = self._measure(index, "/")
        if measure is None and currency is None:
            self._refuse_stray(index)
        start, end = self.tokens[first].start, self.tokens[index - 1].end
        if self.former is not None:
            self.remarks.append((start, end, "a former or list price"))
            self.former = None
        else:
            self._add(value, start, end, measure, currency, free=False)
        return index

    def _measure(self, index: int, mark: str) -> tuple[Measure | None, int]:
        """The unit behind 每, or behind a slash, if one stands there."""
        if self._kind(index) != "per" or (self.tokens[index].text == "/") != (mark == "/"):
            return None, index
        found = read_measure(self.tokens, index + 1)
        if found is None:
            raise unknown(self._at(index + 1) or self.tokens[index])
        return found

    def _currency(self, index: int, have: str | None) -> tuple[str | None, int]:
        """The currency that is printed there; `¥5元` prints it twice."""
        if self._kind(index) != "currency":
            return have, index
        word = self.tokens[index].word
        printed = str(word.value if word else "")
        if have is None or (have == printed and self.tokens[index].text == "元"):
            return printed, index + 1
        return have, index

    def _refuse_stray(self, index: int) -> None:
        """A bare number is a price only if nothing follows it that would make it something else."""
        following = self._at(index)
        if following is not None and following.kind not in {"break", "open", "close", "strike"}:
            raise unknown(following)
        if following is not None and following.text == "," and following.start == self.tokens[index - 1].end:
            message = "a comma that divides neither thousands nor clauses"
            raise NotUnderstood(message, following)

    def _add(
        self, value: Decimal, start: int, end: int, measure: Measure | None, currency: str | None, *, free: bool
    ) -> None:
        """An amount with the clause's words, the tier it stands under and the words that lead the tiers."""
        clause, lead = self.clause, self.lead
        conditions = clause.conditions
        if lead.conditions or self.bounds:
            conditions = {**dict(lead.conditions), **dict(self.bounds), **conditions}
        meters, service = clause.meters or lead.meters, clause.service or lead.service
        words = Words(meters, service, measure, currency, ordered(conditions))
        start = start if clause.start is None else clause.start
        self.amounts.append(Amount(value, start, end, words, free, self.promotion))
        self.clause = Clause()
        self.waiting = False

    def _free(self, token: Token) -> None:
        """Free: of the meter whose word stands before it, else of the whole cell."""
        self.promotion = str(token.word.value) if token.word and token.word.value else None
        if self.clause.meters or self.bounds:
            self._add(Decimal(0), token.start, token.end, None, None, free=True)
            self.promotion = None
        else:
            self.free = token

    def _whole_cell_free(self, token: Token) -> None:
        """限时免费 with prices beside it is a promotion on all of them; 免费 with prices is a contradiction."""
        label = str(token.word.value) if token.word and token.word.value else None
        if not self.amounts:
            self._add(Decimal(0), token.start, token.end, None, None, free=True)
        elif label is None:
            message = "free and priced at once"
            raise NotUnderstood(message, token)
        else:
            self.amounts = [amount._replace(promotion=label) for amount in self.amounts]

    def _nothing_dangles(self) -> None:
        if not self.amounts and (self.remarks or self.former):
            message = "only a former or list price stands here"
            raise NotUnderstood(message)
        if not self.clause.says_nothing or self.waiting:
            message = "words without a price of their own"
            raise NotUnderstood(message)

    def _distinct(self) -> Iterator[Amount]:
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

    def _kind(self, index: int) -> str:
        return self.tokens[index].kind if index < len(self.tokens) else ""

    def _at(self, index: int) -> Token | None:
        return self.tokens[index] if index < len(self.tokens) else None


def _whole(token: Token) -> int:
    return int(str(token.word.value)) if token.word else 1


def _may_agree(one: Words, other: Words) -> bool:
    """Whether the two could be paid in the same currency for the same measure."""
    return (None in {one.currency, other.currency} or one.currency == other.currency) and (
        None in {one.measure, other.measure} or one.measure == other.measure
    )
