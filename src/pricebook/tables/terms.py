"""Under which conditions a price holds: those that all scopes state together, as they are published."""

from collections.abc import Sequence
from typing import cast

from pricebook.phrases import Says, both
from pricebook.phrases.measures import NotUnderstood
from pricebook.phrases.says import AS_PRINTED, BOUNDED, NOTHING, condition, ordered, unread
from pricebook.phrases.tasks import completed, is_open
from pricebook.phrases.tokens import tokens
from pricebook.tables.context import Context
from pricebook.units import Unit
from pricebook.vocabulary import LONG_CONTEXT

_OF_TOKENS = {"input", "output", "cache_read", "cache_write", "cache_storage"}
_LONG = frozenset(LONG_CONTEXT.split("|"))
_SIZES = {"input_tokens", "context_tokens"}
_OWN_MEDIUM = {"image": "image", "video": "video", "audio": "audio", "song": "audio", "text": "text"}


def conditions_of(
    says: Says, meter: str, unit: Unit | None, length: int | None, page: Context, *, compared: bool = False
) -> dict[str, object]:
    """The conditions of a price of that meter, of a clip of that `length` in seconds; the ordinary case needs none.

    It is `compared` where another price of its row is of longer requests.
    Raises NotUnderstood where the words contradict the meter or each other.
    """
    says = _without_period(says, unit)
    stated = both(says, condition("input_modality", "image")) if _is_sent(says, meter) else says
    if length is not None:
        stated = both(stated, condition("duration", length))
    if stated.media and stated.media != (_OWN_MEDIUM.get(meter),):
        stated = both(stated, _modality(says, meter, unit))
    if stated.kinds & BOUNDED:
        stated = _by_page_rules(_without_length(stated, page, compared=compared), page)
    if stated.problem:
        raise NotUnderstood(stated.problem)
    found = {name: value for name, value in stated.conditions if value is not None}
    if is_open(found.get("task")):
        found["task"] = _tasks(meter, found["task"])
    return {name: as_published(value) for name, value in found.items()}


def as_published(value: object) -> object:
    """A condition's value as it is published: bounds as an object, several values as a list."""
    if isinstance(value, tuple):
        return dict(value) if value and isinstance(value[0], tuple) else list(value)
    return value


def _tasks(meter: str, begun: object) -> object:
    """What the words leave open of the tasks, the meter tells."""
    if meter not in {"image", "video"}:
        message = f"cannot tell what is made: no word beside the task says it, nor does a price of {meter}"
        raise NotUnderstood(message)
    return completed(begun, meter)


def _without_period(says: Says, unit: Unit | None) -> Says:
    """How long what is paid lasts is no further condition of a price by that time; of one by the token, it is."""
    words = cast("tuple[str, ...]", dict(says.conditions).get(AS_PRINTED, ()))
    return _keeping(says, [each for each in words if unit is None or not _lasts(each) & {*unit.thing.split("-")}])


def _lasts(words: str) -> set[object]:
    found = tokens(words)
    return {each.word.value for each in found if each.kind == "period" and each.word and len(found) == 1}


def _keeping(says: Says, printed: Sequence[str]) -> Says:
    """The same with these words of the page alone."""
    rest = {name: value for name, value in says.conditions if name != AS_PRINTED}
    return says._replace(conditions=ordered(rest | ({AS_PRINTED: tuple(printed)} if printed else {})))


def _without_length(says: Says, page: Context, *, compared: bool) -> Says:
    """Where bounds tell how long a request is, words that say no more than that it is long are no further condition.

    Bounds from a size on do. Below a heading of the whole table, bounds up to a size do where they stand `compared`.
    """
    above = dict(page.around.conditions).get(AS_PRINTED, ()) if compared else ()
    words = cast("tuple[str, ...]", dict(says.conditions).get(AS_PRINTED, ()))
    told, long = cast("tuple[str, ...]", above), is_of_long(says)
    return _keeping(says, [word for word in words if not (_only_long(word) and (long or word in told))])


def is_of_long(says: Says) -> bool:
    """Whether it is of requests from a size of input or context on.

    >>> is_of_long(condition("input_tokens", (("gt", 200000),))), is_of_long(condition("input_tokens", (("lte", 9),)))
    (True, False)
    """
    sizes = [dict(cast("Sequence[tuple[str, int]]", value)) for name, value in says.conditions if name in _SIZES]
    return any(each.get("gt") or each.get("gte") for each in sizes)


def _only_long(words: str) -> bool:
    """Whether they say of a request that it is long, and nothing else that is known."""
    found = tokens(words)
    restricting = {token.text for token in found if token.kind == "restricting"}
    rest = {token.kind for token in found} - {"restricting", "unknown", "noise", "heading"}
    return bool(restricting) and restricting <= _LONG and not rest


def _by_page_rules(says: Says, page: Context) -> Says:
    """A page may say that a K is 1,024, and that each band is billed at its own price."""
    if page.thousand != 1000 and any(
        bound % 1000 == 0 and bound
        for name, bounds in says.conditions
        if name in BOUNDED
        for _, bound in cast("Sequence[tuple[str, int]]", bounds)
    ):
        return unread("the page says that a K is 1,024: its bounds are not those that are printed with a K")
    return both(says, condition("tier_rule", "marginal")) if page.marginal else says


def _modality(says: Says, meter: str, unit: Unit | None) -> Says:
    """What tokens are of, where a word says no more than that."""
    media = says.media
    if media == ("audio",) and meter == "text":
        # Of speech that is paid by the character, the characters are text.
        return NOTHING
    if meter not in _OF_TOKENS or unit is None or not unit.thing.startswith("token"):
        per = unit.thing if unit else "use"
        message = f"cannot tell what {' and '.join(media)} has to do with a price by the {per}"
        raise NotUnderstood(message)
    billed = dict(says.conditions).get("modality")
    if media == (billed,):
        return NOTHING
    name = f"{meter}_modality" if billed in media and meter in {"input", "output"} else "modality"
    return condition(name, media[0] if len(media) == 1 else media)


def _is_sent(says: Says, meter: str) -> bool:
    """Whether it is a price of images that are sent, not of those that are made."""
    return meter == "image" and says.meters == ("input",)
