"""What one record of a WARC file says: a page, with its address and its time. Only this module knows warcio."""

import io
import logging
import re
from typing import NamedTuple

import brotli
from warcio.archiveiterator import ArchiveIterator

from pricebook.archives.coding import joined, unpacked
from pricebook.archives.digests import is_digest_of
from pricebook.errors import NetworkError, NotAPage, TooLarge, WronglyEncoded
from pricebook.reading.text import MAX_BYTES

# What it would warn of stands in the file, where anybody may have written it; nothing of that goes to a terminal.
logging.getLogger("warcio").addHandler(logging.NullHandler())

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?Z")
_CAPTURES = {"response", "revisit", "resource"}
_LONG = 2000
"""Characters of an address."""


class CaptureRecord(NamedTuple):
    """A capture."""

    address: str
    at: str
    """As the record says it, in UTC; empty if it says no time of day."""
    digest: str
    """Of its payload, as the record says it; empty if it does not."""
    same_as_before: bool
    """Whether it holds no body: its payload is that of another record with this digest."""
    status: int
    kind: str
    """Its Content-Type."""
    location: str
    """Where a redirect leads."""
    encoding: str
    chunked: bool
    payload: bytes
    """As it came: perhaps in chunks, perhaps compressed."""


def capture_of(data: bytes) -> CaptureRecord | str | None:
    """The capture that the record is; None if it is of another kind; in words what is wrong with a damaged one."""
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(data), check_digests=False)))
        if record.rec_type not in _CAPTURES:
            return None
        payload = record.raw_stream.read()
        told, http = record.rec_headers.get_header, record.http_headers

        def heard(name: str) -> str:
            return str(http.get_header(name) or "") if http else ""

        if http is None and record.rec_type != "resource" and payload:
            return None  # an answer of another protocol
        address, at = (told("WARC-Target-URI") or "")[:_LONG], told("WARC-Date") or ""
        recorded = CaptureRecord(
            address=address,
            at=at if _TIME.fullmatch(at) else "",
            digest=(told("WARC-Payload-Digest") or "")[:200],
            same_as_before=record.rec_type == "revisit",
            status=int(http.get_statuscode()) if http else 200 if record.rec_type == "resource" else 0,
            kind=heard("Content-Type") if http else told("Content-Type") or "",
            location=heard("Location")[:_LONG],
            encoding=heard("Content-Encoding"),
            chunked=heard("Transfer-Encoding").strip().lower() == "chunked",
            payload=payload,
        )
    except Exception as problem:  # noqa: BLE001 - whatever it meets in a damaged record, it is that record's own
        return f"it is no record of a capture ({type(problem).__name__})"
    return _wrong_by_digest(recorded, told("WARC-Block-Digest") or "", data) or recorded


def body_of(recorded: CaptureRecord, name: str) -> bytes:
    """The page that was captured. Raises NetworkError for what is too large, cut short, or compressed otherwise."""
    whole = joined(recorded.payload, name) if recorded.chunked else recorded.payload
    if recorded.encoding.strip().lower() != "br":
        return unpacked(whole, recorded.encoding, name)
    try:
        inflater = brotli.Decompressor()
        out = inflater.process(whole, output_buffer_limit=MAX_BYTES + 1)
    except brotli.error as problem:
        if re.match(rb"\s*[<{\[#]", whole):
            return whole  # it was unpacked before it was kept
        message = f"{name}: the compressed body is damaged. Another archive may have it whole."
        raise WronglyEncoded(message) from problem
    if len(out) > MAX_BYTES:
        message = f"{name}: more than {MAX_BYTES:,} bytes; no pricing page has so many."
        raise TooLarge(message)
    if not inflater.is_finished():
        message = f"{name}: the compressed body ends before its end. Another archive may have it whole."
        raise WronglyEncoded(message)
    return bytes(out)


def _wrong_by_digest(recorded: CaptureRecord, block: str, data: bytes) -> str:
    """In words that the record is not what was written, by its digests; empty if they hold or cannot be asked.

    Programs do not agree on whether a payload is digested in chunks, compressed or as it is read; on a block they do.
    """
    begins = re.search(rb"\r?\n\r?\n", data)
    if block and begins:
        return (
            "" if is_digest_of(block, [data[begins.end() :]]) else "it is not what was written: its digest is another"
        )
    if recorded.same_as_before or not recorded.digest or is_digest_of(recorded.digest, [recorded.payload]):
        return ""
    try:
        whole = joined(recorded.payload, "") if recorded.chunked else recorded.payload
        if is_digest_of(recorded.digest, [whole]) or is_digest_of(recorded.digest, [body_of(recorded, "")]):
            return ""
    except NotAPage:
        return ""
    except NetworkError:
        pass
    return "it is not what was written: the digest of its payload is another"
