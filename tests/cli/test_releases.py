"""`list`, `show` and `explain` answer from the collection, from a release that is named, and from the package's own."""

import gzip
import json
import shlex
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import Mock, patch

import pytest

from pricebook import __version__
from pricebook.book import loading
from pricebook.cli import explaining, showing
from pricebook.collection import Collection
from tests.cli import acme
from tests.command import catalog
from tests.conftest import frozen
from tests.serving import Server, answer, once, serving, url
from tests.worlds import look, price, reading

PRICE = acme.LISTED[0]
ASKED: list[list[str]] = [
    ["list"], ["list", "--provider", "acme", "--model", "a"], ["show", "beta 2"], ["show", "gamma"], ["list", "--csv"],
    ["show", "gamma", "--json"], ["explain", PRICE.id, "--json"],
]  # fmt: skip
OWN = f"the catalogue inside pricebook {__version__}"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return acme.collection(tmp_path_factory.mktemp("acme") / "here")


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """A folder that is in no collection."""
    (tmp_path / "nowhere").mkdir()
    return tmp_path / "nowhere"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    now = Mock(now=Mock(return_value=datetime(2026, 8, 10, tzinfo=UTC)))
    with patch.object(showing, "datetime", now), patch.object(explaining, "datetime", now):
        yield


@pytest.fixture(scope="module")
def web() -> Iterator[Server]:
    yield from serving()


@pytest.fixture
def package(collection: Collection, tmp_path: Path) -> Iterator[Path]:
    """The collection's release as the wheel holds one."""
    folder = tmp_path / "data" / "v1"
    for path in filter(Path.is_file, collection.release.rglob("*")):
        name = path.relative_to(collection.release)
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name.name in {"manifest.json", "slim.json", "models.json", "status.json"}:
            shutil.copy(path, target)
        else:
            target.with_name(f"{target.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    with patch.object(loading, "packaged", lambda: str(folder)):
        yield folder


def put_on(web: Server, release: Path) -> str:
    """The release at an address."""
    for path in filter(Path.is_file, release.rglob("*")):
        name = path.relative_to(release).as_posix()
        web.says[f"/v1/{name}"] = once(answer(path.read_bytes(), kind="application/json"))
    return url(web, "/v1")


@pytest.mark.parametrize("words", ASKED)
def test_every_release_gives_the_same_answer_and_copies_say_how_old_they_are(
    collection: Collection, package: Path, web: Server, nowhere: Path, words: list[str]
) -> None:
    own = catalog(*words, cwd=collection.root)
    assert (own.returncode, own.stderr) == (0, "")
    packaged = catalog(*words, cwd=nowhere)
    assert (packaged.returncode, packaged.stdout) == (0, own.stdout)
    assert packaged.stderr == f"{OWN}: acme: last looked at 7 days ago (2026-08-03)\n"
    address = put_on(web, collection.release)
    for name in (collection.release, collection.release / "manifest.json", address, f"{address}/manifest.json"):
        run = catalog(*words, "--from", name, cwd=nowhere)
        assert run.stderr == f"{name}: acme: last looked at 7 days ago (2026-08-03)\n"
        assert (run.returncode, run.stdout) == (0, own.stdout)
    assert not (package / "prices.json").exists()


def test_what_is_named_is_asked_also_in_a_collection(collection: Collection, tmp_path: Path) -> None:
    other = acme.collection(tmp_path / "other")
    look(other.snapshots, "2026-08-05", reading([*acme.LISTED, price("omega", "9")]))
    assert catalog("publish", cwd=other.root).returncode == 0
    assert catalog("show", "omega", cwd=collection.root).returncode == 2
    run = catalog("show", "omega", "--from", other.release, cwd=collection.root)
    assert (run.returncode, run.stdout.splitlines()[1].split("\t")[5]) == (0, "9")


def test_without_a_collection_the_quote_and_its_place_are_those_of_the_record(
    collection: Collection, nowhere: Path
) -> None:
    said = catalog("explain", PRICE.id, "--from", collection.release, cwd=nowhere).stdout.splitlines()
    assert {
        "quote:         4 元", "heading:       价格 (table 1, row 1)", "section:       价目",
        "first seen:    2026-07-30", "stored:        page price, line 3",
    } <= {*said}  # fmt: skip
    assert not [line for line in said if line.startswith("cell:")]


def test_a_collection_adds_the_cell_as_it_is_stored(nowhere: Path) -> None:
    (first, *_) = json.loads(catalog("list", "--provider", "moonshot", "--json", cwd=frozen().root).stdout)
    own = catalog("explain", first["id"], cwd=frozen().root).stdout.splitlines()
    copy = catalog("explain", first["id"], "--from", frozen().release, cwd=nowhere).stdout.splitlines()
    added = {line.split(":")[0] for line in own} - {line.split(":")[0] for line in copy}
    assert added == {"cell", "seen on"}
    assert [line for line in own if line.startswith("stored:        snapshots/moonshot/")]


@pytest.mark.parametrize("named", [True, False])
def test_what_was_altered_is_never_shown(
    collection: Collection, package: Path, nowhere: Path, tmp_path: Path, named: bool
) -> None:
    folder = package
    if named:
        folder = tmp_path / "copy"
        shutil.copytree(collection.release, folder)
    path = folder / "providers" / ("acme.json" if named else "acme.json.gz")
    whole = path.read_bytes() if named else gzip.decompress(path.read_bytes())
    bad = whole.replace(b'"amount":"4"', b'"amount":"5"', 1)
    assert bad != whole
    path.write_bytes(bad if named else gzip.compress(bad))
    for words in ASKED:
        run = catalog(*words, *(["--from", str(folder)] if named else []), cwd=nowhere)
        assert (run.returncode, run.stdout, run.stderr.count("\n")) == (1, "", 1)
        assert "providers/acme.json has not the digest that the manifest says" in run.stderr


@pytest.mark.parametrize("words", ASKED)
def test_nothing_is_shown_of_a_copy_whose_age_is_not_known(
    collection: Collection, nowhere: Path, tmp_path: Path, words: list[str]
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(collection.release, copy)
    (copy / "status.json").write_bytes(b"{}")
    run = catalog(*words, "--from", copy, cwd=nowhere)
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (1, "", 1)
    assert "status.json" in run.stderr


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("nothing", 2, "manifest.json is not there. Give a folder with a manifest.json"),
        ("http://127.0.0.1:9/v1", 1, "cannot be had"),
        ("", 2, "--from is blank"),
    ],
)
def test_a_name_at_which_nothing_stands_is_told(nowhere: Path, name: str, status: int, said: str) -> None:
    run = catalog("list", "--from", name, cwd=nowhere)
    assert (run.returncode, run.stdout, said in run.stderr) == (status, "", True)


def test_an_address_that_holds_something_else_is_told(web: Server, nowhere: Path) -> None:
    web.says["/page/manifest.json"] = once(answer(b"<html>404</html>"))
    run = catalog("list", "--from", url(web, "/page"), cwd=nowhere)
    assert (run.returncode, run.stdout) == (1, "")
    assert "manifest.json is not JSON" in run.stderr


@pytest.mark.parametrize("words", [["list"], ["show", "gamma"]])
def test_what_a_collection_alone_knows_is_refused_elsewhere(
    collection: Collection, nowhere: Path, words: list[str]
) -> None:
    run = catalog(*words, "--as-of", acme.LAST, "--from", collection.release, cwd=nowhere)
    assert (run.returncode, run.stdout) == (2, "")
    assert "-C DIR" in run.stderr


@pytest.mark.parametrize(("folder", "said"), [("typo", "is no folder"), (".", "no collection here")])
def test_a_folder_that_somebody_gave_is_to_be_in_a_collection(nowhere: Path, folder: str, said: str) -> None:
    run = catalog("-C", nowhere / folder, "list", cwd=nowhere)
    assert (run.returncode, run.stdout, said in run.stderr) == (2, "", True)


@pytest.mark.parametrize("words", [["show", "nonsense"], ["explain", "zzz"], ["list", "--model", "nonsense"]])
@pytest.mark.parametrize("where", ["collection", "-C", "--from"])
def test_the_command_that_a_refusal_names_has_an_answer(
    collection: Collection, nowhere: Path, words: list[str], where: str
) -> None:
    cwd = collection.root if where == "collection" else nowhere
    before = ["-C", str(collection.root)] if where == "-C" else []
    behind = ["--from", str(collection.release)] if where == "--from" else []
    run = catalog(*before, *words, *behind, cwd=cwd)
    assert (run.returncode, run.stdout.count("\n") <= 1) == (2, True)
    _, *hint = shlex.split(run.stderr[run.stderr.rindex("catalog ") :])
    assert "list" in hint
    assert catalog(*hint, cwd=cwd).returncode == 0


def test_a_provider_that_a_copy_does_not_hold_is_told_those_that_it_does(collection: Collection, nowhere: Path) -> None:
    run = catalog("list", "--provider", "acne", "--from", collection.release, cwd=nowhere)
    assert (run.returncode, run.stdout) == (2, "")
    assert f"no provider 'acne' in {collection.release}. Did you mean acme? Providers: acme." in run.stderr


def test_models_are_completed_out_of_the_release_that_is_asked(collection: Collection, nowhere: Path) -> None:
    words = {
        "_CATALOG_COMPLETE": "complete_bash",
        "COMP_WORDS": f"catalog -C {collection.root} show g",
        "COMP_CWORD": "4",
    }
    run = catalog(cwd=nowhere, env=words)
    assert run.stdout.split() == ["gamma"]
    assert json.loads(catalog("show", "gamma", "--json", cwd=collection.root).stdout)
