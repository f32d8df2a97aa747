"""Whether what came is a page at all: its kind, its characters, and whether it is a wall in front of the page."""

import re

from pricebook.errors import BotWall, LoginPage, MaintenancePage, NotAPage, UnreadablePage
from pricebook.reading.text import decode

_KINDS = {
    "text/html", "application/xhtml+xml", "text/markdown", "text/x-markdown", "text/plain", "", "application/json",
    "text/csv", "text/tab-separated-values", "multipart/related",
}  # fmt: skip
_ROWS = re.compile(rb"<table|\[\s{0,99}[{\[]|rows|\|", re.IGNORECASE)
"""What data has that carries a page or rows; an answer that only says what went wrong has none of it."""
_MONEY = re.compile(r"[0-9]\s*(?:元|分/|CNY|RMB|USD)|[¥￥$]\s*[0-9]|价格|定价|计费")
_LARGE, _WIDEST = 40_000, 4
"""Characters: no wall is longer; and bytes of a character at most, in any character set."""
_WALLS: tuple[tuple[type[NotAPage], str, str], ...] = (
    (
        BotWall,
        "captcha|验证码|人机验证|安全验证|滑动验证|just a moment|are you (?:a )?human|challenge-platform|acw_sc__v2",
        "a check for robots stands in front of the page",
    ),
    (
        MaintenancePage,
        "系统维护|正在维护|维护中|系统升级|暂停服务|under maintenance|be right back|temporarily unavailable",
        "the page is closed for maintenance",
    ),
    (
        LoginPage,
        r"type\s*=\s*[\"']?password|请登录|请先登录|登录后|sign in to continue|log in to continue",
        "a log-in stands in front of the page",
    ),
)


def judge(url: str, body: bytes, content_type: str, charset: str | None) -> None:
    """Raises NotAPage for what is none, BotWall, LoginPage or MaintenancePage for what stands in front of one.

    A body that is longer than any wall is not decoded here: its reader does that, in a process of its own.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in _KINDS:
        message = f"{url}: the server sends {kind}, not a page. A person must look at the address."
        raise NotAPage(message)
    if not body.strip():
        message = f"{url}: the page is empty. Try again later."
        raise NotAPage(message)
    if body.lstrip()[:1] in {b"{", b"["} and not _ROWS.search(body):
        message = f"{url}: the server sends data, not a page: {body[:60]!r}. A person must look at the address."
        raise NotAPage(message)
    if len(body) > _LARGE * _WIDEST:
        return
    try:
        text = decode(body, url, charset)
    except UnreadablePage as problem:
        raise NotAPage(str(problem)) from problem
    if len(text) > _LARGE or _MONEY.search(text):
        return
    for error, pattern, what in _WALLS:
        found = re.search(pattern, text, re.IGNORECASE)
        if found:
            message = f"{url}: {what} ({found.group()!r}). Try again later; if it stays, a person must look."
            raise error(message)
