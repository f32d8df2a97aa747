"""Which release it is: what it rests on, what came before it, and that any of them can be made again."""

import json
import random
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from pricebook.beliefs import Decision
from pricebook.history.checkpoint import Presents
from pricebook.publish import records
from pricebook.publish.manifest import NAME
from pricebook.records import Reading
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.keeping import failed, unchanged
from pricebook.system.files import digest
from tests.worlds import again, introduced, look, price, reading, release_of

Release = dict[str, bytes]
HOME = "华北"


def told(release: Release) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(release[NAME])
    return said


def made(root: Path) -> Release:
    """The release that what was seen gives, of which the manifest says what it should."""
    release = release_of(Presents(Archive(root)))
    said = records.Manifest.model_validate(told(release))
    assert {name: (file.bytes, file.sha256) for name, file in said.files.items()} == {
        name: (len(data), digest(data)) for name, data in release.items() if name != NAME
    }
    return release


def differing(old: Release, new: Release) -> set[str]:
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}


def day(number: int) -> str:
    return f"2026-{1 + number // 28:02}-{1 + number % 28:02}"


def at(number: int, hour: int = 2) -> str:
    return f"{day(number)}T{hour:02}:23:00+08:00"


def seen(amount: str, provider: str = "acme") -> Reading:
    prices = [price("a", amount, provider=provider), price("b", "2", provider=provider, conditions={"region": HOME})]
    return reading(prices)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two providers, the one with a change on the second day."""
    for provider in ("acme", "other"):
        introduced(tmp_path, at(0), HOME, provider)
        look(tmp_path, at(0), seen("1", provider), provider)
    look(tmp_path, at(1), seen("1.5"))
    return tmp_path


TIMES = {NAME, "status.json"}


def test_a_night_that_sees_the_same_differs_in_its_time_alone(root: Path) -> None:
    before = made(root)
    for provider in ("acme", "other"):
        look(root, at(2), seen("1.5" if provider == "acme" else "1", provider), provider)
    after = made(root)
    assert differing(before, after) == TIMES
    assert told(after)["sequence"] == told(before)["sequence"] + 2
    assert told(after)["generated"] == "2026-01-02T18:23:00Z"
    assert told(after)["expires"] == "2026-01-16T18:23:00Z"
    assert {name for name in told(before) if told(before)[name] != told(after)[name]} == {
        "release", "previous", "sequence", "generated", "expires", "files",
    }  # fmt: skip


def test_where_nothing_ever_changed_the_feed_stays_as_it_is(tmp_path: Path) -> None:
    look(tmp_path, at(0), seen("1"))
    before = made(tmp_path)
    look(tmp_path, at(1), seen("1"))
    assert differing(before, made(tmp_path)) == TIMES
    assert b"<updated>2026-01-01T00:00:00Z</updated>" in before["feed.xml"]


def test_only_what_changed_differs(root: Path) -> None:
    before = made(root)
    look(root, at(2), seen("1.2"))
    after = made(root)
    changed = {*TIMES, "prices.json", "providers/acme.json", "slim.json", "history.jsonl", "changes.json", "feed.xml"}
    exports = {name for name in after if name.startswith("exports/")}
    assert changed <= differing(before, after) <= changed | exports
    for name in ("prices.json", "slim.json"):
        old, new = (set(each[name].splitlines()) for each in (before, after))
        assert all(b'"a"' in line for line in old ^ new), "the lines of what changed"
        assert len(old - new) == len(new - old) == 1


def test_times_stand_in_two_files_alone(root: Path) -> None:
    release = made(root)
    with_times = {name for name, data in release.items() if re.search(rb"[0-9]T(?!00:00:00Z)[0-9]{2}:[0-9]{2}", data)}
    assert with_times == TIMES


def test_the_first_day_goes_on_from_none(tmp_path: Path) -> None:
    look(tmp_path, at(0), seen("1"))
    look(tmp_path, at(0, hour=9), seen("1.5"))
    assert told(made(tmp_path))["previous"] is None


def test_what_does_not_change_the_release_changes_its_number(root: Path) -> None:
    """A look that failed, a decision, a reading, what its scraper says: each is one more, and another release."""
    known = [told(made(root))]
    Archive(root).add(failed("acme", at(2), {}, "no such page"))
    known.append(told(made(root)))
    Archive(root).decide(
        Decision(provider="acme", id=price("a", "1").id, decision="withdrawn", on=day(60), at=at(2), because="so")
    )
    known.append(told(made(root)))
    again(root, day(1), 2, at(3), seen("1.5"))
    known.append(told(made(root)))
    introduced(root, at(3), None)
    known.append(told(made(root)))
    assert [each["sequence"] - known[0]["sequence"] for each in known] == [0, 1, 2, 3, 4]
    assert len({each["release"] for each in known}) == len(known)


class Nights:
    """Random nights at two providers, and what people do meanwhile."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.chance = root, random.Random(seed)

    def night(self, number: int) -> None:
        for hour, provider in enumerate(("acme", "other"), start=2):
            self._one(provider, at(number, hour))

    def _one(self, provider: str, moment: str) -> None:
        archive = Archive(self.root)
        last, held = archive.last_good(provider), archive.snapshots(provider)
        kind = self.chance.choice(("look", "look", "look", "same", "failed", "decided", "reread", "introduced"))
        if last is None or kind == "look":
            look(self.root, moment, seen(self.chance.choice("123"), provider), provider)
        elif kind == "failed":
            archive.add(failed(provider, moment, {}, "no such page"))
        elif kind == "introduced":
            introduced(self.root, moment, self.chance.choice([None, HOME]), provider)
        elif kind == "same":
            archive.add(unchanged(last, moment))
        elif kind == "decided":
            chosen = price("b", "2", provider=provider, conditions={"region": HOME}).id
            archive.decide(
                Decision(provider=provider, id=chosen, decision="withdrawn", on=moment[:10], at=moment, because="so")
            )
        else:
            chosen_ = self.chance.choice(held)
            again(self.root, chosen_.name, chosen_.reading.number + 1, moment, seen("4", provider), provider=provider)


def by_then(root: Path, last: str, folder: Path) -> Path:
    """What was seen and decided until the end of that day: the lines, and what they tell of."""
    for journal in sorted(root.glob("*/*.jsonl")):
        kept = [line for line in journal.read_bytes().splitlines(keepends=True) if json.loads(line)["at"][:10] <= last]
        target = folder / journal.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        for line in map(json.loads, kept):
            name = line.get("snapshot")
            if journal.name == "readings.jsonl":
                name = f"{name}/reading.{line['number']}"
            if name and not (target.parent / name).exists():
                aside = shutil.ignore_patterns("reading.*")
                shutil.copytree(journal.parent / name, target.parent / name, ignore=aside)
        if kept:
            target.write_bytes(b"".join(kept))
    return folder


@pytest.mark.parametrize("seed", range(2))
def test_every_release_goes_on_from_the_one_before_and_can_be_made_again(seed: int, tmp_path: Path) -> None:
    nights = Nights(tmp_path / "snapshots", seed)
    releases: list[Release] = []
    for number in range(8):
        nights.night(number)
        releases.append(made(nights.root))
    said = [told(release) for release in releases]
    assert [each["sequence"] for each in said] == sorted({each["sequence"] for each in said})
    for number, release in enumerate(releases):
        past = made(by_then(nights.root, day(number), tmp_path / str(number)))
        assert differing(past, release) == set(), f"night {number}"
        newest = max(line["last_look"][:10] for line in json.loads(release["status.json"])["providers"].values())
        earlier = [n for n in range(number) if day(n) < newest]
        assert told(release)["previous"] == (said[earlier[-1]]["release"] if earlier else None)
