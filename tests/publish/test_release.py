"""What is published holds: a release whose files do not agree takes nobody's place."""

import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pricebook.errors import StorageError
from pricebook.history.present import Present
from pricebook.publish import parts, release
from pricebook.publish.documents import rows
from pricebook.publish.manifest import NAME
from pricebook.publish.parts import LISTS, ProviderPart
from pricebook.publish.telling import Told
from pricebook.run.refresh import tables_of
from pricebook.system.files import encode
from tests.conftest import FROZEN, frozen
from tests.publish import published


def assembled() -> release.Release:
    return release.assembled(frozen().presents(), tables_of(frozen()))


@pytest.fixture(scope="module")
def whole() -> release.Release:
    return assembled()


def test_a_release_that_stands_is_left_alone(tmp_path: Path, whole: release.Release) -> None:
    assert release.put(tmp_path / "v1", whole)
    before = (tmp_path / "v1").stat()
    assert not release.put(tmp_path / "v1", whole)
    assert os.path.samestat((tmp_path / "v1").stat(), before)
    said = release.check(tmp_path / "v1")
    assert {name: told.bytes for name, told in said.files.items()} == {
        name: len(b"".join(content)) for name, content in whole.items() if name != NAME
    }


def test_what_is_counted_is_there(whole: release.Release) -> None:
    files = {name: json.loads(b"".join(content)) for name, content in whole.items() if name.endswith(".json")}
    every = Counter(price["status"] for name in ("prices", "absent") for price in files[f"{name}.json"]["prices"])
    assert files[NAME]["counts"] == every
    stands = files["status.json"]["providers"]
    assert stands.keys() == {*FROZEN}
    for provider, told in stands.items():
        own = files[f"providers/{provider}.json"]
        listed = {name: len(own[name]) for name in ("prices", "absent", "unsaid", "unread")}
        twice = {price["id"] for price in own["prices"] if price["conflict"]}
        assert {**listed, "conflicts": len(twice)} == {name: told[name] for name in (*listed, "conflicts")}, provider
        for name in LISTS:
            all_of_them = files[f"{name}.json"]["prices" if name == "absent" else name]
            assert [each for each in all_of_them if each["provider"] == provider] == own[name]


def spoilt(name: str, told: Told) -> Callable[[Present], ProviderPart]:
    """What makes a provider's part, with that in the list of that name."""
    made = parts.part_of

    def part_of(present: Present) -> ProviderPart:
        part = made(present)
        return replace(part, lists={**part.lists, name: rows([told])})

    return part_of


@pytest.mark.parametrize(
    ("name", "told", "said"),
    [
        ("facts", {}, "facts.0.provider: Field required"),
        ("prices", published.price(more=1), "prices.0.more: Extra inputs are not permitted"),
        ("prices", published.price(amount="1e3"), "prices.0.amount: "),
        ("prices", published.price(conditions={"voice": 1}), "prices.0.conditions"),
        ("prices", published.absent(), "prices.0.status: Input should be 'fresh', 'stale' or 'held'"),
        ("absent", published.price(), "absent.0.status: "),
        ("pending", published.price(), "pending.0.reasons: List should have at least 1 item"),
        ("unread", published.unread(where=None), "unread.0.where: "),
    ],
)
def test_what_does_not_keep_the_contract_is_never_published(
    name: str, told: Told, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pricebook.publish.release.part_of", spoilt(name, told))
    with pytest.raises(StorageError, match=r"providers/[a-z]+\.json: does not keep its contract: ") as problem:
        assembled()
    assert f": {said}" in str(problem.value)
    assert str(problem.value).endswith("It is a fault of this program.")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("prices.json", b"{}", r"prices\.json: is not what manifest\.json says"),
        ("providers/ucloud.json", b"", r"ucloud\.json: is not what manifest\.json says"),
        ("more.json", b"{}", r"more\.json: is not what manifest\.json says"),
        (NAME, b"{", "is no manifest"),
        (NAME, b"[]", "is no manifest"),
    ],
)
def test_a_release_whose_files_do_not_agree_takes_nobodys_place(
    name: str, data: bytes, said: str, tmp_path: Path, whole: release.Release
) -> None:
    release.put(tmp_path / "v1", whole)
    with pytest.raises(StorageError, match=said):
        release.put(tmp_path / "v1", {**whole, name: [data]})
    assert release.stands(tmp_path / "v1", whole)
    assert [each.name for each in tmp_path.iterdir()] == ["v1"]


@pytest.mark.parametrize("name", ["prices.json", "exports/losses.json", NAME])
def test_a_file_that_is_gone_is_missed(name: str, tmp_path: Path, whole: release.Release) -> None:
    release.put(tmp_path / "v1", whole)
    (tmp_path / "v1" / name).unlink()
    assert not release.stands(tmp_path / "v1", whole)
    with pytest.raises(StorageError, match=name):
        release.check(tmp_path / "v1")
    assert release.put(tmp_path / "v1", whole)
    release.check(tmp_path / "v1")


@pytest.mark.parametrize(("field", "value"), [("counts", 3), ("release", "0"), ("files", {}), ("more", 1)])
def test_a_manifest_keeps_its_contract(field: str, value: object, tmp_path: Path, whole: release.Release) -> None:
    release.put(tmp_path / "v1", whole)
    path = tmp_path / "v1" / NAME
    path.write_bytes(encode({**json.loads(path.read_bytes()), field: value}))
    with pytest.raises(StorageError, match="is no manifest"):
        release.check(tmp_path / "v1")
