"""What stands around a table: a heading, a line above it, a sentence about it, a cell that says nothing of money.

Such text speaks of many things. Where all of it is understood it is taken at its word; else the words are taken that
state a condition wherever they stand (Batch, 闲时, 精调后, a place, a day on which something begins or ends), and those
that make the table no price list of today (历史价格, 友商) leave it unread.
"""

import re
from functools import lru_cache

from pricebook.phrases.clauses import Clause
from pricebook.phrases.dates import read_period
from pricebook.phrases.measures import NotUnderstood
from pricebook.phrases.places import place_at
from pricebook.phrases.says import AS_PRINTED, NOTHING, Says, both, unread
from pricebook.phrases.tiers import has_tiers
from pricebook.phrases.tokens import Token, fold, tokens
from pricebook.phrases.words import read_words

_NEAR = "[^，,。；;：:]{0,16}(?:[价费]|price|rate|pricing|cost)"
_ABOVE = re.compile(
    rf"(?:以下|下列|下表|本表|如下|此表|下述|the following|below|this table){_NEAR}|prices below|{_NEAR}如下"
)
_BELOW = re.compile(rf"(?:以上|上述|上表|the above){_NEAR}|prices above")
_ENDING = re.compile("下线|停用|停售|停止服务|停服|弃用|废弃|deprecated|retired|sunset|discontinued")
_FREE_COLUMN = re.compile("免费|额度|试用|quota|free")
_CHANGES = {"compare", "former", "discount", "promotion", "free"}
"""Kinds of words that make a sentence about prices say more than its other words tell."""
_TITLE = 40
"""A line that is longer is no title or tab of a table."""
_RANGE = re.compile(r"[0-9] ?[km]? ?[-~–—至到] ?[0-9]+ ?[km]")
_SENTENCE = re.compile(r"[^。；;！!\n]+")


@lru_cache(maxsize=2048)
def read_near(text: str, *, places: bool = True) -> Says:
    """What a heading or a short line says of the prices below it.

    >>> read_near("批量推理（Batch）").conditions, read_near("acme-max 系列").conditions
    ((('mode', 'batch'),), ())
    >>> read_near("华北2（北京）").conditions, read_near("友商价格对比").problem
    ((('region', '华北2（北京）'),), "'友商' speaks of prices that are not the provider's of today")
    """
    whole = read_words(text)
    if not whole.problem and not _ENDING.search(fold(text)):
        # A heading that only names a medium names a kind of model: what its tokens are of, it says with that word.
        says = _without_printed(whole)
        if says.service and _lists(text):
            says = says._replace(service=None)
        return says if says.meters else says._replace(media=())
    return _lenient(text, places=places)


@lru_cache(maxsize=2048)
def read_sentence(text: str, *, above: bool) -> Says:
    """What a paragraph says of the table below it (`above`) or above it: the sentences that speak of its prices.

    >>> read_sentence("以下价格自 2026 年 9 月 1 日起生效。", above=True).since
    '2026-09-01'
    >>> read_sentence("支持 Batch 调用，费用为实时调用的 50%。", above=True) is NOTHING
    True
    """
    says = NOTHING
    for match in _SENTENCE.finditer(text):
        sentence = match.group()
        if (_ABOVE if above else _BELOW).search(fold(sentence)):
            says = both(_about(sentence), says)
    return says


def _about(sentence: str) -> Says:
    whole = read_words(sentence)
    if not whole.problem:
        return _without_printed(whole)._replace(measure=None, currency=None)
    said = _lenient(sentence, places=True)
    if not said.problem and (said.conditions or {token.kind for token in tokens(sentence)} & _CHANGES):
        shown = " ".join(sentence.split())[:60]
        return unread(f"the sentence {shown!r} may restrict the prices: {whole.problem}")
    return said


@lru_cache(maxsize=4096)
def read_beside(text: str, heading: str = "", bounds: Says = NOTHING) -> Says:
    """What a cell of a column without money says of its row's prices; most say nothing.

    `bounds` tells what a bare bound bounds in that column, as its heading says.

    >>> read_beside("Batch 后付费").conditions, read_beside("适合长文本").conditions
    ((('mode', 'batch'),), ())
    >>> read_beside("≤32K", bounds=Says(subject="context_tokens")).conditions
    (('context_tokens', (('lte', 32000),)),)
    """
    found = tokens(text)
    kinds = {token.kind for token in found}
    if kinds & {"changing", "lowest"} and "unknown" not in kinds:
        return unread(f"the cell {text[:40]!r} changes the price")
    if bounds.subject and _RANGE.search(fold(text)):
        return unread(f"the cell {text[:40]!r}: cannot tell which of its bounds are meant")
    whole = read_words(text, bounds.subject, bounds.thousands)
    if not whole.problem:
        return _without_printed(whole)._replace(measure=None, currency=None, meters=(), media=())
    if has_tiers(found) and any(token.kind == "compare" for token in found):
        return unread(f"the cell {text[:40]!r}: {whole.problem}")
    if any(token.kind == "free" for token in found) and not _FREE_COLUMN.search(fold(heading)):
        return unread(f"the cell {text[:40]!r} says free beside a price")
    if "discount" in kinds:
        return unread(f"the cell {text[:40]!r} changes the price: {whole.problem}")
    return _lenient(text, places=False)


def is_title(text: str) -> bool:
    """Whether a line is short enough to be the title or the tab of what follows."""
    return len(text) <= _TITLE and "\n" not in text and not re.search("[。；;，,！!？?.]$|[。；;，,]", text)


def read_tabs(text: str) -> list[Says]:
    """`新加坡 广州`: a line whose every word states another value of one condition; these in order, else nothing."""
    parts = [part for part in re.split(r"[\s|·/、]+", text) if part]
    said = [read_near(part) for part in parts]
    names = {tuple(name for name, _ in says.conditions) for says in said}
    alone = all(
        len(says.conditions) == 1 and says.kinds == {says.conditions[0][0]} for says in said if not says.problem
    )
    if len(parts) < 2 or len(names) != 1 or not alone or any(says.problem for says in said):
        return []
    return said if len({says.conditions for says in said}) == len(said) else []


def _without_printed(says: Says) -> Says:
    """A heading's bracket that is not understood describes more often than it restricts, unless a word says so."""
    kept = tuple((name, value) for name, value in says.conditions if name != AS_PRINTED or _restricts(value))
    return says._replace(conditions=kept) if len(kept) != len(says.conditions) else says


def _restricts(words: object) -> bool:
    kept = words if isinstance(words, tuple) else (words,)
    return any(token.kind == "restricting" for word in kept for token in tokens(str(word)))


def _lenient(text: str, *, places: bool) -> Says:
    """What the words say that speak of a price wherever they stand."""
    clause = Clause()
    found = tokens(text)
    since = until = None
    listed = _lists(text)
    try:
        for index, token in enumerate(found):
            if token.kind in {"ended", "others"}:
                return unread(f"{token.text!r} speaks of prices that are not the provider's of today")
            if token.kind == "restricting":
                clause.printed(text[token.start : token.end])
            elif token.kind == "date" and (period := read_period(token.text)):
                since, until = period[0] or since, period[1] or until
            elif places and (place := place_at(text, found, index)) and not _inside(found, index):
                clause.region(place.text)
            elif _states(token, services=places and not listed):
                clause.take(token)
    except NotUnderstood as problem:
        return unread(problem.reason)
    return both(clause.says, _lasting(text, since, until))


def _lists(text: str) -> bool:
    """Whether a heading names several things: one of 调用、训练与部署 says nothing of the tables below."""
    return any(token.kind == "join" for token in tokens(text))


def _inside(found: tuple[Token, ...], index: int) -> bool:
    """Whether the place that begins there is the rest of one that began before."""
    return (
        index > 0
        and found[index - 1].kind in {"place", "place mark", "open"}
        and any(token.kind == "place" for token in found[:index])
    )


def _states(token: Token, *, services: bool) -> bool:
    """Whether the word states something wherever it stands."""
    if token.kind in {"promotion", "join"} or token.text == "/" or (services and token.kind == "service"):
        return True
    return token.word is not None and token.word.condition is not None and token.word.around


def _lasting(text: str, since: str | None, until: str | None) -> Says:
    """A day from which something is switched off is its end."""
    if not _ENDING.search(fold(text)):
        return Says(since=since, until=until) if since or until else NOTHING
    day = until or since
    return Says(until=day) if day else unread("it speaks of what is no longer offered")
