"""Whether anything was added to what was seen: told without reading any of it as records."""

import hashlib
from pathlib import Path

OBSERVATIONS, DECISIONS = "observations.jsonl", "approvals.jsonl"


def stamp(root: Path) -> str:
    """A digest that changes when a look, a snapshot, a reading or a decision is added."""
    patterns = ("*/*", "*/*/reading.*")
    names = sorted(path.relative_to(root).as_posix() for each in patterns for path in root.glob(each))
    kept = (path.read_bytes() for name in (OBSERVATIONS, DECISIONS) if (path := root / name).is_file())
    return hashlib.sha256(b"".join(kept) + "\n".join(names).encode()).hexdigest()
