"""Lines for a person at a terminal: folded between words, so that no name, id or day is ever broken."""

import shutil
from collections.abc import Iterator, Sequence

from pricebook.cli import output

_BETWEEN = "  "


def say(parts: Sequence[str], first: str, rest: str | None = None) -> None:
    """Prints the parts behind `first`, as many on a line as fit, on further lines behind `rest` or as many blanks."""
    indent = " " * len(first) if rest is None else rest
    for line in folded(parts, first, indent, shutil.get_terminal_size().columns):
        output.say(line)


def folded(parts: Sequence[str], first: str, rest: str, width: int) -> Iterator[str]:
    """The same as lines of that many columns; a part goes on a line of its own before it is broken between its words.

    >>> list(folded(["acme-1 input", "2 CNY / image"], "was ", "    ", 18))
    ['was acme-1 input', '    2 CNY / image']
    >>> list(folded(["a word of many letters"], "", "  ", 12))
    ['a word of', '  many', '  letters']
    """
    from rich.cells import cell_len  # noqa: PLC0415 - slow to load

    line, bare = first, True
    for part in filter(None, (" ".join(part.split()) for part in parts)):
        whole = cell_len(f"{rest}{part}") <= width
        for number, word in enumerate([part] if whole else part.split(" ")):
            longer = f"{line}{'' if bare else ' ' if number else _BETWEEN}{word}"
            if not bare and cell_len(longer) > width:
                yield line
                longer = f"{rest}{word}"
            line, bare = longer, False
    yield line
