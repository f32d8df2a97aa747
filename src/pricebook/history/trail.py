"""How the looks at a provider went, line by line in the order of their times; nothing but the lines is read."""

from collections.abc import Iterable, Mapping

from pydantic import Field

from pricebook.beliefs import Observation
from pricebook.calendar import order
from pricebook.records import Record


class Failing(Record):
    """A page that could not be seen while others of its provider were."""

    since: str
    """The moment of the first look that did not see it."""
    last_good: str | None
    """The moment of the last look that did; null if none did."""
    error: str
    """Why, at the last look for it."""


class Trail(Record):
    """What the lines told so far."""

    last: Observation | None = None
    """The last look that saw something."""
    latest: str | None = None
    """The moment of the last look, whatever became of it."""
    last_change: str | None = None
    """The moment of the last look that saw something new."""
    before_change: str | None = None
    """The moment of the last look before that one that saw something."""
    failed: Observation | None = None
    """The last of the looks that failed since the last good one."""
    failed_since: str | None = None
    """The moment of the first of these."""
    failing: dict[str, Failing] = Field(default_factory=dict)
    """The pages that the last good look did not see, though it looked for them."""
    seen: dict[str, str] = Field(default_factory=dict)
    """The moment of the last look that saw each page."""
    pages: dict[str, str] = Field(default_factory=dict)
    """By page the snapshot that holds what is known of it."""
    looks: int = 0
    """How many lines there were, also of looks that failed."""
    retired: list[str] = Field(default_factory=list)
    """Those of them that the provider no longer has, in order."""

    def after(self, line: Observation) -> "Trail":
        """The same with the next look."""
        if line.snapshot is None:
            return self._failed(line)
        own = dict.fromkeys(line.pages, line.snapshot)
        pages = {**self.pages, **own} if line.unseen else own
        seen = {**self.seen, **dict.fromkeys(line.pages, line.at)}
        before = self.last.at if self.last else None
        changed = (line.at, before) if line.outcome == "new" else (self.last_change, self.before_change)
        return Trail(
            last=line, latest=line.at, last_change=changed[0], before_change=changed[1],
            failing=self._failing(line, seen), seen=seen, pages=pages,
            looks=self.looks + 1, retired=sorted(pages.keys() - own.keys() - line.unseen.keys()),
        )  # fmt: skip

    def shows_the_same(self, other: "Trail") -> bool:
        """Whether the very same snapshots tell what is known with both."""
        return self.pages == other.pages and self.retired == other.retired

    def _failed(self, line: Observation) -> "Trail":
        if self.last is not None and order(line.at) <= order(self.last.at):
            return self.model_copy(update={"looks": self.looks + 1})
        since = self.failed_since or line.at
        return self.model_copy(
            update={"latest": line.at, "failed": line, "failed_since": since, "looks": self.looks + 1}
        )

    def _failing(self, line: Observation, seen: Mapping[str, str]) -> dict[str, Failing]:
        kept = {page: each for page, each in self.failing.items() if page in line.unseen}
        errors = {page: error for page, error in line.unseen.items() if error}
        return kept | {
            page: Failing(
                since=self.failing[page].since if page in self.failing else line.at, last_good=seen.get(page),
                error=error,
            )
            for page, error in errors.items()
        }  # fmt: skip


def trail_of(lines: Iterable[Observation]) -> Trail:
    """What all of these lines tell, which are in the order of their times."""
    trail = Trail()
    for line in lines:
        trail = trail.after(line)
    return trail
