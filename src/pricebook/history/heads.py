"""The head of a checkpoint, and how a provider stands by it: asked often, and told without a record.

A checkpoint is a line of JSON that says what it rests on, the lines that follow, and the digest of all of it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from pricebook.errors import StorageError
from pricebook.snapshots.stamps import Rest, has_earlier, rests_of
from pricebook.system import files

FORM = 3
"""Another number where what is written, or what it is made of by rules, is another: older ones are made anew."""
_HEAD = {"before", "form", "last", "learnt", "provider", "rests", "sums", "trail"}
NOBODY = {"prices": 0, "unsaid": 0, "unread": 0, "conflicts": 0, "held": 0}


class Headed(NamedTuple):
    """A checkpoint whose lines nobody has read yet."""

    head: dict[str, Any]
    lines: bytes

    @property
    def rests(self) -> dict[str, Rest]:
        """How far each journal went."""
        return {name: Rest(*rest) for name, rest in self.head["rests"].items()}


def as_line(told: Mapping[str, Any]) -> bytes:
    """A line of a checkpoint."""
    return orjson.dumps(told, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def sealed(head: Mapping[str, Any], lines: bytes) -> bytes:
    """The checkpoint, as bytes."""
    whole = as_line({**head, "form": FORM}) + lines
    return whole + as_line({"sha256": files.digest(whole)})


def opened(path: Path) -> Headed | None:
    """The checkpoint; None if there is none, or it is not what was written, or of another form."""
    try:
        data = files.read_if_there(path)
    except StorageError:
        return None
    end = data.rfind(b"\n", 0, -1) + 1
    if data[end:] != as_line({"sha256": files.digest(data[:end])}):
        return None
    begin = data.index(b"\n") + 1
    head = orjson.loads(data[:begin])
    return Headed(head, data[begin:end]) if head.keys() == _HEAD and head["form"] == FORM else None


def standing_of(snapshots: Path, checkpoints: Path, provider: str) -> dict[str, Any] | None:
    """How the provider stands, as `Health` tells it; None if the checkpoint does not tell of the last look."""
    if has_earlier(snapshots):
        return None
    rests = rests_of(snapshots, provider)
    if not rests:
        return stands(provider, {}, NOBODY)
    kept = opened(checkpoints / f"{provider}.jsonl")
    return stands(provider, kept.head["trail"], kept.head["sums"]) if kept and kept.rests == rests else None


def stands(provider: str, trail: Mapping[str, Any], sums: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `Health`, by what the lines of the looks told and what is known of the prices."""
    failed, failing = trail.get("failed"), trail.get("failing", {})
    last = trail.get("last")
    told = "; ".join(each["error"] for each in failing.values()) or None
    since = trail.get("failed_since") or min((each["since"] for each in failing.values()), default=None)
    return {
        "provider": provider,
        "last_look": trail.get("latest"),
        "last_good": last["at"] if last else None,
        "last_change": trail.get("last_change"),
        **{name: sums[name] for name in NOBODY},
        "error": failed["error"] if failed else told,
        "failing_since": since,
        "failing": {} if failed else dict(failing),
    }
