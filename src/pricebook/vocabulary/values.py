"""What each condition can be: whoever states one in a program is told when the vocabulary has no such value."""

from collections.abc import Callable, Mapping

from pricebook.vocabulary.conditions import CONDITIONS, TASKS
from pricebook.vocabulary.meters import MEDIA

_BOUNDS = frozenset({"gt", "gte", "lt", "lte"})


def _is_range(value: object) -> bool:
    return (
        isinstance(value, Mapping) and bool(value) and value.keys() <= _BOUNDS and all(map(_is_count, value.values()))
    )


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


_KINDS: dict[str, tuple[Callable[[object], bool], str]] = {
    "range": (_is_range, "a range such as {'gt': 1000, 'lte': 2000}"),
    "seconds": (_is_count, "a number of seconds"),
    "length": (lambda value: _is_count(value) or _is_range(value), "a number of seconds or a range of them"),
    "words": (_is_words, "words as the page prints them"),
    "flag": (lambda value: isinstance(value, bool), "True or False"),
}
_OPEN = {
    "input_tokens": "range", "context_tokens": "range", "output_tokens": "range", "volume": "range",
    "cache_ttl": "seconds", "duration": "length", "hours": "words", "resolution": "words", "as_printed": "words",
    "surcharge": "flag",
} | {each.name: "words" for each in CONDITIONS if each.printed}  # fmt: skip
"""Conditions whose values are not listed, and of what kind they are."""
_SEVERAL = frozenset({"resolution", "task", "modality", "input_modality", "output_modality", "as_printed"})
"""Conditions that a price may have several values of, in a list."""
_LISTED: dict[str, tuple[object, ...]] = {
    each.name: tuple(dict.fromkeys(value for _, value in each.values if value is not None)) for each in CONDITIONS
} | {
    "task": tuple(TASKS), "modality": tuple(MEDIA), "input_modality": tuple(MEDIA), "output_modality": tuple(MEDIA),
    "tier_rule": ("marginal",), "search_context": ("low", "medium", "high"),
}  # fmt: skip


def slip(name: str, value: object) -> str | None:
    """Why that is no condition of the vocabulary, with what is known; None if it is one.

    >>> slip("mode", "batch"), slip("resolution", ["720p", "1080p"]), slip("thinking", False)
    (None, None, None)
    >>> slip("mode", "bach")
    "mode is 'bach', and can be: batch, offline, off-peak, peak, priority, flex, fast"
    >>> slip("duration", "5s"), slip("as_printed", "内部")
    ("duration is '5s', and can be: a number of seconds or a range of them", "as_printed is '内部', and can be: a list")
    """
    if name not in _LISTED:
        return f"no condition is called {name!r}; known: {', '.join(_LISTED)}"
    listed = isinstance(value, list | tuple)
    if name == "as_printed" and not listed:
        return f"{name} is {value!r}, and can be: a list"
    values = value if name in _SEVERAL and isinstance(value, list | tuple) else [value]
    fits, known = _KINDS[_OPEN[name]] if name in _OPEN else _one_of(_LISTED[name])
    return None if values and all(map(fits, values)) else f"{name} is {value!r}, and can be: {known}"


def _one_of(known: tuple[object, ...]) -> tuple[Callable[[object], bool], str]:
    typed = {(type(value), value) for value in known}
    return lambda value: isinstance(value, str | bool) and (type(value), value) in typed, ", ".join(map(str, known))
