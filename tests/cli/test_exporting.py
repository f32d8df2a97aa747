"""`catalog export`, as a user meets it."""

import json
from pathlib import Path

import pytest

from pricebook.history.forms import FORMAT
from pricebook.publish.exports import EXPORTS
from pricebook.publish.exports.encoding import encode
from tests.command import catalog
from tests.publish.published import put
from tests.publish.told import MADE

LISTS = {"prices": MADE, "facts": []}


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A collection with a release of prices made by hand."""
    (tmp_path / "scrapers").mkdir()
    (tmp_path / "scrapers" / "acme.py").touch()
    release = tmp_path / "catalog" / "v1"
    release.mkdir(parents=True)
    lists = {name: encode({"format": FORMAT, name: listed}, lines=2) for name, listed in LISTS.items()}
    status = json.dumps({"format": FORMAT, "providers": {"acme": {"last_look": "2026-01-05"}}}).encode()
    put(release, {**{f"{name}.json": data for name, data in lists.items()}, "status.json": status})
    return tmp_path


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_written_with_what_it_cannot_hold(published: Path, name: str) -> None:
    run = catalog("export", name, "--to", "out", cwd=published)
    assert (run.returncode, run.stderr) == (0, "")
    written = {path for path in (published / "out").rglob("*") if path.is_file()}
    assert {published / line for line in run.stdout.splitlines()} == written
    assert len(written) >= 2
    assert all(path.read_bytes() for path in written)
    losses = json.loads((published / "out" / "losses.json").read_bytes())["losses"]
    assert {tuple(loss["exports"]) for loss in losses} == {(name,)}


def test_files_stand_where_the_command_is_called(published: Path) -> None:
    assert catalog("export", "litellm", cwd=published).stdout.splitlines() == ["litellm.json", "losses.json"]
    assert (published / "litellm.json").is_file()
    told = json.loads(catalog("export", "litellm", "--to", "out", "--json", cwd=published).stdout)
    files = {published / each["file"]: each["bytes"] for each in told["files"]}
    assert files == {path: path.stat().st_size for path in (published / "out").iterdir()}


def test_an_unknown_name_is_told_all_names(published: Path) -> None:
    run = catalog("export", "lite-llm", cwd=published)
    assert (run.returncode, run.stdout) == (2, "")
    assert "no export 'lite-llm'" in run.stderr
    assert all(name in run.stderr for name in EXPORTS)


def test_a_provider_is_called_as_the_tool_calls_it(published: Path) -> None:
    said(published / "catalog" / "v1", {"acme": {"litellm": "acme_ai"}})
    catalog("export", "litellm", cwd=published)
    assert all(key.startswith("acme_ai/") for key in json.loads((published / "litellm.json").read_bytes()))


def test_a_provider_that_takes_the_id_of_another_has_its_own(published: Path) -> None:
    release = published / "catalog" / "v1"
    said(release, {"acme": {"litellm": "other"}, "other": {}})
    told = json.loads((release / "prices.json").read_bytes())
    told["prices"].append({**told["prices"][0], "provider": "other"})
    put(release, {"prices.json": encode(told, lines=2)})
    assert catalog("export", "litellm", cwd=published).returncode == 0
    keys = json.loads((published / "litellm.json").read_bytes())
    assert all(key.startswith(("openai/acme/", "openai/other/")) for key in keys)


def said(release: Path, elsewhere: dict[str, dict[str, str]]) -> None:
    """Tells in `status.json` how other tools spell the providers."""
    told = json.loads((release / "status.json").read_bytes())
    told["providers"] = {name: {"last_look": "2026-01-05", "elsewhere": ids} for name, ids in elsewhere.items()}
    put(release, {"status.json": json.dumps(told).encode()})


def test_without_a_release_the_next_step_is_told(published: Path) -> None:
    (published / "catalog" / "v1" / "manifest.json").unlink()
    run = catalog("export", "litellm", cwd=published)
    assert (run.returncode, "catalog publish" in run.stderr) == (2, True)


@pytest.mark.parametrize("name", ["prices.json", "facts.json"])
def test_a_file_that_is_not_what_was_published_is_no_export(published: Path, name: str) -> None:
    path = published / "catalog" / "v1" / name
    path.write_bytes(path.read_bytes().replace(b"acme", b"acne") + b" ")
    run = catalog("export", "litellm", cwd=published)
    assert (run.returncode, f"{name}: is not what manifest.json says" in run.stderr) == (1, True)
    assert not (published / "litellm.json").exists()
