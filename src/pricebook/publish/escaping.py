"""Text from a page stays text: in Markdown, where neither markup nor a mention nor a reference is read."""

import re


def plain(text: str) -> str:
    """The text with everything that Markdown or HTML could read as more than text written as entities.

    >>> plain("@all <b> #1")
    '&#64;all &#60;b&#62; &#35;1'
    """
    return re.sub(r"[!-,/:-@\[-`{-~]", lambda match: f"&#{ord(match.group())};", text)


def code(text: str) -> str:
    """The text on one line as code; nothing for nothing."""
    return f"<code>{plain(one_line(text))}</code>" if text else ""


def one_line(text: str) -> str:
    """The text without its line ends."""
    return " ".join(text.split())
