"""Pages that are files of the collection: only files inside of it, within the limits of any page."""

from pathlib import Path

import pytest

from pricebook.errors import AddressRefused, NetworkError, ScraperError, TooLarge, Unreachable
from pricebook.reading.text import MAX_BYTES
from pricebook.run.local import read_here
from pricebook.scraping import Address


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "collection"
    (made / "lists").mkdir(parents=True)
    (made / "lists" / "acme.csv").write_bytes(b"Model,Input\n")
    (made / ".git").mkdir()
    (made / ".git" / "config.txt").write_bytes(b"secret")
    (tmp_path / "outside.csv").write_bytes(b"secret")
    return made


def test_a_file_of_the_collection_is_read(root: Path) -> None:
    assert read_here(root, "lists/acme.csv", "acme/list").body == b"Model,Input\n"
    (root / "again.csv").symlink_to(root / "lists" / "acme.csv")
    assert read_here(root, "again.csv", "acme/list").body == b"Model,Input\n"


@pytest.mark.parametrize("target", ["../outside.csv", ".git/config.txt"])
def test_a_link_leads_nowhere_else(root: Path, target: str) -> None:
    (root / "link.csv").symlink_to(root / target)
    with pytest.raises(AddressRefused, match="leads out of the collection, or to what is hidden in it"):
        read_here(root, "link.csv", "acme/list")


def test_a_folder_that_is_a_link_leads_nowhere_else(root: Path) -> None:
    (root / "away").symlink_to(root.parent)
    with pytest.raises(AddressRefused):
        read_here(root, "away/outside.csv", "acme/list")


@pytest.mark.parametrize("path", ["lists/none.csv", "lists/acme.csv/more.csv", "folder.csv", "circle.csv"])
def test_where_no_file_stands_is_said(root: Path, path: str) -> None:
    (root / "folder.csv").mkdir()
    (root / "circle.csv").symlink_to(root / "circle.csv")
    with pytest.raises(Unreachable, match=f"acme/list: {path}"):
        read_here(root, path, "acme/list")


def test_it_is_no_larger_than_any_page(root: Path) -> None:
    (root / "large.csv").write_bytes(bytes(MAX_BYTES))
    assert len(read_here(root, "large.csv", "acme/list").body) == MAX_BYTES
    (root / "large.csv").write_bytes(bytes(MAX_BYTES + 1))
    with pytest.raises(TooLarge, match=r"large\.csv has more than"):
        read_here(root, "large.csv", "acme/list")


@pytest.mark.parametrize(
    ("url", "path", "part"),
    [("lists/acme.csv", "lists/acme.csv", None), ("our prices.xlsx#New", "our prices.xlsx", "New"),
     ("https://a.example/p.csv#New", None, None)],
)  # fmt: skip
def test_an_address_is_fetched_or_a_path(url: str, path: str | None, part: str | None) -> None:
    address = Address("list", url)
    assert (address.path, address.part) == (path, part)


@pytest.mark.parametrize(
    "url",
    ["../a.csv", "a/../../b.csv", "/a.csv", "~/a.csv", "./a.csv", "a//b.csv", ".git/a.csv", "a/.hidden.csv", "a\\b.csv",
     "c:/a.csv", "file:a.csv", "a.example/prices", "a.csv\n", "a?.csv", "lists/a", "#a.csv", ""],
)  # fmt: skip
def test_no_other_path_is_one(url: str) -> None:
    with pytest.raises(ScraperError, match="no address of a page"):
        Address("list", url)


def test_all_that_is_refused_is_this_pages_own() -> None:
    """A look at the others goes on: what cannot be had is no usage error, and no fault of the disk that fails all."""
    assert issubclass(AddressRefused, NetworkError)
    assert issubclass(Unreachable, NetworkError)
    assert issubclass(TooLarge, NetworkError)
