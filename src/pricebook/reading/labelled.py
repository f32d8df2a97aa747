"""Tabs of which a reader of pages left the labels, as links side by side, and the panels one below the other.

Where as many tables of the same rows follow, before the next heading, as there are labels, each stands below its own;
else all labels stand above each, with a mark that nobody can tell which holds, and what they say leaves it unread.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pricebook.reading.document import Block, Heading, Table
from pricebook.reading.outline import BARE, DEEPEST

_LINK = r"\[([^\[\]]{1,40})\]\([^()\s]{0,300}#([^()\s#]{1,60})\)"
_EACH = re.compile(_LINK)
_LABELS = re.compile(rf"(?:{_LINK} ?){{2,12}}[A-Za-z]{{0,12}}")


def labels_in(source: str) -> list[str]:
    """The labels of tabs, where a line of Markdown is nothing else: each leads to the place that is called like it.

    >>> labels_in("[Standard](https://a.example/p#standard)[Batch](https://a.example/p#batch)More")
    ['Standard', 'Batch']
    >>> labels_in("[Docs](https://a.example/docs)[Prices](https://a.example/p#prices)")
    []
    """
    if not _LABELS.fullmatch(source.strip()):
        return []
    found = {label.strip(): anchor for label, anchor in _EACH.findall(source)}
    return list(found) if all(_slug(label) == _slug(anchor) for label, anchor in found.items()) else []


def _slug(label: str) -> str:
    return "-".join(label.casefold().replace("-", " ").split())


def below_labels(blocks: Sequence[Block], labels: dict[int, list[str]]) -> list[Block]:
    """The blocks with a heading above each table of a panel; by the number of the block before which they stand."""
    headings = {block: heading for start, names in labels.items() for block, heading in _panels(blocks, start, names)}
    found: list[Block] = []
    for number, block in enumerate(blocks):
        found += [*headings.get(number, ()), block]
    return found


def _panels(blocks: Sequence[Block], start: int, names: list[str]) -> Iterator[tuple[int, list[Heading]]]:
    """Where headings are put in, and which: one above each table, and behind the last the one above all of them."""
    direct, *further = _sections(blocks, start)
    tables = _tables_in(blocks, direct)
    if {_slug(name) for name in names} <= {_slug(block.text) for block in blocks[start:] if isinstance(block, Heading)}:
        # A table of contents: what it names has headings of its own.
        return
    if len(names) == len(tables) and _alike([blocks[number] for number in tables]):
        yield from _labelled(blocks, direct, names)
        return
    for section in (direct, *further):
        yield from _labelled(blocks, section, [one_of(names)] * len(_tables_in(blocks, section)))


def _sections(blocks: Sequence[Block], start: int) -> list[range]:
    """What follows until the next heading, and then below each heading that is deeper than the one above the labels."""
    above = _heading_before(blocks, start)
    ends = [number for number in range(start, len(blocks)) if isinstance(blocks[number], Heading)]
    found = [range(start, ends[0] if ends else len(blocks))]
    for number, behind in pairwise([*ends, len(blocks)]):
        heading = blocks[number]
        if isinstance(heading, Heading) and heading.level <= above.level:
            break
        found.append(range(number + 1, behind))
    return found


def _labelled(blocks: Sequence[Block], section: range, names: list[str]) -> Iterator[tuple[int, list[Heading]]]:
    """The headings of one section: a name above each of its tables, and its own again behind the last."""
    tables = _tables_in(blocks, section)
    above = _heading_before(blocks, section.start)
    for number, name in zip(tables, names, strict=True):
        yield number, [Heading(min(above.level + 1, DEEPEST), name, blocks[number].line)]
    if tables and tables[-1] + 1 < section.stop:
        yield tables[-1] + 1, [Heading(above.level, above.text, blocks[tables[-1] + 1].line)]


def _heading_before(blocks: Sequence[Block], start: int) -> Heading:
    return next((block for block in reversed(blocks[:start]) if isinstance(block, Heading)), Heading(1, BARE))


def _tables_in(blocks: Sequence[Block], section: range) -> list[int]:
    return [number for number in section if isinstance(blocks[number], Table)]


def _alike(tables: Sequence[Block]) -> bool:
    """Whether they may be of as many panels: each has a row of the first one, as panels of the same models have."""
    first, *others = [{row.cells[:1] for row in table.rows} for table in tables if isinstance(table, Table)]
    return all(first & other for other in others)


def one_of(names: list[str]) -> str:
    """The heading of a table that stands below one of these labels, and nobody can tell which.

    >>> one_of(["Standard", "Batch"]), labels_of("Standard / Batch ?"), labels_of("Standard / Batch")
    ('Standard / Batch ?', ['Standard', 'Batch'], [])
    """
    return f"{' / '.join(names)} ?"


def labels_of(heading: str) -> list[str]:
    """The labels of which such a heading is one."""
    labels, unknown = heading[:-2].split(" / "), heading.endswith(" ?")
    return labels if unknown and len(labels) > 1 else []
