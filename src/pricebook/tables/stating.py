"""What a scraper gives a meaning to: conditions in its own words, columns of a condition, cells that it divides."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pricebook import vocabulary
from pricebook.phrases import NOTHING, Says, both, read_label, read_words
from pricebook.phrases.names import Named, Names, read_names
from pricebook.phrases.says import AS_PRINTED, BOUNDED, condition, ordered, unread
from pricebook.tables.columns import thousands_in, time_in

_PRINTED = frozenset(each.name for each in vocabulary.CONDITIONS if each.printed)
_BETWEEN = re.compile(r"[\s、，,;；/|]*(?:(?:和|与|及|或|and|or)\s*)?")
"""What may stand between two parts of a cell and says nothing."""
MODEL, NAME = "model", "name"
"""Groups of a pattern that are no conditions."""


def holding(conditions: Mapping[str, object]) -> Says:
    """A statement of these conditions."""
    return Says(conditions=ordered({name: _frozen(value) for name, value in conditions.items()}))


def _frozen(value: object) -> object:
    """A condition's value as the price language holds it."""
    if isinstance(value, Mapping):
        return tuple(sorted(value.items()))
    return tuple(value) if isinstance(value, list) else value


def valued(cell: str, name: str, heading: str = "") -> Says:
    """What a cell states that is a value of that condition, whatever the column is called.

    >>> valued("轻量版", "spec").conditions, valued("全球", "scope").conditions
    ((('spec', '轻量版'),), (('scope', '全球'),))
    >>> valued("≤ 32", "input_tokens", "长度（千 tokens）").conditions, valued("720P", "resolution").conditions
    ((('input_tokens', (('lte', 32000),)),), (('resolution', '720p'),))
    """
    words = " ".join(cell.split())
    if name == AS_PRINTED:
        return condition(name, (f"{' '.join(heading.split())} {words}" if words.isdigit() and heading else words,))
    if name in BOUNDED:
        says = read_words(cell, name, thousands_in(heading))
    elif name in _PRINTED:
        known = read_words(cell, of=name)
        return known if [each for each, _ in known.conditions] == [name] else condition(name, words)
    else:
        says = read_label(cell, of=name, thing=time_in(heading))
    return says if not says.problem else unread(f"the cell {words[:40]!r}: {says.problem}")


class Part(NamedTuple):
    """A part of a cell that a pattern divides."""

    model: str
    name: str
    says: Says


def divided(cell: str, pattern: str, heading: str = "") -> list[Part] | str:
    """The parts of the cell, or why it has none; empty where the pattern does not meet it, so that it is one.

    >>> sized = "(?P<model>[a-z0-9-]+) (?P<resolution>[0-9]+P)"
    >>> [(part.model, part.says.conditions) for part in divided("acme-1 720P / acme-2 1080P", sized)]
    [('acme-1', (('resolution', '720p'),)), ('acme-2', (('resolution', '1080p'),))]
    >>> divided("acme-1 720P 内部", sized)
    "the pattern of the scraper leaves '内部' of the cell"
    """
    matches = list(re.finditer(pattern, cell))
    ends = [0, *(match.end() for match in matches)]
    starts = [*(match.start() for match in matches), len(cell)]
    for end, start in zip(ends, starts, strict=True) if matches else ():
        if not _BETWEEN.fullmatch(cell[end:start]):
            return f"the pattern of the scraper leaves {cell[end:start].strip()!r} of the cell"
    return [_read_part(match, heading) for match in matches]


def _read_part(match: re.Match[str], heading: str) -> Part:
    groups = match.groupdict(default="")
    says = NOTHING
    for name, text in groups.items():
        if name not in {MODEL, NAME} and text.strip():
            says = both(valued(text, name, heading if name == AS_PRINTED else ""), says)
    return Part(" ".join(groups.get(MODEL, "").split()), groups.get(NAME, ""), says)


def models_of(cell: str, pattern: str | None) -> tuple[Names, str]:
    """The models of a cell that a pattern may divide, and the display name that stands beside them."""
    parts = divided(cell, pattern) if pattern else []
    if isinstance(parts, str):
        return Names((), parts), ""
    if not parts:
        return read_names(cell), ""
    found = list(_models_of_parts(parts))
    problem = next((each for each in found if isinstance(each, str)), None)
    names = {part.name for part in parts}
    if problem or len(names) > 1:
        return Names((), problem or f"{' and '.join(sorted(names))}: cannot tell which of the names is whose"), ""
    return Names(tuple(each for each in found if not isinstance(each, str))), names.pop()


def _models_of_parts(parts: list[Part]) -> Iterator[Named | str]:
    """The models of each part with what it states, or why it is none."""
    for part in parts:
        names = read_names(part.model)
        if names.problem or part.says.problem:
            yield names.problem or str(part.says.problem)
        for named in names.models:
            says = both(named.says, part.says)
            yield says.problem or named._replace(says=says)


def stated_in(cell: str, pattern: str, heading: str = "") -> Says | None:
    """What the parts of a cell state together; None where the pattern does not meet it.

    >>> stated_in("20", "(?P<as_printed>[0-9]+)", "Steps").conditions
    (('as_printed', ('Steps 20',)),)
    """
    parts = divided(cell, pattern, heading)
    if isinstance(parts, str):
        return unread(parts)
    says = NOTHING
    for part in parts:
        says = both(part.says, says)
    return says if parts else None
