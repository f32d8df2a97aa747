"""Lines for a person at a terminal: folded between their parts, so that no name, id or day is ever broken."""

import shutil
from collections.abc import Sequence

from pricebook.cli import output

_BETWEEN = "  "


def parts(said: Sequence[str], first: str, rest: str | None = None) -> None:
    """Prints the parts behind `first`, as many on a line as fit, the other lines behind `rest` or blanks.

    A part is broken only between its words, and only where it is longer than a line.
    """
    from rich.cells import cell_len  # noqa: PLC0415 - slow to load

    width, indent = shutil.get_terminal_size().columns, " " * len(first) if rest is None else rest
    line, empty = first, True
    for part in filter(None, said):
        whole = " ".join(part.split())
        lead = "" if empty else _BETWEEN
        if cell_len(f"{line}{lead}{whole}") <= width:
            line, empty = f"{line}{lead}{whole}", False
            continue
        if not empty:
            output.say(line)
            line = indent
        *done, line = _words(line, whole, indent, width)
        for each in done:
            output.say(each)
        empty = False
    output.say(line)


def _words(line: str, text: str, indent: str, width: int) -> list[str]:
    """The text's words behind the line, and on further ones."""
    from rich.cells import cell_len  # noqa: PLC0415

    lines, bare = [line], True
    for word in text.split(" "):
        longer = f"{lines[-1]}{'' if bare else ' '}{word}"
        if bare or cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(f"{indent}{word}")
        bare = False
    return lines
