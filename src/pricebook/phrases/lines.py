"""What a line or a paragraph says of the prices right below it, or right above it, where no heading stands between."""

import re

from pricebook import vocabulary
from pricebook.phrases.around import (
    is_title,
    narrows,
    of_persons,
    read_near,
    read_sentence,
    read_tabs,
    speaks_of_prices,
)
from pricebook.phrases.gathering import ENDING
from pricebook.phrases.says import AS_PRINTED, NOTHING, Says, both, unread
from pricebook.phrases.tokens import alternatives, fold, tokens
from pricebook.phrases.words import read_words
from pricebook.vocabulary.sentences import OF_PRICES

NOTE = re.compile(
    r"\s*(?:\^([^^\n]{1,9})\^|\\?([*†‡]{1,3}|[①-⑳])|[(（\[]([*†‡]{1,3}|[0-9]{1,2})[)）\]])\s*[:：.、]?\s*(\S.*)",
    re.DOTALL,
)
"""A paragraph that begins with a mark, and the words behind it."""
_OF_PRICES = re.compile("[价费]|[Pp]rice|[Rr]ate")
_MADE_ONLY = re.compile("(?:仅对|只对|按)成功(?:生成|输出|调用)|未成功")
"""A clause that says that what fails costs nothing, which restricts no price."""
_NO_LONGER = re.compile(f"{ENDING.pattern}|不再|no longer")
"""With its day, of what was sold: no day from which a price holds."""
_PARTS = re.compile(r"[，,。；;()（）\n]|\.(?= )")
_WHICH_MODELS = re.compile(r"(?:^|\s)(?:仅限?|只限?|[Oo]nly )[^，,；;\n]*(?:模型|[Mm]odels)[。.]?$")
"""仅限由下列基础模型训练得到的模型 tells which models stand below."""
_CLAUSES = re.compile("[，,]")
_FOOT = 40
"""Characters: a longer line is a foot of a table only where it begins with the prices."""
_PRICES = re.compile(
    r"\s*(?:(?:这些|以上|上述|上表|表中|本表|本页|所有|全部|此|该)?的?(?:所列|所示)?(?:价格|报价|单价|费用|定价)"
    r"|(?:(?:these|those|all|the|our|above|listed|shown|following) ){0,3}(?:prices|rates|fees)(?![a-z]))"
)
"""How a sentence begins that says something of prices."""
_SAYS = re.compile(_PRICES.pattern + "(?:[不需须要适仅只按以含为是在从自将会包除对由均都翻另随]|[a-z ])")
"""A sentence that says something of prices, and no title such as 价格概述."""
_HARMLESS = re.compile(OF_PRICES)
_ONLY = re.compile(rf"(?<![a-z])(?:{alternatives(vocabulary.ONLY.split('|'))})(?!供参考)(?<!for reference only)")
_ENDS = re.compile(r"[。；;！!\n]|\.\s")


def is_note(text: str) -> bool:
    """Whether a paragraph begins with a mark, so that it belongs to what carries the mark.

    >>> is_note("* 批量推理价格"), is_note("批量推理价格")
    (True, False)
    """
    return NOTE.fullmatch(text) is not None


def read_lead(text: str) -> Says:
    """What a line or a paragraph above a table says of it."""
    if is_title(text):
        return read_near(text)
    said = both(_term(text), read_sentence(text, above=True))
    said = both(said, read_of_prices(text, said))
    return said if len(text) > _FOOT else both(said, _aside(text, said))


def _aside(text: str, stated: Says) -> Says:
    """A short line above a table that says more than is `stated`: `Batch API, 50% off`."""
    said, parts = read_near(text), _CLAUSES.split(text.rstrip("。."))
    if said.problem:
        return said if len(parts) > 1 else NOTHING
    if not speaks_of_prices(text):
        said = said._replace(service=None)
    if not narrows(text) or _WHICH_MODELS.search(text):
        # What a sentence speaks of is no condition, but for whom and when.
        leads = len(parts) > 1 and not read_words(parts[0]).problem
        kept = tuple(each for each in said.conditions if of_persons(*each) or (leads and each[0] == "mode"))
        days = (None, None) if _NO_LONGER.search(fold(text)) else (said.since, said.until)
        said = Says(conditions=kept, since=days[0], until=days[1])
    return NOTHING if _is_stated(said, stated) else unread(f"the line {text!r} above the table may restrict it")


def _term(text: str) -> Says:
    """A paragraph that says nothing but when, or under which condition, prices hold."""
    whole = read_words(text)
    return Says(conditions=whole.conditions, since=whole.since, until=whole.until) if not whole.problem else NOTHING


def states(text: str) -> bool:
    """Whether a paragraph says something of the prices of a table above or below it, or may.

    >>> states("Batch"), states("以上价格自 2026 年 9 月 1 日起生效。"), states("各模型的说明见下。")
    (True, True, False)
    """
    if read_tabs(text):
        return True
    said = (read_lead(text), read_foot(text), read_sentence(text, above=False))
    return any(each.kinds or each.problem for each in said)


def read_foot(text: str, stated: Says = NOTHING) -> Says:
    """A line below a table that no other table follows: it may be the table's foot. What is `stated` is not new."""
    text = _without_what_fails(text)
    term = _term(text)
    if term.kinds and (len(text) > _FOOT or not term.conditions or _OF_PRICES.search(text)):
        return term
    of_prices = read_of_prices(text, stated)
    if len(text) > _FOOT or of_prices is not NOTHING:
        return of_prices
    if text.endswith((":", "：")):
        # It leads what stands below it.
        return NOTHING
    said = read_near(text)
    return NOTHING if _is_stated(said, stated) else unread(f"the line {text!r} below the table may restrict it")


def _without_what_fails(text: str) -> str:
    """The text without its clauses that say that what fails costs nothing.

    >>> _without_what_fails("仅对成功生成的图片收费（仅限企业客户）"), _without_what_fails("以上价格含税。")
    ('仅限企业客户', '以上价格含税。')
    """
    if not _MADE_ONLY.search(text):
        return text
    return "，".join(part for part in map(str.strip, _PARTS.split(text)) if part and not _MADE_ONLY.search(part))


def read_of_prices(text: str, stated: Says) -> Says:
    """A text near a table, of which a sentence begins with the prices and says more of them than is understood.

    Or says for whom alone something is.

    >>> read_of_prices("Some words. These prices are for enterprise customers.", NOTHING).problem
    "the sentence 'These prices are for enterprise customers.' near the table may restrict it"
    >>> read_of_prices("All prices are per seat.", NOTHING).problem
    "the sentence 'All prices are per seat.' near the table may restrict it"
    >>> read_of_prices("价格仅供参考。", NOTHING) == read_of_prices("All prices are in USD.", NOTHING) == NOTHING
    True
    """
    for sentence in map(str.strip, _ENDS.split(text)):
        folded = fold(sentence)
        only, of_prices = _ONLY.search(folded), _PRICES.match(folded)
        if not only and not of_prices:
            continue
        said, whole = read_near(sentence), read_words(sentence)
        if not of_prices and not any(of_persons(*each) for each in said.conditions):
            continue
        understood = not whole.problem or _HARMLESS.search(folded) or not _SAYS.match(folded)
        if only or said.problem or not understood or not _is_stated(said, stated):
            return unread(f"the sentence {sentence[:60]!r} near the table may restrict it")
        if not whole.problem and whole.currency:
            return Says(currency=whole.currency)
    return NOTHING


def _is_stated(said: Says, before: Says) -> bool:
    """Whether nothing of it is new: no condition, of words as printed those that restrict; no day and no service."""
    if {said.since, said.until, said.service} - {None, before.since, before.until, before.service}:
        return False
    known = {each for each in before.conditions if each[0] != AS_PRINTED}
    told = {each for each in said.conditions if each[0] != AS_PRINTED}
    return told <= known and _restricting(said) <= _restricting(before)


def _restricting(says: Says) -> set[str]:
    words = dict(says.conditions).get(AS_PRINTED, ())
    kept = words if isinstance(words, tuple) else (words,)
    return {token.text for word in kept for token in tokens(str(word)) if token.kind == "restricting"}
