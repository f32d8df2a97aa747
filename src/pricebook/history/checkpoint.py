"""What is known of a provider now, written down, so that the next run goes on from it and not from the first day.

    catalog/checkpoint/<provider>.jsonl   how far the journals went; each price in its last form; what else was said

It is derived like all that is published: where it is absent, damaged, or rests on other lines than there are, what is
known is made anew from all that was seen, and written down with the same bytes.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from pricebook.errors import StorageError
from pricebook.history.intervals import History, Interval, days_of
from pricebook.history.present import Present, made_anew
from pricebook.history.trail import Trail
from pricebook.records import Price, Record, Remark, StatedFact, UnsaidPrice, as_values
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.shelf import Rests, Shelf
from pricebook.snapshots.stamps import Rest
from pricebook.system import files

FORM = 1
"""Another number where what is written, or what it is made of by rules, is another: older ones are made anew."""
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
    body = b"".join(orjson.dumps(line, option=orjson.OPT_SORT_KEYS) + b"\n" for line in _written_lines(present))
    return body + orjson.dumps({"sha256": files.digest(body)}) + b"\n"


def _written_lines(present: Present) -> Iterator[dict[str, Any]]:
    yield {
        "form": FORM, "provider": present.provider, "learnt": present.learnt, "before": present.before,
        "rests": {name: list(rest) for name, rest in present.rests.items()}, "last": present.history.last,
        "trail": present.trail.model_dump(mode="json", exclude_defaults=True),
    }  # fmt: skip
    for interval in present.history:
        days = sorted(days_of([interval]), key=str)
        latest = zip(interval.latest_snapshots, interval.latest, strict=True)
        held = [[snapshot, price.model_dump(mode="json")] for snapshot, price in latest]
        yield {"price": {name: getattr(interval, name) for name in _MARKS} | {"days": days, "latest": held}}
    for key, forms in sorted(present.was.items()):
        yield {"was": [key, forms]}
    said: dict[str, Sequence[Record]] = {"fact": present.facts, "unsaid": present.unsaid, "unread": present.unread}
    for name, records in said.items():
        yield from ({name: each} for each in as_values(records))


def read(path: Path, shelf: Shelf) -> Present | None:
    """What the checkpoint holds; None if there is none, or it is not what was written."""
    try:
        body, last = files.read_if_there(path)[:-1].rsplit(b"\n", 1)
        lines = [orjson.loads(line) for line in body.split(b"\n")]
        if orjson.loads(last) != {"sha256": files.digest(body + b"\n")} or lines[0]["form"] != FORM:
            return None
        return _present(lines, shelf)
    except (StorageError, ValidationError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _present(lines: list[dict[str, Any]], shelf: Shelf) -> Present:
    head = lines[0]
    present = Present(
        shelf, {name: Rest(*rest) for name, rest in head["rests"].items()}, shelf.decided, head["learnt"],
        Trail.model_validate(head["trail"]), before=head["before"],
    )  # fmt: skip
    intervals = [_interval(line["price"]) for line in lines[1:] if "price" in line]
    present.history = History(intervals)
    present.history.last = head["last"]
    present.was = dict(line["was"] for line in lines[1:] if "was" in line)
    present.facts = [StatedFact.model_validate(line["fact"]) for line in lines[1:] if "fact" in line]
    present.unsaid = [UnsaidPrice.model_validate(line["unsaid"]) for line in lines[1:] if "unsaid" in line]
    present.unread = [Remark.model_validate(line["unread"]) for line in lines[1:] if "unread" in line]
    return present


def _interval(said: dict[str, Any]) -> Interval:
    latest = tuple(Price.model_validate(price) for _, price in said["latest"])
    return Interval(
        latest, **{name: said[name] for name in _MARKS}, latest=latest,
        latest_snapshots=tuple(snapshot for snapshot, _ in said["latest"]), days_before=frozenset(said["days"]),
    )  # fmt: skip
