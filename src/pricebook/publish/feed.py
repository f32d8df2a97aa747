"""`feed.xml`: the last changes as an Atom feed (RFC 4287), the newest first.

An entry's title is the line for people; its text says what the page printed before and after. Text of a page is data:
markup in it is shown and not obeyed, and what XML cannot hold or nobody sees is spelled out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import orjson

from pricebook.publish.escaping import visible

Told = Mapping[str, Any]

NEWEST = 100
"""How many changes it holds."""
TITLE = "Pricebook: prices of AI model APIs that changed"
_OURS = UUID("7e6b1f0a-52c4-5d0e-9b8e-3a4d3f5c2b17")
"""The namespace of the ids."""
_IDENTITY = ("day", "id", "kind", "before", "after")
"""What tells a change from all others; its words may be put otherwise one day."""


def feed(changes: Sequence[Told], updated: str) -> bytes:
    """The feed of the changes of `changes.json`, in its order.

    `updated` is a day: since when there is nothing new, if there are no changes. Days are told as their first moment
    in UTC. The same changes give the same bytes.
    """
    root = Element("feed", xmlns="http://www.w3.org/2005/Atom")
    newest = changes[0]["day"] if changes else updated
    _put_element(root, {"id": uuid5(_OURS, "feed").urn, "title": TITLE, "updated": _feed_moment(newest)})
    _put_element(SubElement(root, "author"), {"name": "Pricebook"})
    for change, name in list(zip(changes, _ids(changes), strict=True))[:NEWEST]:
        root.append(_feed_entry(change, name))
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _feed_entry(change: Told, name: str) -> Element:
    entry = Element("entry")
    _put_element(entry, {"id": name, "title": change["text"], "updated": _feed_moment(change["day"])})
    for scheme in ("kind", "provider"):
        SubElement(entry, "category", scheme=f"urn:pricebook:{scheme}", term=visible(change[scheme]))
    lines = [
        f"{change['provider']}: {change['text']}",
        *map(_feed_side, ("before", "after"), (change["before"], change["after"])),
    ]
    _put_element(entry, {"content": "\n".join(filter(None, lines))})
    return entry


def _feed_side(when: str, side: Told | None) -> str:
    if side is None:
        return ""
    per = f" / {side['unit']}" if side["unit"] else ""
    return f"{when}: {side['amount']} {side['currency']}{per}, printed as ‘{side['quote']}’"


def _put_element(parent: Element, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = visible(text)


def _ids(changes: Sequence[Told]) -> list[str]:
    """An id for each, which it keeps; of changes that are alike in all, the older ones are counted."""
    told = [orjson.dumps([change[name] for name in _IDENTITY], option=orjson.OPT_SORT_KEYS) for change in changes]
    before: Counter[bytes] = Counter()
    found = []
    for each in reversed(told):
        found.append(uuid5(_OURS, f"{each.decode()}{before[each] or ''}").urn)
        before[each] += 1
    return found[::-1]


def _feed_moment(day: str) -> str:
    return f"{day}T00:00:00Z"
