"""What stands in a page, as a browser would find it: elements, ids, links, texts."""

from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

VOID = {"meta", "link", "input", "br", "col"}


class Element(NamedTuple):
    """One start tag."""

    name: str
    attributes: Mapping[str, str]


class Page(HTMLParser):
    """One page, read; every element is closed where it has to be."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.texts: list[tuple[str, str]] = []
        """Each text with the element that it stands in."""
        self.strange: list[str] = []
        """Comments, declarations and what else is neither element nor text."""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == [], f"never closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"an attribute twice: {names}"
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> of nothing"
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self._open[-1] if self._open else "", data))

    def handle_comment(self, data: str) -> None:
        self.strange.append(data)

    def handle_pi(self, data: str) -> None:
        self.strange.append(data)

    def unknown_decl(self, data: str) -> None:
        self.strange.append(data)

    @property
    def shape(self) -> Sequence[tuple[str, tuple[str, ...]]]:
        """Its elements with the names of their attributes, in their order."""
        return [(name, tuple(attributes)) for name, attributes in self.elements]

    def all(self, name: str) -> list[Mapping[str, str]]:
        """The attributes of all elements of that name."""
        return [element.attributes for element in self.elements if element.name == name]

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def addresses(self) -> Iterator[str]:
        """All that it leads to or loads."""
        for _, attributes in self.elements:
            yield from (attributes[name] for name in ("href", "src", "data-table") if name in attributes)

    def within(self, name: str) -> list[str]:
        """The texts that stand in elements of that name."""
        return [text for where, text in self.texts if where == name]

    def text(self) -> str:
        return " ".join(" ".join(text for _, text in self.texts).split())


def pages(site: Path) -> dict[str, Page]:
    """Every page of the site by its path."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        try:
            found[name] = Page(path.read_text(encoding="utf-8"))
        except AssertionError as problem:
            raise AssertionError(f"{name}: {problem}") from problem
    return found


class Target(NamedTuple):
    """Where a link leads to inside the site."""

    path: str
    fragment: str


def target(page: str, address: str) -> Target | None:
    """Where a page's link leads to; None for another site."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    assert not address.startswith("/"), f"{page}: {address} is not relative"
    folder = page.split("/")[:-1]
    own = parts.path.split("/") if parts.path else [page.rpartition("/")[2]]
    for part in own:
        if part == "..":
            assert folder, f"{page}: {address} leads out of the site"
            folder.pop()
        else:
            folder.append(unquote(part))
    return Target("/".join(folder), unquote(parts.fragment))
