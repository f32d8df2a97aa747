"""What one pass over the tokens of a cell has found so far, and how it is added to."""

from decimal import Decimal

from pricebook.phrases.atoms import Amount, Atom, Wording
from pricebook.phrases.clauses import Clause
from pricebook.phrases.measures import NotUnderstood
from pricebook.phrases.prices import price_at
from pricebook.phrases.rules import Discounted, read_rule
from pricebook.phrases.says import AS_PRINTED, Says, condition
from pricebook.phrases.tiers import has_tiers
from pricebook.phrases.tokens import Token, tokens

LINES = {"\n", ";", "。"}
"""What ends a line of a cell."""
OF_AMOUNTS = {"number", "currency", "discount", "changing", "former", "compare", "date", "strike", "hidden"}
"""Kinds of words that say more of an amount than what is billed besides it."""


class CellState:
    """The prices, facts and remarks of a cell, and the words that wait for what they belong to."""

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

    @property
    def priced_above(self) -> bool:
        """Whether a price stands on the lines before."""
        return any(type(atom) is Amount for atom in self.found)

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
