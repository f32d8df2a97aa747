"""MHTML, a page with its pictures in one file as browsers save it: which part of it is the page."""

import re
from datetime import UTC
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect
from email.message import Message
from email.utils import parsedate_to_datetime

from pricebook.errors import UnreadablePage
from pricebook.reading.charsets import charset_of

_FIRST = re.compile(rb"\s{0,99}[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]{0,2000}\n")
_KIND = re.compile(rb"^content-type:\s{0,99}multipart/(?:related|mixed|alternative)", re.IGNORECASE | re.MULTILINE)
_END = re.compile(rb"\r?\n\r?\n")
_LONGEST_HEAD = 20_000
_BOUNDARIES = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect)


def is_mhtml(data: bytes) -> bool:
    r"""Whether it begins with the head of a message of several parts.

    >>> is_mhtml(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n--a"), is_mhtml(b"a: b\n\nc")
    (True, False)
    """
    if not _FIRST.match(data):
        return False
    head = _END.split(data[:_LONGEST_HEAD].lstrip(), maxsplit=1)[0]
    return _KIND.search(head) is not None


def page_of(data: bytes, name: str) -> tuple[bytes, str | None]:
    """The bytes of the page and the character set that its part names; raises UnreadablePage where there is none."""
    try:
        message = message_from_bytes(data.lstrip())
        parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
        cut_off = any(isinstance(defect, _BOUNDARIES) for part in message.walk() for defect in part.defects)
    except RecursionError as problem:
        text = f"{name}: an MHTML file whose parts are nested too deep. It is hostile or broken."
        raise UnreadablePage(text) from problem
    if cut_off:
        text = f"{name}: an MHTML file that is cut off. Save it again."
        raise UnreadablePage(text)
    page = _main(message, parts)
    content = page.get_payload(decode=True) if page else None
    if page is None or not isinstance(content, bytes) or not content.strip():
        text = f"{name}: an MHTML file without a page in HTML. Save it again, as HTML."
        raise UnreadablePage(text)
    return content, charset_of(str(page["Content-Type"]))


def saved_from(data: bytes) -> tuple[str, str]:
    r"""The time at which the file says that it was saved, and the address that it says that it is of; empty if neither.

    >>> saved_from(b"Snapshot-Content-Location: https://a.example/\r\nDate: Fri, 7 Mar 2025 10:11:12 -0000\r\n\r\n")
    ('2025-03-07T10:11:12+00:00', 'https://a.example/')
    """
    head = message_from_bytes(_END.split(data[:_LONGEST_HEAD].lstrip(), maxsplit=1)[0] + b"\r\n\r\n")
    try:
        # What says `-0000` is in UTC, wherever it was written.
        said = parsedate_to_datetime(str(head["Date"]))
        time = said.isoformat() if said.tzinfo else said.replace(tzinfo=UTC).isoformat()
    except ValueError:
        time = ""
    return time, str(head["Snapshot-Content-Location"] or "").strip()


def _main(message: "Message[str, str]", parts: "list[Message[str, str]]") -> "Message[str, str] | None":
    """The part that the file says is its start, else the first."""
    start = message.get_param("start")
    return next((part for part in parts if start and part["Content-ID"] == start), parts[0] if parts else None)
