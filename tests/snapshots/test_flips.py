"""One character of one file is another: whoever reads it says so in a line, and `verify` names the file."""

import random
import shutil
from pathlib import Path

import pytest

from pricebook.beliefs import Decision
from pricebook.collection import Collection
from pricebook.errors import StorageError
from pricebook.extraction.visit import Unconfined
from pricebook.run.refresh import publish
from pricebook.run.verification import verify_all
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.keeping import failed
from pricebook.snapshots.packing import pack_years
from tests.command import catalog
from tests.worlds import again, look, price, reading

SCRAPER = """
from pricebook.scraping import Address, Scraper
pages = [Address("price", "https://acme.example/")]
scraper = Scraper("acme", "Acme", "CNY", pages, lambda page: iter(()), timezone="UTC")
"""
QUESTIONS = (
    ["status"], ["diff"], ["diff", "2025-12-31", "2026-01-03"], ["list"], ["history", "a"],
    ["list", "--as-of", "2026-01-02"], ["publish"],
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Looks of three years, the first packed; one failed, one read again, one decided on."""
    made = Collection(tmp_path_factory.mktemp("whole"))
    made.scrapers.mkdir()
    (made.scrapers / "acme.py").write_text(SCRAPER, encoding="utf-8")
    look(made.snapshots, "2024-06-01", reading([price("a", "1"), price("b", "1")]))
    look(made.snapshots, "2025-12-31", reading([price("a", "1"), price("b", "2")]))
    archive = Archive(made.snapshots)
    archive.add(failed("acme", "2026-01-01", {}, "no such page"))
    look(made.snapshots, "2026-01-02", reading([price("a", "2"), price("b", "2")]))
    again(made.snapshots, "2025-12-31", 2, "2026-01-03", reading([price("a", "3"), price("b", "2")]))
    Archive(made.snapshots).decide(
        Decision(
            provider="acme", id=price("b", "1").id, decision="withdrawn", on="2026-02-01", at="2026-01-04", because="so"
        )
    )
    list(pack_years(Archive(made.snapshots), "acme", 2025))
    publish(made, made.presents())
    return made.root


def files_of(root: Path, *parts: str) -> list[Path]:
    return sorted(path for part in parts for path in (root / part).rglob("*") if path.is_file() and path.stat().st_size)


def flipped(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    at = chance.randrange(len(data))
    data[at] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def contents(root: Path) -> list[dict[str, bytes]]:
    """Every file of every snapshot."""
    held = Archive(root / "snapshots").snapshots("acme")
    return [{name: each.source.read(name) for name in each.source.names()} for each in held]


def told(root: Path) -> str:
    """What is said of the collection when all of it is verified."""
    here = Collection(root)
    try:
        _, found = verify_all(here, Unconfined(here.scraper), ["acme"])
    except StorageError as problem:
        return str(problem)
    return "\n".join(f"{each.path}: {each.detail}" for each in found if each.verdict == "altered")


def test_what_is_whole_has_nothing_altered(whole: Path) -> None:
    assert told(whole) == ""


@pytest.mark.parametrize("seed", range(12))
def test_a_flipped_character_is_named(seed: int, whole: Path, tmp_path: Path) -> None:
    chance = random.Random(seed)
    for number, source in enumerate(files_of(whole, "snapshots")):
        root = tmp_path / str(number)
        shutil.copytree(whole, root)
        path = root / source.relative_to(whole)
        flipped(path, chance)
        # Some bits of a compressed file are nobody's.
        assert str(path) in told(root) or (path.suffix == ".zst" and contents(root) == contents(whole))


@pytest.mark.parametrize("seed", range(4))
def test_no_question_ends_in_a_traceback(seed: int, whole: Path, tmp_path: Path) -> None:
    chance = random.Random(seed)
    for number in range(6):
        root = tmp_path / str(number)
        shutil.copytree(whole, root)
        flipped(chance.choice(files_of(root, "snapshots", "catalog")), chance)
        for words in QUESTIONS:
            run = catalog(*words, cwd=root)
            assert run.returncode in {0, 1, 2}
            assert run.returncode == 0 or len(run.stderr.splitlines()) == 1, (words, run.stderr)
