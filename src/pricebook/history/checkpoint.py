"""What is known of a provider now, written down, so that the next run goes on from it and not from the first day.

    catalog/checkpoint/<provider>.jsonl   how far the journals went; each price in its last form; what else was said

It is derived like all that is published: where it is absent, damaged, or rests on other lines than there are, what is
known is made anew from all that was seen, and written down with the same bytes.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from pricebook.history import heads
from pricebook.history.heads import as_line, sealed
from pricebook.history.intervals import History, Interval, days_of, gate_from
from pricebook.history.present import Body, Kept, Present, Sums, made_anew
from pricebook.history.trail import Trail
from pricebook.records import Price, Record, Remark, StatedFact, UnsaidPrice, as_values
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.shelf import Rests, Shelf
from pricebook.system import files

_MARKS = (
    "number", "first_seen", "snapshot", "valid_from", "basis", "valid_to", "last_seen", "unread_since",
    "missing_since", "withdrawn_on", "withdrawn_at", "known_from",
)  # fmt: skip


class Presents:
    """What is known of each provider now: continued from the checkpoints in that folder, if there are any."""

    def __init__(self, archive: Archive, folder: Path | None = None) -> None:
        self.archive, self.folder = archive, folder
        self._known: dict[str, Present] = {}

    def of(self, provider: str) -> Present:
        """What is known of the provider; raises StorageError."""
        shelf = self.archive.of(provider)
        present = self._known.get(provider) or self._kept(provider)
        lines = shelf.since(present.rests) if present else None
        if present is None or lines is None or not present.continued(lines, shelf.rests):
            present = made_anew(shelf)
        self._known[provider] = present
        return present

    def put_away(self, provider: str) -> None:
        """Keeps of the provider no more in memory than is written down of it."""
        present = self.of(provider)
        present.put_away(present.kept or Kept(_body_lines(present.body), present.sums, _body))

    def published(self, provider: str) -> Rests | None:
        """How far the provider's journals went at the checkpoint; None if it holds none."""
        present = self._kept(provider)
        return present.rests if present else None

    def write(self) -> None:
        """Writes down what is known of every provider, where that is not what stands there. Raises StorageError."""
        if self.folder is None:
            return
        for provider in self.archive.looked_at:
            files.write_file(self.folder / f"{provider}.jsonl", written(self.of(provider)))

    def _kept(self, provider: str) -> Present | None:
        return read(self.folder / f"{provider}.jsonl", self.archive.of(provider)) if self.folder else None


def written(present: Present) -> bytes:
    """The checkpoint, as bytes: the same for the same that was seen."""
    return sealed(_head(present), present.kept.lines if present.kept else _body_lines(present.body))


def _body_lines(body: Body) -> bytes:
    return b"".join(map(as_line, _told_lines(body)))


def _head(present: Present) -> dict[str, Any]:
    return {
        "provider": present.provider, "learnt": present.learnt, "before": present.before,
        "rests": {name: list(rest) for name, rest in present.rests.items()}, "last": present.last,
        "trail": present.trail.model_dump(mode="json", exclude_defaults=True), "sums": present.sums._asdict(),
    }  # fmt: skip


def _told_lines(body: Body) -> Iterator[dict[str, Any]]:
    for interval in body.history:
        days = sorted(days_of([interval]), key=str)
        latest = zip(interval.latest_snapshots, interval.latest, strict=True)
        held = [[snapshot, price.model_dump(mode="json")] for snapshot, price in latest]
        marks = {name: getattr(interval, name) for name in _MARKS}
        yield {"price": {**marks, "days": days, "latest": held, "gate": interval.gate}}
    for line in body.past:
        yield {"past": line}
    for key, forms in sorted(body.was.items()):
        yield {"was": [key, forms]}
    said: dict[str, Sequence[Record]] = {"fact": body.facts, "unsaid": body.unsaid, "unread": body.unread}
    for name, records in said.items():
        yield from ({name: each} for each in as_values(records))


def read(path: Path, shelf: Shelf) -> Present | None:
    """What the checkpoint holds; None if there is none, or it is not what was written."""
    opened = heads.opened(path)
    if opened is None:
        return None
    head, trail = opened.head, Trail.model_validate(opened.head["trail"])
    kept = Kept(opened.lines, Sums(**head["sums"]), _body)
    present = Present(shelf, opened.rests, shelf.decided, head["learnt"], trail, kept)
    present.before, present.last = head["before"], head["last"]
    return present


def _body(lines: bytes) -> Body:
    told: dict[str, list[Any]] = {"price": [], "past": [], "was": [], "fact": [], "unsaid": [], "unread": []}
    for line in lines.splitlines():
        for name, value in orjson.loads(line).items():
            told[name].append(value)
    return Body(
        History(map(_interval, told["price"])),
        told["past"],
        [StatedFact.model_validate(each) for each in told["fact"]],
        [UnsaidPrice.model_validate(each) for each in told["unsaid"]],
        [Remark.model_validate(each) for each in told["unread"]],
        dict(told["was"]),
    )


def _interval(said: dict[str, Any]) -> Interval:
    latest = tuple(Price.model_validate(price) for _, price in said["latest"])
    return Interval(
        latest, **{name: said[name] for name in _MARKS}, latest=latest,
        latest_snapshots=tuple(snapshot for snapshot, _ in said["latest"]), days_before=frozenset(said["days"]),
        **gate_from(said["gate"]),
    )  # fmt: skip
