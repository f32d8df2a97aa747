"""The words of a cell: labels, lengths, places, what bounds mean, and what says that there is no price."""

from itertools import takewhile

from pricebook.phrases.atoms import Mark
from pricebook.phrases.cell_state import CellState
from pricebook.phrases.clauses import unknown
from pricebook.phrases.lengths import duration_at
from pricebook.phrases.measures import NotUnderstood
from pricebook.phrases.places import place_at
from pricebook.phrases.rules import discounted_at
from pricebook.phrases.says import Says, both, condition
from pricebook.phrases.tokens import Token
from pricebook.phrases.words import denies
from pricebook.vocabulary import MEANS

_ALONE = {"", "break", "open", "close", "meter", "condition", "strike"}
_WORDS = {"unknown", "restricting"}
_ENDS = {"break", "number", "currency"}
_QUIET = {"noise", "heading"}
_SIDES = 3
"""A word and its two neighbours."""
_OF_LENGTH = {":", "时长", "的", "x", "×"}
_MEANS = frozenset(MEANS.split("|"))


class CellWords(CellState):
    """Each tells the index after what it read, or nothing where something else stands there."""

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
