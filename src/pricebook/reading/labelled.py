"""Tabs of which a reader of pages left the labels, as links side by side, and the panels one below the other.

Where as many tables of the same rows follow, before the next heading, as there are labels, each stands below its own;
else all labels stand above them, with a mark that nobody can tell which holds, and what they say leaves them unread. So
they do where a text around the tables may say something of one: of which panel it is, nobody can tell either.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pricebook.phrases.around import is_title
from pricebook.phrases.lines import is_note, states
from pricebook.reading.document import Block, Heading, Paragraph, Table
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
    """The blocks with headings above the tables of panels; by the number of the block before which they stand."""
    headings = {block: heading for start, names in labels.items() for block, heading in _panels(blocks, start, names)}
    found: list[Block] = []
    for number, block in enumerate(blocks):
        found += [*headings.get(number, ()), block]
    return found


def _panels(blocks: Sequence[Block], start: int, names: list[str]) -> Iterator[tuple[int, list[Heading]]]:
    """Where headings are put in, and which: above the tables, and behind them the one above all of them again."""
    direct, *further = _below_labels(blocks, start)
    tables = _tables_in(blocks, direct)
    if {_slug(name) for name in names} <= {_slug(block.text) for block in blocks[start:] if isinstance(block, Heading)}:
        # A table of contents: what it names has headings of its own.
        return
    alike = len(names) == len(tables) and _of_same_rows([blocks[number] for number in tables])
    if alike and not any(_may_tell(blocks[n], between=tables[0] < n < tables[-1]) for n in direct):
        yield from _headed(blocks, direct, dict(zip(tables, names, strict=True)))
        return
    for section in (direct, *further):
        told = (number for number in section if isinstance(blocks[number], Table) or _may_tell(blocks[number]))
        if _tables_in(blocks, section):
            yield from _headed(blocks, section, {next(told): one_of(names)})


def _below_labels(blocks: Sequence[Block], start: int) -> list[range]:
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


def _headed(blocks: Sequence[Block], section: range, names: Mapping[int, str]) -> Iterator[tuple[int, list[Heading]]]:
    """The headings of one section: these names, and its own again behind the last block that they may be of."""
    above = _heading_before(blocks, section.start)
    for number, name in names.items():
        yield number, [Heading(min(above.level + 1, DEEPEST), name, blocks[number].line)]
    behind = 1 + max(number for number in section if isinstance(blocks[number], Table) or _may_tell(blocks[number]))
    if behind < section.stop:
        yield behind, [Heading(above.level, above.text, blocks[behind].line)]


def _may_tell(block: Block, *, between: bool = False) -> bool:
    """Whether a paragraph says something of prices near it, or between tables leads one of them."""
    if not isinstance(block, Paragraph) or is_note(block.text):
        return False
    leads = is_title(block.text) or block.text.endswith((":", "："))
    return states(block.text) or (between and leads)


def _heading_before(blocks: Sequence[Block], start: int) -> Heading:
    return next((block for block in reversed(blocks[:start]) if isinstance(block, Heading)), Heading(1, BARE))


def _tables_in(blocks: Sequence[Block], section: range) -> list[int]:
    return [number for number in section if isinstance(blocks[number], Table)]


def _of_same_rows(tables: Sequence[Block]) -> bool:
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
