"""What stands beside the prices of a cell and is none: brackets, rules, the same price again, what else is billed."""

from pricebook.phrases.atoms import Amount
from pricebook.phrases.cell_state import LINES, OF_AMOUNTS, CellState
from pricebook.phrases.clauses import Clause, unknown
from pricebook.phrases.measures import NotUnderstood
from pricebook.phrases.remarks import SAME, free_before, read_remark, same_as, says_another
from pricebook.phrases.restating import another_unit, restated
from pricebook.phrases.rules import read_rule
from pricebook.phrases.says import Says
from pricebook.phrases.tokens import Token
from pricebook.phrases.words import denies, kept_bracket, printable, read_words

_STOPS = {".", "\n", "。"}
_STATING = {"meter", "condition", "method", "service", "subject", "size", "place", "count", "ttl"}
"""Kinds of words that say what the vocabulary has a name for."""


class CellSides(CellState):
    """Each tells the index after what it read, or nothing where something else stands there."""

    def _quota(self) -> int:
        """The index after what is free before the price begins, or which other is the same: no part of the price."""
        end = free_before(self.text)
        if end:
            self.remarks.append((0, end, "what is free before the price begins"))
        elif end := same_as(self.text):
            self.remarks.append((0, end, "it says that another price is the same"))
        return sum(token.start < end for token in self.tokens)

    def _besides(self, token: Token, index: int) -> int | None:
        """`+ tokens at model rates` behind a price: what is billed besides, without an amount; the index after it."""
        if token.text != "+" or not self.priced or self.depth or self.clause.start is not None:
            return None
        after = index + 1
        while after < len(self.tokens) and self.tokens[after].text not in LINES:
            after += 1
        words = self.tokens[index + 1 : after]
        if not words or {each.kind for each in words} & OF_AMOUNTS or words[-1].text == "…":
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
