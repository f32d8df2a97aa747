"""What the words of a text say that is not understood whole: those that speak of a price wherever they stand."""

import re
from itertools import zip_longest

from pricebook import vocabulary
from pricebook.phrases.clauses import Clause
from pricebook.phrases.dates import holds_from_or_until, no_day, read_period
from pricebook.phrases.measures import NotUnderstood
from pricebook.phrases.places import apart, place_at
from pricebook.phrases.says import NOTHING, Says, both, unread
from pricebook.phrases.tokens import Token, alternatives, fold, tokens
from pricebook.phrases.words import denies

ENDING = re.compile("下线|停用|停售|停止服务|停服|弃用|废弃|deprecated|retired|sunset|discontinued")
_YEARLESS = re.compile("(?<![0-9年])[0-9]{1,2} ?月 ?[0-9]{1,2} ?[日号]")
_HOURS = re.compile("[0-9]{1,2}:[0-9]{2} ?[-~–—至到] ?(?:次日)?[0-9]{1,2}:[0-9]{2}")
HOLDING = re.compile("生效|有效|effective|valid|执行")
_MENTION = re.compile(rf"(?<![a-z])(?:{alternatives(vocabulary.MENTIONS.split('|'))})")
_ONLY = re.compile(rf"(?<![a-z])(?:{alternatives(vocabulary.ONLY.split('|'))})")
_ANNOUNCED = re.compile(alternatives(vocabulary.ANNOUNCED.split("|")))
_TOLD = re.compile(alternatives(vocabulary.TOLD.split("|")))


def read_lenient(text: str, *, places: bool) -> Says:
    """What the words say that speak of a price wherever they stand."""
    found = tokens(text)
    if away := next((token for token in found if token.kind in {"ended", "others"}), None):
        return unread(f"{away.text!r} speaks of prices that are not the provider's of today")
    try:
        says = _Gathering(text, found, places=places).read()
    except NotUnderstood as problem:
        return unread(problem.reason)
    shown = " ".join(text.split())[:40]
    kinds = {token.kind for token in found}
    if "ttl" in kinds or speaks_of_former(found) or (kinds <= _FREELY and "free" in kinds):
        return unread(f"{shown!r} says more of the prices than is understood")
    if kinds & {"changing", "discount", "lowest"} and "unknown" not in kinds:
        return unread(f"{shown!r} changes the prices")
    if says.conditions and any(token.kind == "discount" or token.text == "%" for token in found):
        return unread(f"{shown!r} speaks of a discount and does not tell the price")
    if (says.since or says.until) and _ANNOUNCED.search(fold(text)):
        return unread(f"{shown!r} announces another price")
    if _YEARLESS.search(fold(text)) and HOLDING.search(fold(text)):
        return unread(f"{shown!r} tells a day without its year")
    if places and not says.conditions and _HOURS.search(fold(text)):
        return unread(f"{shown!r} tells hours of the day, and not what holds in them")
    return says


def speaks_of_former(found: tuple[Token, ...]) -> bool:
    """Whether a former price is spoken of: 从 and 由 say so before an amount alone."""
    return any(
        token.kind == "former" and (len(token.text) > 1 or (after and after.kind in {"number", "currency"}))
        for token, after in zip_longest(found, found[1:])
    )


_NAME_BEFORE, _NAME_BEHIND = re.compile(r"[A-Za-z0-9][-_./]"), re.compile(r"[-_.][A-Za-z0-9]")
_MADE = re.compile("(?:[文图]|参考|首尾帧)生(?:图|视频)")
"""Tasks whose words are never those of another: 图像编辑 may be of one image or of several."""
_FREELY = {"free", "noise", "heading", "break", "open", "close"}
_BEFORE_PLACES = frozenset({"-", "\u2010", "\u2011", "the", "in", "of", "for"})
"""What may stand between a word that denies a place, and the place."""
_ENDPOINTS = frozenset({"节点", "地域", "可用区", "region", "endpoint", "endpoints"})


class _Gathering:
    """One pass over the words of a text that is not understood whole."""

    def __init__(self, text: str, found: tuple[Token, ...], *, places: bool) -> None:
        self.text, self.tokens, self.places = text, found, places
        folded = fold(text)
        self.mentioned = bool(_MENTION.search(folded)) and not _ONLY.search(folded)
        self.dated = not _TOLD.search(folded)
        self.services = places and not lists_things(text)
        self.clause = Clause(text=text, several=True)
        self.since: str | None = None
        self.until: str | None = None

    def read(self) -> Says:
        index = 0
        while index < len(self.tokens):
            index = self._step(index)
        return both(self.clause.says, _lasting(self.text, self.since, self.until))

    def _step(self, index: int) -> int:
        token = self.tokens[index]
        if token.kind == "restricting":
            return self._restricting(index)
        if token.kind == "date" and self.dated and (period := read_period(token.text)):
            self.since, self.until = period[0] or self.since, period[1] or self.until
        elif token.kind == "date" and self.dated and no_day(token.text) and holds_from_or_until(token.text):
            message = f"{token.text!r} is on no calendar"
            raise NotUnderstood(message, token)
        elif place := place_at(self.text, self.tokens, index):
            if self.places and apart(self.text, place, token.start):
                if self._excluded(index):
                    message = f"{place.text!r} is named as a place where something else holds"
                    raise NotUnderstood(message, token)
                self.clause.region(place.text)
            return place.after
        elif token.text in _ENDPOINTS and index and self._unknown(index - 1) and self._touch(index - 1):
            self._endpoint(index)
        elif self._states(token, self._joined_to(index)) and not self._denied(index):
            self.clause.take(token)
        return index + 1

    def _excluded(self, index: int) -> bool:
        """Whether the place is one that is not meant: non-EU, outside the US, except in China."""
        before = self.tokens[max(0, index - 3) : index]
        while before and before[-1].text in _BEFORE_PLACES:
            before = before[:-1]
        return bool(before) and (denies(before[-1]) or before[-1].text == "outside")

    def _endpoint(self, index: int) -> None:
        """吉隆坡节点: a place that is not known is one all the same."""
        first = index - 1
        while first and self._unknown(first - 1) and self._touch(first - 1):
            first -= 1
        if self.places:
            self.clause.region(self.text[self.tokens[first].start : self.tokens[index].end])

    def _restricting(self, index: int) -> int:
        """The words that are not known on both sides belong to it: Starter plan, 教育用户专享."""
        if self._denied_before(index):
            return index + 1
        first = last = index
        while first and self._unknown(first - 1) and self._touch(first - 1):
            first -= 1
        while last + 1 < len(self.tokens) and self._unknown(last + 1) and self._touch(last):
            last += 1
        self.clause.printed(self.text[self.tokens[first].start : self.tokens[last].end])
        return last + 1

    def _denied_before(self, index: int) -> bool:
        """Whether its clause begins by denying it: 暂无单独的套餐."""
        while index and self.tokens[index - 1].kind != "break":
            index -= 1
            if denies(self.tokens[index]):
                return True
        return False

    def _unknown(self, index: int) -> bool:
        return self.tokens[index].kind in {"unknown", "restricting"} and self.tokens[index].text.isalnum()

    def _touch(self, index: int) -> bool:
        """Whether that token and the next one are words of one run: nothing but a blank divides them."""
        return self.tokens[index + 1].start - self.tokens[index].end <= 1

    def _joined_to(self, index: int) -> bool:
        """Whether a stroke joins the word to another condition: Flex/Batch, which is no name."""
        sides = [self.tokens[n] for n in (index - 2, index + 2) if 0 <= n < len(self.tokens)]
        near = (self.tokens[n].text for n in (index - 1, index + 1) if 0 <= n < len(self.tokens))
        return "/" in near and any(side.word is not None and side.word.condition is not None for side in sides)

    def _states(self, token: Token, joined: bool) -> bool:
        """Whether the word states something wherever it stands, and not only what a model can do."""
        if token.kind in {"promotion", "join", "size"} or token.text == "/":
            return not self.mentioned or token.kind != "size"
        if self.mentioned or (self._in_name(token) and not joined):
            return False
        if token.kind == "service":
            return self.services
        if token.word and token.word.condition and token.word.condition[0] == "task":
            return self.services and self._ends_name(token)
        return token.word is not None and token.word.condition is not None and token.word.around

    def _ends_name(self, token: Token) -> bool:
        """Whether the heading is called by that task, 千问文生图 or 万相-图生视频-基于首帧, and by no other."""
        tasks = {each.word.condition for each in self.tokens if each.word and each.word.condition}
        named = _MADE.fullmatch(token.text) and self.text[token.end : token.end + 1] in {"", "-", "—"}
        return bool(named) and len(tasks) == 1

    def _denied(self, index: int) -> bool:
        """Whether a negation stands right before the word, or right behind it."""
        near = [*self.tokens[max(0, index - 2) : index], *self.tokens[index + 1 : index + 3]]
        return any(denies(token) for token in near)

    def _in_name(self, token: Token) -> bool:
        """Whether a Latin word is a part of a name: the batch of `acme-batch-2`."""
        if not token.text.isascii():
            return False
        before, behind = self.text[max(0, token.start - 2) : token.start], self.text[token.end : token.end + 2]
        return bool(_NAME_BEFORE.fullmatch(before) or _NAME_BEHIND.fullmatch(behind))


def lists_things(text: str) -> bool:
    """Whether a heading names several things: one of 调用、训练与部署 says nothing of the tables below."""
    return any(token.kind == "join" for token in tokens(text))


def _lasting(text: str, since: str | None, until: str | None) -> Says:
    """A day from which something is switched off is its end."""
    if not ENDING.search(fold(text)):
        return Says(since=since, until=until) if since or until else NOTHING
    day = until or since
    return Says(until=day) if day else unread("it speaks of what is no longer offered")
