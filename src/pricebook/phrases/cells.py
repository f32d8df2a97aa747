"""A cell of prices: from its words to atoms (facts, tiers, prices), and from these to prices that carry every fact.

    cell    = piece { separator piece }             a separator is a comma, a semicolon, a line break
    piece   = { tier | words | label ":" | price }
    price   = [currency] number [currency] [per measure]  |  per measure number currency  |  free

What is no word of the vocabulary leaves the cell unread, but for a label before a colon, which is kept as printed.
"""

import re
from functools import lru_cache

from pricebook.phrases.assigning import assign
from pricebook.phrases.atoms import Amount, Atom, CellReading, Mark
from pricebook.phrases.cell_sides import CellSides
from pricebook.phrases.cell_state import LINES, OF_AMOUNTS
from pricebook.phrases.cell_words import CellWords
from pricebook.phrases.clauses import unknown
from pricebook.phrases.gathering import ENDING
from pricebook.phrases.measures import NotUnderstood
from pricebook.phrases.remarks import only_quota
from pricebook.phrases.says import NOTHING, Says
from pricebook.phrases.settling import refuse_denial, refuse_shared_list, with_facts
from pricebook.phrases.tiers import read_tier
from pricebook.phrases.tokens import Token, alternatives, fold, lists_media, lists_sizes, tokens
from pricebook.phrases.words import denies
from pricebook.vocabulary import POINTERS

_OF_MONEY = {"currency", "discount", "per"}
_POINTER = re.compile(alternatives(POINTERS.split("|")))
_SENTENCE = re.compile(r"[。，\n]")
_ABLE = re.compile("(?:yes|no|supported)", re.IGNORECASE)
"""A cell that says what a model can do and nothing of a price."""
_CENTS = re.compile(r"[0-9]\^[0-9]{2,4}\^")
_MARKUP = {"open", "close", "strike"}
_PRICES = {"number", "currency", "per", "ttl"}
"""What a price, or a length of time, may begin with."""


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
    if not found or not denies(found[0]) or {token.kind for token in found} & (OF_AMOUNTS | {"free", "per"}):
        return False
    return found[1:2] != () and found[1].kind == "open" and found[-1].kind == "close"


class _Parser(CellSides, CellWords):
    """One pass over the tokens of a cell."""

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

    def _break(self, token: Token, index: int) -> int:
        listed = lists_media(self.tokens, index)
        if listed or lists_sizes(self.tokens, index):
            self.clause.joined, self.listed = True, self.listed or listed
            return index + 1
        self._flush()
        if token.text == ":":
            self.found.append(Mark.COLON)
        elif not self.depth:
            self.found.append(Mark.LINE if token.text in LINES else Mark.BREAK)
            self.priced = False
        return index + 1
