"""What stands around a table: a heading, a line above it, a sentence about it, a cell that says nothing of money.

Such text speaks of many things. Where all of it is understood it is taken at its word; else the words are taken that
state a condition wherever they stand (Batch, 闲时, 精调后, a place, a day on which something begins or ends), and those
that make the table no price list of today (历史价格, 友商) leave it unread.
"""

import re
from functools import lru_cache

from pricebook import vocabulary
from pricebook.phrases.bounds import holds_bounds
from pricebook.phrases.gathering import ENDING, HOLDING, lists_things, read_lenient, speaks_of_former
from pricebook.phrases.places import place_at
from pricebook.phrases.says import AS_PRINTED, NOTHING, Says, both, condition, unread
from pricebook.phrases.tiers import has_tiers
from pricebook.phrases.tokens import alternatives, fold, tokens
from pricebook.phrases.words import printable, read_words
from pricebook.vocabulary.headings import LIST_COLUMNS

_NEAR = "[^，,。；;：:]{0,16}(?:[价费]|price|rate|pricing|cost)"
_ABOVE = re.compile(
    rf"(?:以下|下列|下表|本表|如下|此表|下述|本节|本页|the following|below|this table){_NEAR}|prices below"
    r"|these (?:charges|fees|prices|rates)(?![a-z])"
    rf"|{_NEAR}[^，。图例]{{0,4}}如下"
    r"|^ ?(?:pricing|prices|rates|effective)(?![a-z])"
)
_BELOW = re.compile(
    rf"(?:以上|上述|上表|the above){_NEAR}|prices above|^ ?(?:注|备注|说明|附注|notes?|※)(?: ?[0-9]{{0,2}})[:：. ]"
)
_FREE_COLUMN = re.compile("免费|额度|试用|quota|free")
_DATE_COLUMN = re.compile("日期|时间|截止|cutoff|date|released|updated")
_LASTING = re.compile("|".join(LIST_COLUMNS[name] for name in ("from", "until")))
_ABILITY = re.compile(vocabulary.ABILITY_COLUMNS)
_QUOTA = re.compile(vocabulary.QUOTA_COLUMNS)
_ESTIMATE = re.compile(vocabulary.ESTIMATE_COLUMNS)
_LIMITING = re.compile(vocabulary.LIMITING_COLUMNS)
_CONSUMED = re.compile(rf"(?:{vocabulary.CONSUMING_COLUMNS})(?:$|[(（])")
_DESCRIBING = re.compile(vocabulary.DESCRIBING_COLUMNS)
_ONLY = re.compile(alternatives([*vocabulary.ONLY.split("|"), "专享", "专属"]))
_PRICES = re.compile(
    r"价格|单价|定价|计价|价为|售价|资费|费率|(?<![a-z])(?:prices?|priced|pricing|rates?)(?![a-z])(?! ?limit)"
)
_PERSONS = re.compile(vocabulary.PERSONS)
_WHOM = {"region", "scope", "since", "until", "plan", "hours", "promotion"}
"""Kinds of what is said that restrict wherever they stand."""
_CHANGES = {"compare", "changing", "lowest", "former", "discount", "promotion", "free"}
"""Kinds of words that make a sentence about prices say more than its other words tell."""
_TITLE = 40
"""A line that is longer is no title or tab of a table."""
_RANGE = re.compile(r"[0-9] ?[km]? ?[-~–—至到] ?[0-9]+ ?[km]")
_LABEL = re.compile(r"^\s*(?:注|备注|说明|附注|[Nn]otes?|※)\s?[0-9]{0,2}[:：. ]\s*")
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
    if not whole.problem and not ENDING.search(fold(text)):
        # A heading that only names a medium names a kind of model: what its tokens are of, it says with that word.
        says = _without_printed(whole)
        if says.service and lists_things(text):
            says = says._replace(service=None)
        return says if says.meters else says._replace(media=())
    if holds_bounds(text):
        return unread(f"{' '.join(text.split())[:40]!r} bounds the request in words that are not understood")
    return read_lenient(text, places=places)


@lru_cache(maxsize=1024)
def read_note(text: str) -> Says:
    """What a note says of the price that carries its mark, or that stands right above it.

    >>> read_note("批量推理价格").conditions, read_note("仅限输入长度不超过 32K 的请求。").problem is None
    ((('mode', 'batch'),), False)
    >>> read_note("缓存命中价格").meters
    ('cache_read',)
    """
    whole = read_words(text)
    if not whole.problem:
        return _without_printed(whole)
    shown = " ".join(text.split())[:60]
    if holds_bounds(text):
        return unread(f"the note {shown!r}: {whole.problem}")
    said = read_lenient(text, places=True)
    return unread(f"the note {shown!r} may restrict the price: {whole.problem}") if said.conditions else said


@lru_cache(maxsize=1024)
def read_footnote(text: str) -> Says:
    """What a note says of what carries its mark; an amount, currency or discount of its own is of what is not told.

    >>> read_footnote("批量推理价格").conditions, read_footnote("限时 5 折，按 2 元计费").problem is None
    ((('mode', 'batch'),), False)
    """
    said = read_note(text)
    kinds = {token.kind for token in tokens(text)}
    other = "currency" in kinds or {"number", "discount"} <= kinds
    if other and not said.problem and read_words(text).problem:
        return unread(f"the note {' '.join(text.split())[:60]!r} tells another amount, or another currency")
    return said


def speaks_back(text: str) -> bool:
    """Whether a line speaks of the prices above it.

    >>> speaks_back("注：以上为批量价格"), speaks_back("批量价格")
    (True, False)
    """
    return _BELOW.search(fold(text)) is not None


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
        if _ABOVE.search(fold(sentence)) if above else speaks_back(sentence):
            says = both(_about(_clause(sentence)) if above else read_note(_LABEL.sub("", sentence)), says)
    return says


def read_feet(titles: list[str]) -> Says:
    """What rows that are titles say of the rows above them; each row without a title gives an empty one.

    >>> read_feet(["", "注：以上为批量价格"]).conditions, read_feet(["批量价格", ""]).kinds
    ((('mode', 'batch'),), frozenset())
    >>> read_feet(["", "批量价格"]).problem
    "the last row '批量价格' may restrict those above it"
    """
    says = NOTHING
    for title in filter(speaks_back, titles):
        says = both(read_sentence(title, above=False), says)
    last = "" if not titles or speaks_back(titles[-1]) else titles[-1]
    if last and ((said := read_near(last)).kinds or said.problem):
        says = unread(f"the last row {last[:40]!r} may restrict those above it")
    return says


def _clause(sentence: str) -> str:
    """Of 可使用批量推理，批量推理的价格如下 the last clause alone speaks of the table."""
    last = re.split("[，,]", sentence)[-1]
    said = read_words(last) if _ABOVE.search(fold(last)) else NOTHING
    return last if said.conditions and not said.problem else sentence


def _about(sentence: str) -> Says:
    whole = read_words(sentence)
    if not whole.problem and not {token.kind for token in tokens(sentence)} & {"lowest"}:
        # A sentence that names several meters is of all of them: which a price is of its column tells.
        several = len(whole.meters) > 1
        return _without_printed(whole._replace(meters=()) if several else whole)
    said = read_lenient(sentence, places=True)
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
    >>> read_beside("高速低价", "简介").conditions, read_beside("仅限企业客户", "简介").conditions
    ((), (('as_printed', ('仅限企业客户',)),))
    >>> read_beside("批量推理，次日返回", "简介").conditions
    (('mode', 'batch'),)
    """
    if (said := _told_by_heading(text, fold(heading))) is not None:
        return said
    found = tokens(text)
    kinds = {token.kind for token in found}
    if holds_bounds(text) and not bounds.subject and read_words(text).problem:
        return unread(f"the cell {text[:40]!r} bounds the request in words that are not understood")
    if "lowest" in kinds and "unknown" not in kinds:
        return unread(f"the cell {text[:40]!r} changes the price")
    if bounds.subject and _RANGE.search(fold(text)):
        return unread(f"the cell {text[:40]!r}: cannot tell which of its bounds are meant")
    # 128K+ in a column of contexts tells what a model can do.
    subject = None if any(token.text == "+" for token in found) else bounds.subject
    whole = read_words(text, subject, bounds.thousands)
    if not whole.problem:
        says = _without_printed(whole)._replace(media=())
        if "currency" not in kinds:
            says = says._replace(measure=None)
        return says._replace(since=None, until=None) if _tells_days(heading, text) else says
    if has_tiers(found) and any(token.kind == "compare" for token in found):
        return unread(f"the cell {text[:40]!r}: {whole.problem}")
    if any(token.kind == "free" for token in tokens(_QUOTA.sub("", text))) and not _FREE_COLUMN.search(fold(heading)):
        return unread(f"the cell {text[:40]!r} says free beside a price")
    if "discount" in kinds or speaks_of_former(found) or ("changing" in kinds and "unknown" not in kinds):
        return unread(f"the cell {text[:40]!r} changes the price: {whole.problem}")
    says = _in_passing(text, heading) if not bounds.subject else _size_in_words(text)
    return says._replace(since=None, until=None) if _tells_days(heading, text) else says


def _in_passing(text: str, heading: str) -> Says:
    """What words of a cell say that is not understood whole: where it describes a model, praise restricts nothing."""
    says = read_lenient(text, places=narrows(text))
    if _ONLY.search(fold(text)) or not _DESCRIBING.search(fold(heading)):
        return says
    return says._replace(conditions=tuple(each for each in says.conditions if not _praises(*each)))


def narrows(text: str) -> bool:
    """Whether a place or a service in a text is where, or of what, the price is, and not only spoken of."""
    return bool(_ONLY.search(fold(text))) or speaks_of_prices(text)


def _praises(name: str, value: object) -> bool:
    """Whether such words tell how good a model is: that it is fast, or a 基础版."""
    return (name == AS_PRINTED and not of_persons(name, value)) or (name, value) == ("mode", "fast")


def of_persons(name: str, value: object) -> bool:
    """Whether a condition is one of words kept as printed that say for whom."""
    return name == AS_PRINTED and _PERSONS.search(fold(str(value))) is not None


def _told_by_heading(text: str, heading: str) -> Says | None:
    """What a cell says whose column cannot say whom a price is for: abilities, quotas, limits, estimates."""
    if _ABILITY.search(heading):
        return read_ability(text)
    used = _CONSUMED.search(heading) and any(token.kind == "per" for token in tokens(text))
    if _ESTIMATE.search(heading) and any(token.kind == "number" for token in tokens(text)):
        return _whom(text)
    if not (used or _QUOTA.search(heading) or _LIMITING.match(heading)):
        return None
    return _whom(text) if speaks_of_prices(text) else NOTHING


def read_ability(text: str) -> Says:
    """Of what a model can do, tasks alone are what it is paid for; whom or when it is for holds of its price, too.

    >>> read_ability("函数调用、思考模式").kinds, read_ability("for enterprise customers only").problem is None
    (frozenset(), False)
    """
    said = read_words(text)
    return said if not said.problem and said.kinds == {"task"} else _whom(text)


def speaks_of_prices(text: str) -> bool:
    """Whether a text that holds no amount speaks of prices, so that what else it says may be said of them.

    >>> speaks_of_prices("训练价格"), speaks_of_prices("性价比高"), speaks_of_prices("batch rates")
    (True, False, True)
    """
    return _PRICES.search(fold(text)) is not None


def _whom(text: str) -> Says:
    """That a cell which says nothing of a price tells whom, where or when it is for."""
    said = read_lenient(text, places=True)
    persons = any(of_persons(*each) for each in said.conditions)
    priced = (_ONLY.search(fold(text)) or speaks_of_prices(text)) and said.kinds
    if said.problem or persons or said.kinds & _WHOM or priced:
        return unread(f"the cell {' '.join(text.split())[:40]!r} may restrict the price")
    return NOTHING


def _size_in_words(text: str) -> Says:
    """Short and long in a column of contexts tell its rows apart."""
    says = read_lenient(text, places=narrows(text))
    if says.kinds or says.problem or not printable(text):
        return says
    return condition(AS_PRINTED, (" ".join(text.split()),))


def _tells_days(heading: str, text: str) -> bool:
    """Whether a cell tells days of something else, as its heading says: when a model came out, what it knows."""
    return bool(_DATE_COLUMN.search(fold(heading))) and not HOLDING.search(fold(f"{heading} {text}"))


def holds_or_ends(heading: str) -> bool:
    """Whether a column tells from when, or until when, its prices hold.

    >>> holds_or_ends("生效日期"), holds_or_ends("截止日期"), holds_or_ends("发布日期"), holds_or_ends("知识截止日期")
    (True, True, False, False)
    """
    folded = fold(heading)
    return HOLDING.search(folded) is not None or _LASTING.fullmatch(folded.strip()) is not None


def is_title(text: str) -> bool:
    """Whether a line is short enough to be the title or the tab of what follows."""
    return len(text) <= _TITLE and "\n" not in text and not re.search("[。；;，,！!？?.]$|[。；;，,]", text)


def read_tabs(text: str) -> list[Says]:
    """`新加坡 广州`: a line whose every word states another value of one condition; these in order, else nothing."""
    parts = _tab_words(text)
    said = [read_near(part) for part in parts]
    names = {tuple(name for name, _ in says.conditions) for says in said}
    alone = all(
        len(says.conditions) == 1 and says.kinds == {says.conditions[0][0]} for says in said if not says.problem
    )
    if len(parts) < 2 or len(names) != 1 or not alone or any(says.problem for says in said):
        return []
    return said if len({says.conditions for says in said}) == len(said) else []


def _tab_words(text: str) -> list[str]:
    """The words of a row of tabs, also of one that ran together: `StandardBatchFlex`, `北京新加坡`."""
    apart_ = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    parts = [part for part in re.split(r"[\s|·/、]+", apart_) if part]
    if len(parts) > 1:
        return parts
    found = tokens(text)
    places = [place for index in range(len(found)) if (place := place_at(text, found, index))]
    return [place.text for place in places] if "".join(place.text for place in places) == text else parts


def _without_printed(says: Says) -> Says:
    """A heading's bracket that is not understood describes more often than it restricts, unless a word says so."""
    kept = tuple((name, value) for name, value in says.conditions if name != AS_PRINTED or _restricts(value))
    return says._replace(conditions=kept) if len(kept) != len(says.conditions) else says


def _restricts(words: object) -> bool:
    kept = words if isinstance(words, tuple) else (words,)
    return any(token.kind == "restricting" for word in kept for token in tokens(str(word)))
