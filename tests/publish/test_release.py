"""What is published holds: a release whose files do not agree takes nobody's place."""

import json
from pathlib import Path
from typing import Any

import pytest

from pricebook.errors import StorageError
from pricebook.history.checkpoint import Presents
from pricebook.publish import release
from pricebook.system.files import digest
from tests.conftest import frozen


@pytest.fixture
def whole() -> dict[str, bytes]:
    return release.assembled(Presents(frozen().archive()))


def altered(data: bytes, path: tuple[str, ...], value: Any) -> bytes:
    content = part = json.loads(data)
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = value
    return json.dumps(content).encode()


def with_digest(whole: dict[str, bytes], prices: bytes) -> dict[str, bytes]:
    held = {"bytes": len(prices), "sha256": digest(prices)}
    return {"prices.json": prices, "status.json": altered(whole["status.json"], ("files", "prices.json"), held)}


def test_a_release_that_stands_is_left_alone(tmp_path: Path, whole: dict[str, bytes]) -> None:
    assert release.put(tmp_path / "v1", whole)
    assert not release.put(tmp_path / "v1", whole)
    assert release.check(tmp_path / "v1").prices == len(json.loads(whole["prices.json"])["prices"])


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("prices",), [], "holds other counts"),
        (("providers", "ucloud", "prices"), 3, "holds other counts"),
        (("providers",), {}, "holds other counts"),
        (("facts",), [{}], "facts.0.provider: Field required"),
        (("conflicts",), None, "conflicts: Input should be a valid array"),
        (("more",), 1, "more: Extra inputs are not permitted"),
    ],
)
def test_counts_and_contract(
    path: tuple[str, ...], value: object, said: str, tmp_path: Path, whole: dict[str, bytes]
) -> None:
    release.put(tmp_path / "v1", whole)
    wrong = with_digest(whole, altered(whole["prices.json"], path, value))
    with pytest.raises(StorageError, match=said):
        release.put(tmp_path / "v1", wrong)
    assert release.stands(tmp_path / "v1", whole)
    assert [each.name for each in tmp_path.iterdir()] == ["v1"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("prices.json", b"{}", "is not what status.json says"),
        ("status.json", b"{", "does not keep its contract"),
        ("status.json", b"[]", "does not keep its contract"),
    ],
)
def test_digests(name: str, data: bytes, said: str, tmp_path: Path, whole: dict[str, bytes]) -> None:
    release.put(tmp_path / "v1", whole)
    with pytest.raises(StorageError, match=said):
        release.put(tmp_path / "v1", {**whole, name: data})
    assert release.stands(tmp_path / "v1", whole)
    (tmp_path / "v1" / name).unlink()
    with pytest.raises(StorageError, match="No such file"):
        release.check(tmp_path / "v1")
