"""Text from a page stays text, wherever it is shown: a terminal, Markdown, HTML, the log of a job."""

import re
import unicodedata
from collections.abc import Callable

_UNPLAIN = re.compile(r"[^\n -~]+")
"""Among these are characters to be spelled out; most text of a table has none."""


def visible(text: str) -> str:
    r"""The text with what a terminal would obey, or nobody would see, spelled out.

    >>> print(visible("4 元\x1b[31m"))
    4 元\x1b[31m
    """
    return _UNPLAIN.sub(lambda run: _spelled(run.group(), lambda c: c.encode("unicode_escape").decode()), text)


def visible_json(text: str) -> str:
    r"""JSON with such characters escaped as JSON does; it says the same.

    >>> print(visible_json('"4 元\u202e"'))
    "4 元\u202e"
    """
    import json  # noqa: PLC0415 - most commands show neither JSON nor HTML

    return _UNPLAIN.sub(lambda run: _spelled(run.group(), lambda c: json.dumps(c)[1:-1]), text)


def plain(text: str) -> str:
    """For Markdown: everything that it or HTML could read as more than text, a mention or a reference, as entities.

    >>> plain("@all <b> #1")
    '&#64;all &#60;b&#62; &#35;1'
    """
    return re.sub(r"[!-,/:-@\[-`{-~]", lambda match: f"&#{ord(match.group())};", visible(text))


def code(text: str) -> str:
    """For Markdown: the text on one line as code; nothing for nothing."""
    return f"<code>{plain(one_line(text))}</code>" if text else ""


def markup(text: str) -> str:
    """For HTML.

    >>> markup("<b>##[group]")
    '&lt;b&gt;&#35;&#35;[group]'
    """
    import html  # noqa: PLC0415

    return html.escape(visible(text)).replace("##", "&#35;&#35;")


def logged(text: str) -> str:
    r"""For the log of a job: nothing in it is a command to the runner.

    >>> print(logged("##[add-mask]x\n ::error::y"))
    #\x23[add-mask]x
     :\x3aerror::y
    """
    return re.sub(r"(?m)^(\s*)::", r"\1:\\x3a", text.replace("##[", r"#\x23["))


def one_line(text: str) -> str:
    """The text without its line ends."""
    return " ".join(text.split())


def _spelled(text: str, how: Callable[[str], str]) -> str:
    return "".join(c if _seen(c) else how(c) for c in text)


def _seen(character: str) -> bool:
    return character.isprintable() or character == "\n" or unicodedata.category(character) == "Zs"
