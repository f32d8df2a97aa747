"""`snapshots/approvals.jsonl`: what a person has decided about a price, and why. Lines are added, never changed."""

from pathlib import Path

from pricebook.beliefs import Decision
from pricebook.snapshots.lines import records
from pricebook.system import files

FILE = "approvals.jsonl"


def decisions(root: Path, provider: str | None = None) -> list[Decision]:
    """All decisions, or those about one provider, in the order in which they were written down."""
    return [each for each in records(root / FILE, Decision) if provider is None or each.provider == provider]


def decide(root: Path, decision: Decision) -> None:
    """Writes the decision down behind the others. Raises StorageError."""
    files.append_lines(root / FILE, [decision])
