"""How each provider stands by its looks alone: what was seen when, and what of it needs a person. No clock is read."""

from pydantic import Field

from pricebook.history.heads import stands
from pricebook.history.present import Present
from pricebook.history.trail import Failing
from pricebook.records import Record


class Health(Record):
    """One provider."""

    provider: str
    last_look: str | None
    """The moment; None if there was none."""
    last_good: str | None
    """The moment of the last look that saw its pages."""
    last_change: str | None
    """The moment of the last look that saw something new."""
    prices: int
    """What the last good look read."""
    unsaid: int = 0
    """Prices that the vocabulary cannot say."""
    unread: int
    """Amounts that were not understood there."""
    conflicts: int
    """Prices that the page prints more than once, and nobody has approved it."""
    held: int
    """Cases that wait for a person."""
    error: str | None
    """Why the last look failed, if it did, or the pages that it did not see."""
    failing_since: str | None
    """The moment of the first look that failed since the last good one; None if the last look was good."""
    failing: dict[str, Failing] = Field(default_factory=dict)
    """The pages that the last good look did not see, though it looked for them, by their names."""

    @property
    def needs_a_person(self) -> bool:
        """Whether something on its pages waits for one."""
        return bool(self.unread or self.held)


def health_of(present: Present) -> Health:
    """How the provider stands."""
    trail = present.trail.model_dump(mode="json", exclude_defaults=True)
    return Health.model_validate(stands(present.provider, trail, present.sums._asdict()))
