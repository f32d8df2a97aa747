"""From the files of a collection to the history of a provider."""

from collections.abc import Iterable, Iterator, Sequence

from pricebook.beliefs import Decision
from pricebook.calendar import order
from pricebook.checks.gate.around import WordsAround
from pricebook.history.gating import Approvals, gate
from pricebook.history.intervals import History, Judge, Sighting, corrected
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.folders import StoredReading
from pricebook.snapshots.looks import Choose, Look, Said
from pricebook.snapshots.shelf import Shelf

_WITHDRAWN = "withdrawn"
"""The kind of fact by which a page says that models are no longer sold."""


def chronicle(archive: Archive, provider: str, looks: Sequence[Look] | None = None) -> History:
    """The provider's history, as all its looks, or these, and their later readings tell it; raises StorageError.

    With only some of the looks, only the decisions that were taken by the last of them count.
    """
    decided = archive.decided(provider)
    if looks is not None:
        decided = [each for each in decided if looks and order(each.at) <= order(looks[-1].at)]
    judge = judge_of(archive.of(provider))
    return history_of_looks(archive.looks(provider) if looks is None else looks, decided, judge)


def history_of_looks(looks: Sequence[Look], decided: Sequence[Decision], judge: Judge | None = None) -> History:
    """The history that these looks, their later readings and these decisions give; raises StorageError."""
    return corrected(stages(looks), decided, judge)


def judge_of(shelf: Shelf) -> Judge:
    """What says of a look at the provider which prices wait for a person, by all that was decided."""
    approvals = Approvals(shelf.decided)

    def judge(history: History, seen: Sighting) -> None:
        gate(approvals, shelf.currency_at(seen.at))(history, seen)

    return judge


def stages(looks: Sequence[Look]) -> list[tuple[str, list[Sighting]]]:
    """For each moment at which pages were read again, after the empty first, all looks as they were read by then."""
    later = {reading.known for look in looks for reading in look.snapshot.readings[1:]}
    moments = ["", *sorted(later, key=order)]
    return [(moment, list(sightings(looks, _by(moment)))) for moment in moments]


def sightings(looks: Iterable[Look], choose: Choose) -> Iterator[Sighting]:
    """What the looks tell, in the reading that is chosen for each page."""
    before: Look | None = None
    for look in looks:
        if before is not None and look.shows_the_same(before):
            yield Sighting(look.at, look.snapshot.name, (), good=True, again=True)
        else:
            yield sighting(look, look.said(choose))
        before = look


def sighting(look: Look, said: Said) -> Sighting:
    """What the look tells, where its pages say that."""
    withdrawn = {
        model: day
        for fact in said.facts
        if fact.kind == _WITHDRAWN and fact.value and (day := fact.value.get("date"))
        for model in fact.models or ()
    }
    assumed = look.snapshot.about.basis == "assumed"
    return Sighting(
        look.at, look.snapshot.name, said.prices, said.good, withdrawn, look.names, assumed=assumed,
        around=WordsAround(lambda: said.surroundings),
    )  # fmt: skip


def _by(moment: str) -> Choose:
    """Chooses the last reading by that moment."""

    def choose(readings: Sequence[StoredReading]) -> StoredReading:
        return [readings[0], *(r for r in readings[1:] if moment and order(r.known) <= order(moment))][-1]

    return choose
