"""Tabs of which a reader of pages left the labels, as links side by side, and the panels one below the other.

Where as many tables follow, before the next heading, as there are labels, each stands below its own; where the numbers
differ, all labels stand above each: whose a table is cannot be told, and what they say contradicts itself.
"""

import re
from collections.abc import Iterator, Sequence

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
    end = next((n for n in range(start, len(blocks)) if isinstance(blocks[n], Heading)), len(blocks))
    tables = [n for n in range(start, end) if isinstance(blocks[n], Table)]
    if not tables:
        return
    above = next((block for block in reversed(blocks[:start]) if isinstance(block, Heading)), Heading(1, BARE))
    told = names if len(names) == len(tables) else [" / ".join(names)] * len(tables)
    for number, name in zip(tables, told, strict=True):
        yield number, [Heading(min(above.level + 1, DEEPEST), name, blocks[number].line)]
    if tables[-1] + 1 < end:
        yield tables[-1] + 1, [Heading(above.level, above.text, blocks[tables[-1] + 1].line)]
