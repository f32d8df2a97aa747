"""Text from a page stays text, wherever it is shown: a terminal, Markdown, HTML, the log of a job."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

_PLAIN = re.compile(
    "[\n -~\xa0-\xac\xae-\xff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u23ff\u2460-\u27ff\u3000-\u3029"
    "\u3030-\u303f\u3041-\u3096\u309b-\u30ff\u4e00-\u9fef\uac00-\ud7a3\uff01-\uff0f\uff1a-\uff20\uffe0-\uffe6]*"
)
"""Text of which every character is what it looks like, so that most texts need no further look."""
_UNREAD = re.compile(r"[`|\\@#]|://|www[.]")
"""What would end code or a cell of a table; and what GitHub looks for, so that all depends on no code being open."""
_MARKS = 3
"""No writing puts more of them on one character."""
_BLANKS = "\xa0\u3000"
"""Blanks that pages are written with, besides the plain one."""


def visible(text: str) -> str:
    r"""The text with what a terminal would obey, nobody would see or would take for something else, spelled out.

    >>> print(visible("4 元\x1b[31m"), visible("qw\u0435n"), visible("\u3164"), visible("тариф"))
    4 元\x1b[31m qw\u0435n \u3164 тариф
    """
    return _spelled(text, lambda character: character.encode("unicode_escape").decode())


def visible_json(text: str) -> str:
    r"""JSON with the same escaped as JSON does; it says what it said.

    >>> print(visible_json('"4 元\u202e"'))
    "4 元\u202e"
    """
    import json  # noqa: PLC0415 - most commands show neither JSON nor HTML

    return "\n".join(_spelled(line, lambda character: json.dumps(character)[1:-1]) for line in text.split("\n"))


def plain(text: str) -> str:
    """For Markdown: everything that it or HTML could read as more than text as entities.

    GitHub's Markdown finds mail addresses behind its entities, so a comment stands before each `@`.

    >>> plain("@all <b> #1 www.x")
    '<!---->&#64;all &#60;b&#62; &#35;1 www&#46;x'
    """
    entities = re.sub(r"[!-,./:-@\[-`{-~]", lambda match: f"&#{ord(match.group())};", visible(text))
    return entities.replace("&#64;", "<!---->&#64;")


def code(text: str) -> str:
    """For Markdown: the text on one line as code, in which GitHub reads no mention; nothing for nothing."""
    return f"<code>{plain(one_line(text))}</code>" if text else ""


def ticked(text: str) -> str:
    """For Markdown: the same, readable as it stands wherever no character of it could end or leave the code.

    >>> ticked("qwen3-max"), ticked("a|b"), ticked("")
    ('`qwen3-max`', '<code>a&#124;b</code>', '')
    """
    said = one_line(text)
    plainly = _UNREAD.search(said) is None and visible(said) == said
    return f"`{said}`" if said and plainly else code(said)


def link(text: str, address: str) -> str:
    """For Markdown: these words of ours, leading to that address; the words alone where it is none of the web's.

    >>> link("page", "https://acme.example/a b(c)"), link("page", "javascript:alert(1)")
    ('[page](https://acme.example/a%20b%28c%29)', 'page')
    """
    from urllib.parse import quote  # noqa: PLC0415 - only pull requests have links

    if not re.match(r"https?://|snapshots/", address):
        return text
    return f"[{text}]({quote(address, safe='/:?#=&%~+,;._-')})"


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


def _spelled(text: str, spell: Callable[[str], str]) -> str:
    """The text with those characters spelled that are not what they look like."""
    if _PLAIN.fullmatch(text):
        return text
    from pricebook.publish.letters import passing_for_others  # noqa: PLC0415 - `--help` needs no vocabulary

    misleading = passing_for_others(text)
    shown, piled = [], 0
    for place, character in enumerate(text):
        piled = piled + 1 if _kind(character)[0] == "M" else 0
        plainly = _is_seen(character) and place not in misleading and piled <= _MARKS
        shown.append(character if plainly else spell(character))
    return "".join(shown)


@lru_cache(maxsize=4096)
def _is_seen(character: str) -> bool:
    """Whether a person sees what it is, and a terminal does nothing but show it."""
    if character.isprintable():
        return not _unseen().match(character)
    return character == "\n" or character in _BLANKS


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    return unicodedata.category(character)


@cache
def _unseen() -> re.Pattern[str]:
    from pricebook.vocabulary import UNSEEN  # noqa: PLC0415 - likewise

    return re.compile(f"[{UNSEEN}]")
