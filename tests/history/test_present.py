"""What is known now: continued look by look, from a checkpoint or made anew, it is the same to the byte."""

import random
from pathlib import Path

import pytest

from pricebook.beliefs import Decision, Response, Visit
from pricebook.history.checkpoint import Presents, read, written
from pricebook.history.comparing import last_two
from pricebook.history.diff import changes
from pricebook.history.present import made_anew
from pricebook.publish.parts import part_of
from pricebook.records import Reading
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.keeping import failed, unchanged
from tests.conftest import frozen
from tests.worlds import again, keep, look, price, reading, release_of

MODELS = ("a", "b", "c")


class Year:
    """Random looks at one provider with two pages, and what a person decides meanwhile."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.chance, self.day = root, random.Random(seed), 0
        self.states: dict[str, dict[str, str]] = {page: {"a": "1"} for page in ("price", "more")}

    def night(self) -> None:
        self.day += 1
        at = f"2026-{1 + self.day // 28:02}-{1 + self.day % 28:02}T02:23:00+08:00"
        kind = self.chance.choices(("look", "again", "failed", "decided", "reread"), (10, 3, 2, 1, 0.5))[0]
        archive = Archive(self.root)
        last = archive.last_good("acme")
        if kind == "failed":
            archive.add(failed("acme", at, {}, "no such page"))
        elif kind == "again" and last is not None:
            archive.add(unchanged(last, at))
        elif kind == "decided" and last is not None:
            on = self.chance.choice([at[:10], "2026-12-31", "2026-02-10"])
            chosen = price(self.chance.choice(MODELS), "1", page="price").id
            archive.decide(
                Decision(provider="acme", id=chosen, decision="withdrawn", on=on, at=at, because="he said so")
            )
        elif kind == "reread" and (held := archive.snapshots("acme")):
            snapshot = self.chance.choice(held)
            reads = [self._read(page) for page in snapshot.about.pages]
            again(self.root, snapshot.name, snapshot.reading.number + 1, at, *reads)
        else:
            self._look(at)

    def _look(self, at: str) -> None:
        pages = self.chance.choices((("price", "more"), ("price",), ("more",)), (6, 1, 1))[0]
        reads = [self._read(page) for page in pages]
        unseen = {page: self.chance.choice(["busy", None]) for page in self.states if page not in pages}
        responses = {read.page: Response(read.model_dump_json().encode()) for read in reads}
        stored = [read.model_copy(update={"stored": read.model_dump_json()}) for read in reads]
        keep(self.root, Visit("acme", at, "captured", responses, unseen), *stored)

    def _read(self, page: str) -> Reading:
        state = self.states[page]
        if self.chance.random() < 0.5:
            model = self.chance.choice(MODELS)
            if not state.pop(model, None) or self.chance.random() < 0.7:
                state[model] = self.chance.choice(("1", "2", "30"))
        since = self.chance.choice([None, "2026-01-15"])
        prices = [price(f"{page}-{model}", amount, since=since, page=page) for model, amount in sorted(state.items())]
        prices += prices[:1] if self.chance.random() < 0.1 else []
        gone = {f"{page}-b": "2026-02-01"} if self.chance.random() < 0.1 else {}
        return reading(prices, good=self.chance.random() < 0.8, page=page, withdrawn=gone)


@pytest.mark.parametrize("seed", range(6))
def test_going_on_is_as_making_anew(seed: int, tmp_path: Path) -> None:
    year = Year(tmp_path / "snapshots", seed)
    kept = tmp_path / "checkpoint"
    for number in range(60):
        year.night()
        archive = Archive(year.root)
        anew = made_anew(archive.of("acme"))
        presents = Presents(archive, kept)
        assert written(presents.of("acme")) == written(anew), f"night {number}"
        assert part_of(presents.of("acme")) == part_of(anew), f"night {number}"
        if year.chance.random() < 0.5:
            presents.write()
    assert release_of(presents) == release_of(Presents(archive))
    assert len(archive.told("acme")) > 30


def test_what_a_run_writes_is_known_to_it(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "snapshots")
    presents = Presents(archive)
    assert presents.of("acme").trail.last is None
    archive.add(failed("acme", "2026-01-05", {}, "no such page"))
    known = presents.of("acme")
    assert known.trail.failed is not None
    assert written(known) == written(made_anew(Archive(tmp_path / "snapshots").of("acme")))


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-2], lambda data: data.replace(b'"amount":"1"', b'"amount":"2"')]
)
def test_a_checkpoint_that_is_not_what_was_written_is_made_anew(damage: object, tmp_path: Path) -> None:
    look(tmp_path / "snapshots", "2026-01-05", reading([price("a", "1")]))
    presents = Presents(Archive(tmp_path / "snapshots"), tmp_path / "checkpoint")
    presents.write()
    path = tmp_path / "checkpoint" / "acme.jsonl"
    whole = path.read_bytes()
    assert read(path, presents.archive.of("acme")) is not None
    path.write_bytes(damage(whole))  # type: ignore[operator]
    assert read(path, presents.archive.of("acme")) is None
    again_ = Presents(Archive(tmp_path / "snapshots"), tmp_path / "checkpoint")
    again_.write()
    assert path.read_bytes() == whole


def test_the_last_change_is_the_same_from_the_checkpoint() -> None:
    collection = frozen()
    archive = collection.archive()
    kept, anew = (
        list(last_two(presents, archive.providers)) for presents in (collection.presents(), Presents(archive))
    )
    assert [each.old for each in kept] == [each.old for each in anew]
    assert [changes(each.pairs) for each in kept] == [changes(each.pairs) for each in anew]
    assert any(each.pairs for each in kept)


def test_the_look_before_the_last_change_is_known_without_the_looks(tmp_path: Path) -> None:
    for day, amount in (("2026-01-05", "1"), ("2026-01-06", "1"), ("2026-01-07", "1.5"), ("2026-01-09", "1.5")):
        look(tmp_path, day, reading([price("a", amount)]))
    Archive(tmp_path).add(failed("acme", "2026-01-10", {}, "no such page"))
    trail = Presents(Archive(tmp_path)).of("acme").trail
    assert (trail.before_change, trail.last_change) == ("2026-01-06", "2026-01-07")
