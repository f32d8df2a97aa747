"""What is told of a run to those who were not there: for programs as JSON, for people as Markdown."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pricebook.calendar import day_of
from pricebook.history.checkpoint import Presents
from pricebook.history.health import health_of
from pricebook.publish.escaping import ticked
from pricebook.publish.pull_request import APPROVE
from pricebook.run.looking import Outcome
from pricebook.system import files

MAX_BYTES = 4_000
"""Of a summary: with the changes it must fit into the body of a pull request."""
_WIDE = 240
"""Characters of an item."""
FAILED, SOME_FAILED, NEEDS_A_PERSON = 1, 3, 4


def exit_status(outcomes: Sequence[Outcome]) -> int:
    """0: all is well; 1: nothing could be done; 3: some providers failed; 4: something needs a person."""
    failed = sum(outcome.error is not None for outcome in outcomes)
    if failed or any(outcome.failing for outcome in outcomes):
        return FAILED if failed == len(outcomes) else SOME_FAILED
    return NEEDS_A_PERSON if any(outcome.needs_a_person for outcome in outcomes) else 0


def as_json(shown: Sequence[Outcome], status: int, *, published: bool) -> dict[str, Any]:
    """The run for programs: these of its outcomes, and the exit status that all of them have."""
    return {"exit_status": status, "published": published, "providers": [told(outcome) for outcome in shown]}


def told(outcome: Outcome) -> dict[str, Any]:
    """One look for programs."""
    return {
        "provider": outcome.provider,
        "state": outcome.state,
        "at": outcome.at,
        "snapshot": outcome.observation.snapshot if outcome.observation else None,
        "read": outcome.counts._asdict() if outcome.counts else None,
        "differs": outcome.differs,
        "needs_a_person": outcome.needs_a_person,
        "error": outcome.error,
        "failing": dict(outcome.failing),
    }


def summary(presents: Presents, outcomes: Sequence[Outcome]) -> str:
    """The run as Markdown of at most MAX_BYTES: what needs a person first, then a line for each provider."""
    counts = [f"{sum(o.state == state for o in outcomes)} {state}" for state in ("new", "unchanged", "failed")]
    text = f"**{len(outcomes)} provider{'' if len(outcomes) == 1 else 's'}: {', '.join(counts)}**\n"
    table = _provider_table(presents, outcomes)
    items = list(_items(presents, outcomes))
    if items:
        text += "\n### Needs a person\n\n"
    shown = 0
    for item in items:
        if len((text + item + table).encode()) > MAX_BYTES:
            break
        text += item
        shown += 1
    left = len(items) - shown
    return text + (f"- … and {left} more: `catalog status`\n" if left else "") + table + "\n"


def broken(presents: Presents, outcome: Outcome) -> str:
    """What a person who mends a provider must know, as Markdown."""
    known = health_of(presents.of(outcome.provider))
    good = f"last read on {day_of(known.last_good)}" if known.last_good else "never read"
    since = ""
    if known.failing_since:
        since = f", failing since {day_of(known.failing_since)}; what is published of it is marked as stale"
    return (
        f"{ticked(outcome.error or '; '.join(outcome.failing.values()))}\n\n"
        f"{ticked(outcome.provider)}: {good}{since}.\n\n"
        "Look at the page, mend the scraper if it changed, and try: "
        f"`catalog refresh {outcome.provider} --dry-run`. The next good night closes this by itself.\n"
    )


def write(folder: Path, presents: Presents, outcomes: Sequence[Outcome]) -> None:
    """Writes what a job hands on, in place of what an earlier run handed on. Raises StorageError.

    summary.md           the run, what needs a person first
    attention            the providers where this run saw something new that needs a person, one a line
    broken/PROVIDER.md   for each provider that failed
    """
    new = [each.provider for each in outcomes if each.state == "new" and each.needs_a_person]
    files.write_file(folder / "attention", "".join(f"{provider}\n" for provider in new).encode())
    files.write_file(folder / "summary.md", summary(presents, outcomes).encode())
    for earlier in (folder / "broken").glob("*.md"):
        earlier.unlink()
    for outcome in outcomes:
        if outcome.error or outcome.failing:
            files.write_file(folder / "broken" / f"{outcome.provider}.md", broken(presents, outcome).encode())


def _provider_table(presents: Presents, outcomes: Sequence[Outcome]) -> str:
    """A line for each provider, those where something happened first, as many as half of the summary holds."""
    table = f"\n| provider | state | seen | prices | unsaid | unread | held |\n|{' --- |' * 7}\n"
    ordered = sorted(outcomes, key=lambda outcome: outcome.state == "unchanged")
    for number, outcome in enumerate(ordered):
        row = _provider_row(presents, outcome)
        if len((table + row).encode()) > MAX_BYTES // 2:
            return f"{table}\n… and {len(ordered) - number} more: `catalog status`\n"
        table += row
    return table


def _provider_row(presents: Presents, outcome: Outcome) -> str:
    known = health_of(presents.of(outcome.provider))
    numbers: tuple[int, ...] = (known.prices, known.unsaid, known.unread, known.held)
    if outcome.counts:
        counts = outcome.counts
        numbers = (counts.prices, counts.unsaid, counts.unread, known.held)
    seen = day_of(outcome.at) if outcome.at else ""
    return f"| {ticked(outcome.provider)} | {outcome.state} | {seen} | {' | '.join(map(str, numbers))} |\n"


def _items(presents: Presents, outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        if outcome.error:
            yield f"- {ticked(outcome.provider)} failed: {ticked(outcome.error[:_WIDE])}\n"
        for page, error in outcome.failing.items():
            yield f"- {ticked(f'{outcome.provider}/{page}')} failed: {ticked(error[:_WIDE])}\n"
    for outcome in outcomes:
        present = presents.of(outcome.provider)
        for case in present.cases:
            said = f"{len(case.prices)} prices: {'; '.join(case.reasons)}"
            command = APPROVE.format(id=case.id)
            yield f"- {ticked(outcome.provider)} {ticked(said[:_WIDE])}: `{command}`\n"
        for remark in present.body.unread:
            said = f"{remark.text[:_WIDE]}: {remark.reason} ({remark.where})"
            yield f"- {ticked(outcome.provider)} unread: {ticked(said)}\n"
