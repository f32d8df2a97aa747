"""The captures of some addresses out of WARC files, whatever the order in which they stand there."""

import re
from base64 import b32decode
from binascii import Error
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from pricebook.archives.compressed import frames
from pricebook.archives.framing import Frame
from pricebook.archives.holding import Held, Passed
from pricebook.archives.records import CaptureRecord, body_of, capture_of
from pricebook.archives.spooling import Spool
from pricebook.beliefs import Captured, Response
from pricebook.errors import NetworkError, one_short_line
from pricebook.fetch.walls import judge
from pricebook.reading.charsets import charset_of

_ADDRESS = re.compile(rb"(?im)^warc-target-uri:[ \t]*<?([^\r\n>]{0,2000})")
_ADVICE = re.compile(r"\. (?:Try again later|A person must look)[^.]{0,99}\.$")
"""What is said of a server that may be asked once more."""
_HOSTS = 20
"""Other hosts that are named; what there is of more of them is summed up."""
_SHA1 = 32
"""Characters of one, in base 32."""
_OK, _AS_IT_WAS = 200, 304


class _Answered(NamedTuple):
    """What an address answered."""

    status: int
    location: str
    page: str
    """Its name in the spool; empty if it is none."""
    kind: str
    fault: str
    """Why it is no page."""
    lost: bool


class Gathering:
    """Takes in files, one after the other; then tells what they hold of the addresses that are wanted."""

    def __init__(self, wanted: Callable[[str], bool], hosts: Iterable[str], spool: Spool) -> None:
        """`hosts` are those of the wanted addresses, of which each other address is named."""
        self._wanted, self._hosts, self._spool = wanted, frozenset(hosts), spool
        self._files: list[Path] = []
        self._passed: list[Passed] = []
        self._elsewhere: Counter[str] = Counter()
        self._found: list[tuple[CaptureRecord, str]] = []
        """The captures without their bodies, and the keys of these."""
        self._answers: dict[str, _Answered] = {}
        """By the digests of payloads, or by the order of records that have none."""

    def take(self, file: Path) -> tuple[int, int]:
        """Takes in a file; gives how many records it has and how many of them are wanted. Raises UsageError."""
        count, before = 0, len(self._found)
        self._files.append(file)
        for frame, met in _read_records(file):
            count += 1
            if frame.fault or isinstance(met, str):
                self._note(file, frame, met if isinstance(met, str) else frame.fault)
            elif met is None:
                continue
            elif not self._wanted(met.address):
                self._count(met.address)
            elif not met.at:
                self._passed.append(Passed(f"{file.name} at {frame.offset:,}: {met.address}", _UNTIMED, lost=True))
            else:
                key = _key(met.digest) or f"record {len(self._found)}"
                if not met.same_as_before and key not in self._answers:
                    self._answers[key] = self._answered(met)
                self._found.append((met._replace(payload=b""), key))
        return count, len(self._found) - before

    def told(self) -> tuple[list[Held], list[Passed]]:
        """The pages, and what was passed over; where payloads are of other addresses, the files are read once more."""
        missing = {key for met, key in self._found if met.same_as_before and key not in self._answers}
        for file in self._files if missing else ():
            for frame, met in _read_records(file):
                key = _key(met.digest) if isinstance(met, CaptureRecord) and not frame.fault else ""
                if isinstance(met, CaptureRecord) and key in missing and not met.same_as_before:
                    self._answers.setdefault(key, self._answered(met))
        held: list[Held] = []
        for met, key in sorted(self._found, key=lambda each: each[0].at):
            answer = self._answers.get(key)
            passed = _why_not(met, answer)
            if passed is None and answer is not None:
                held.append(self._held(met, answer))
            elif passed is not None:
                self._passed.append(passed)
        return held, [*self._passed, *self._of_others()]

    def _held(self, met: CaptureRecord, answer: _Answered) -> Held:
        said = Captured(address=met.address, at=met.at, digest=met.digest)
        return Held(_at_its_time(met), met.address, met.at, partial(_page, self._spool, met.address, answer), said)

    def _answered(self, met: CaptureRecord) -> _Answered:
        if met.status != _OK:
            return _Answered(met.status, met.location, "", met.kind, "", lost=False)
        page, fault, lost = "", "", True
        try:
            body = body_of(met, met.address)
            lost = False
            judge(met.address, body, met.kind, charset_of(met.kind))
            page = self._spool.keep(body)
        except NetworkError as problem:
            fault = _ADVICE.sub("", str(problem).removeprefix(f"{met.address}: "))
        return _Answered(met.status, "", page, met.kind, fault, lost)

    def _note(self, file: Path, frame: Frame, fault: str) -> None:
        found = _ADDRESS.search(frame.data)
        address = one_short_line(found[1].decode(errors="replace"), 300) if found else ""
        if address and not frame.lost and not self._wanted(address):
            self._count(address)
            return
        lost = not address or self._wanted(address)
        place = f"{file.name} at {frame.offset:,}{f': {address}' if address else ''}"
        self._passed.append(Passed(place, fault, lost=lost))

    def _count(self, address: str) -> None:
        host = _host(address)
        self._elsewhere[address.partition("#")[0] if host in self._hosts else host or "no address"] += 1

    def _of_others(self) -> Iterator[Passed]:
        """What stood elsewhere: each address of the same hosts, and other hosts, the commonest first."""
        others = self._elsewhere.most_common()
        near = sorted(each for each in others if "/" in each[0])
        far = [each for each in others if "/" not in each[0]]
        for where, count in [*near, *far[:_HOSTS]]:
            yield Passed(where, f"{_so_many(count)} of no page of this provider")
        if rest := far[_HOSTS:]:
            yield Passed(
                f"{len(rest):,} more hosts", f"{_so_many(sum(n for _, n in rest))} of no page of this provider"
            )


_UNTIMED = "it does not say when it was captured, to the second"


def _read_records(file: Path) -> Iterator[tuple[Frame, CaptureRecord | str | None]]:
    for frame in frames(file):
        yield frame, None if frame.fault else capture_of(frame.data)


def _why_not(met: CaptureRecord, answer: _Answered | None) -> Passed | None:
    """Why the capture is no page of the provider; None if it is one."""
    if answer is None:
        why = f"its payload {met.digest or 'without a digest'} stands in none of these files. Give the one that has it"
        return Passed(_at_its_time(met), why, lost=True)
    status, location = (
        (met.status, met.location) if met.same_as_before and met.status else (answer.status, answer.location)
    )
    status = answer.status if status == _AS_IT_WAS else status
    if status // 100 == 3:
        return Passed(_at_its_time(met), f"it is a redirect ({status}) to {location or 'nowhere'}")
    if status != _OK:
        return Passed(_at_its_time(met), f"the server answered {status}")
    return None if answer.page else Passed(_at_its_time(met), answer.fault, answer.lost)


def _page(spool: Spool, address: str, answer: _Answered) -> Response:
    return Response(spool.read(answer.page), charset_of(answer.kind), kind=answer.kind, url=address)


def _at_its_time(met: CaptureRecord) -> str:
    return f"{met.address} at {met.at}"


def _key(said: str) -> str:
    """The digest in one spelling."""
    kind, _, value = said.strip().lower().partition(":")
    if kind == "sha1" and len(value) == _SHA1:
        try:
            return f"sha1:{b32decode(value.upper()).hex()}"
        except Error:
            return said
    return f"{kind}:{value}" if value else kind


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _so_many(count: int) -> str:
    return f"{count:,} capture{'' if count == 1 else 's'}"
