"""One printed price: `4 元/百万 tokens`, `$0.027 per M input tokens`, `每秒0.9375元`, `1.5万元/月`."""

from decimal import Decimal
from typing import NamedTuple

from pricebook.phrases.clauses import Clause, unknown
from pricebook.phrases.measures import Measured, NotUnderstood, number, read_measure, unsayable, unsayable_at
from pricebook.phrases.says import NOTHING, Says, both
from pricebook.phrases.tokens import Token

_ENDS = {"break", "open", "close", "strike"}


class Printed(NamedTuple):
    """A number with the currency and the unit that are printed beside it."""

    value: Decimal
    says: Says
    """Its unit and currency, and what the words inside the unit say besides."""
    after: int
    """Index of the token behind it."""


def price_at(text: str, found: tuple[Token, ...], index: int) -> Printed | None:
    """The price that begins at that token, or None if none does; raises NotUnderstood for one that is malformed."""
    return _PriceReader(text, found).price(index)


class _PriceReader:
    def __init__(self, text: str, found: tuple[Token, ...]) -> None:
        self.text, self.tokens = text, found

    def price(self, index: int) -> Printed | None:
        unit, index = self._unit(index, {"每"})
        currency, index = self._currency(index, None)
        if self._kind(index) != "number":
            return None
        value = number(self.tokens[index], self._at(index + 1))
        index += 1
        if self._kind(index) == "count" and self._kind(index + 1) == "currency":
            value, index = value * _times(self.tokens[index]), index + 1
        currency, index = self._currencies(index, currency)
        if unit is NOTHING:
            unit, index = self._unit(index, {"/", "per"})
        if unit is NOTHING and (self._kind(index), self._kind(index + 1)) == ("open", "per"):
            unit, index = self._in_bracket(index)
        if unit is NOTHING and currency is None:
            self._refuse_stray(index)
        return Printed(value, unit._replace(currency=currency) if currency else unit, index)

    def _unit(self, index: int, marks: set[str]) -> tuple[Says, int]:
        """The unit behind one of these marks, if one stands there, with what its words say besides."""
        if self._kind(index) != "per" or self.tokens[index].text not in marks:
            return NOTHING, index
        if self.tokens[index].text == "/" and index + 1 < len(self.tokens) and self.tokens[index + 1].text == "每":
            index += 1
        try:
            found = read_measure(self.tokens, index + 1)
        except NotUnderstood:
            found = None
        if found is None or self._goes_on(found, index + 1):
            return self._unsayable(index + 1)
        if not found.within:
            return Says(measure=found.measure), found.after
        within = Clause()
        within.measured(found)
        return within.says, found.after

    def _in_bracket(self, index: int) -> tuple[Says, int]:
        """The unit that the bracket behind an amount holds, and nothing else: `$4 (/1M tokens)`."""
        try:
            found = read_measure(self.tokens, index + 2)
        except NotUnderstood:
            found = None
        if found is None or found.within or self._kind(found.after) != "close":
            return NOTHING, index
        return Says(measure=found.measure), found.after + 1

    def _goes_on(self, found: Measured, index: int) -> bool:
        """Whether a thing that nothing is priced by alone is a part of a longer unit: `GiB downloaded`."""
        longer = unsayable_at(self.text, self.tokens, index) if unsayable(found.measure, None) else None
        return longer is not None and longer[1] > found.after

    def _unsayable(self, index: int) -> tuple[Says, int]:
        """A unit that is plainly one, in words that the vocabulary lacks."""
        found = unsayable_at(self.text, self.tokens, index)
        if found is None:
            raise unknown(self._at(index) or self.tokens[index - 1])
        return Says(measure=found[0]), found[1]

    def _currencies(self, index: int, have: str | None) -> tuple[str | None, int]:
        """What all marks say together that are printed there."""
        after = -1
        while after != index:
            after = index
            have, index = self._currency(index, have)
        return have, index

    def _currency(self, index: int, have: str | None) -> tuple[str | None, int]:
        """The currency that is printed there; `¥5元` prints it twice, and `$5元` contradicts itself."""
        if self._kind(index) != "currency" or (have and self._leads(index)):
            return have, index
        word = self.tokens[index].word
        printed = str(word.value if word else "")
        if have is None or have == printed:
            return printed, index + 1
        said = both(Says(currency=printed), Says(currency=have))
        if said.problem is None:
            return said.currency, index + 1
        if self._kind(index + 1) != "number":
            raise NotUnderstood(said.problem, self.tokens[index])
        return have, index

    def _leads(self, index: int) -> bool:
        """Whether the mark stands before a number, so that it is of the next price."""
        return not self.tokens[index].text.isalpha() and self._kind(index + 1) == "number"

    def _refuse_stray(self, index: int) -> None:
        """A bare number is a price only if nothing follows it that would make it something else."""
        following = self._at(index)
        if following is not None and following.kind not in _ENDS:
            raise unknown(following)
        if following is not None and following.text == "," and following.start == self.tokens[index - 1].end:
            message = "a comma that divides neither thousands nor clauses"
            raise NotUnderstood(message, following)

    def _kind(self, index: int) -> str:
        return self.tokens[index].kind if index < len(self.tokens) else ""

    def _at(self, index: int) -> Token | None:
        return self.tokens[index] if index < len(self.tokens) else None


def _times(token: Token) -> int:
    return int(str(token.word.value)) if token.word else 1
