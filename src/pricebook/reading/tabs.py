"""Tabs: labels side by side and as many panels behind them, of which a browser shows one at a time.

A panel is read with its label as its heading, also while it is hidden. Labels and panels are told by their roles, else
by what the labels are called and by how many elements of one kind follow them; where the numbers differ, nothing is
taken for a tab.
"""

import re
from collections.abc import Iterator

from lxml import etree

_TAB = re.compile(r"(?:^|.*[-_])tabs?(?:[-_].*|$)", re.IGNORECASE)
"""The name of a class that speaks of a tab."""
_LONGEST = 40
"""Characters of a label."""
_FEWEST = 2
_CLIMBS = 3
"""Elements around the labels behind which the panels may stand."""


class Tabs:
    """The tabs of one page."""

    def __init__(self, root: etree._Element) -> None:
        self._labels: dict[etree._Element, str] = {}
        self._lists: set[etree._Element] = set()
        for group in list(_groups(root)):
            labels = [_label_of(tab) for tab in group]
            panels = _panels_named(root, group) or _following(group[0].getparent(), len(group))
            if panels and not any(panel in self._labels for panel in panels):
                self._lists.update(group)
                self._labels |= dict(zip(panels, labels, strict=True))

    def label(self, element: etree._Element) -> str | None:
        """The label of the tab whose panel the element is."""
        return self._labels.get(element) if self._labels else None

    def lists(self, element: etree._Element) -> bool:
        """Whether the element is a label that stands as a heading already."""
        return element in self._lists


def _groups(root: etree._Element) -> Iterator[list[etree._Element]]:
    """Elements side by side, each of them a tab."""
    for parent in root.iter("div", "ul", "ol", "nav", "tablist"):
        children = [child for child in parent if isinstance(child.tag, str)]
        if len(children) >= _FEWEST and all(_is_tab(child, children[0]) for child in children):
            labels = [_label_of(child) for child in children]
            if all(label and len(label) <= _LONGEST for label in labels) and len(set(labels)) == len(labels):
                yield children


def _is_tab(element: etree._Element, first: etree._Element) -> bool:
    """Whether it is a tab by its role or a class, which the first of its group has too."""
    if element.get("role") == "tab":
        return first.get("role") == "tab"
    names = _classes(element) & _classes(first)
    return element.tag == first.tag and any(_TAB.fullmatch(name) for name in names)


def _panels_named(root: etree._Element, group: list[etree._Element]) -> list[etree._Element]:
    """The panels that the tabs name, if each names another one."""
    names = [tab.get("aria-controls") for tab in group]
    if not all(names) or len(set(names)) != len(names):
        return []
    found = {element.get("id"): element for element in root.iter() if element.get("id") in names}
    return [found[name] for name in names] if len(found) == len(names) else []


def _following(node: etree._Element | None, many: int) -> list[etree._Element]:
    """The elements of one kind that follow the labels or something around them, if they are as many."""
    for _ in range(_CLIMBS):
        if node is None:
            return []
        run: list[etree._Element] = []
        for sibling in node.itersiblings():
            if not isinstance(sibling.tag, str):
                continue
            if run and (sibling.tag != run[0].tag or sibling.tag not in {"div", "section", "li", "article"}):
                break
            run.append(sibling)
        if len(run) == many:
            return run
        node = node.getparent()
    return []


def _classes(element: etree._Element) -> set[str]:
    return set(str(element.get("class") or "").split())


def _label_of(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
