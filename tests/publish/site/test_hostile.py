"""Whatever a page of prices says, its text is text in the site's pages, wherever it stands."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings

from pricebook.publish.escaping import visible
from pricebook.publish.site.addresses import model_file
from pricebook.vocabulary import UNSEEN
from tests.book.releases import Record, encode, line, price
from tests.cli.test_hostile_pages import PIECES, TEXT
from tests.publish.site import releases
from tests.publish.site.markup import Page, pages, target

OF_MARKUP = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'><svg/onload=alert(1)>",
    "</title><script>1</script>",
    "</q></td></tr></table></main>", "<!--", "-->", "]]>", "<?x", "<!DOCTYPE html>", "&lt;b&gt;",
    "&amp;", "&#60;b&#62;",
    "{{ 7 * 7 }}", "{% raw %}", "{#", "${alert(1)}", "` onclick=alert(1) `",
    "javascript:alert(1)", "data:text/html,x",
    "//evil.example/x", 'https://evil.example/" onclick="x', "\\u003cb\\u003e", "</textarea>", "</option></select>",
    "<base href=//evil.example>", "<meta http-equiv=refresh content=0>", " autofocus onfocus=alert(1) x=",
    "\x00", "\r\n",
    "#" * 9, "a;b:c;d", "../../../x", "style=color:red", "<p", "<a\n", "&", "'", '"', "<", ">", "=", "`",
)  # fmt: skip
"""Texts that mean something in HTML, in a template, in an address or in a script."""
ADDRESSES = (
    "javascript:alert(1)", " javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,<b>",
    "vbscript:x", "//evil.example/", "/x", "x", "", "file:///etc/passwd", "blob:x", "https:alert(1)", "http:/x",
)  # fmt: skip
HARMLESS = "harmless"
EVERYTHING = " ".join((*PIECES, *OF_MARKUP))


def world(text: Callable[[str], str], address: str) -> dict[str, bytes]:
    """A release in which every text that a page of prices or a person wrote is that one."""
    where = {
        "page": text("page"), "address": address, "line": 3, "heading": [text("heading"), text("below")], "table": 1,
        "row": 2, "column": text("column"),
    }  # fmt: skip
    said = {"as_printed": [text("printed")], "resolution": [text("size"), text("other size")], "region": text("region")}
    words: dict[str, Any] = {
        "name": text("display name"), "where": where, "promotion": {"label": text("label"), "list_amount": "9"},
        "suspect": text("suspicion"), "reasons": [text("reason")], "derived_from": text("rule"),
    }  # fmt: skip
    here = [
        price(text("model"), "input", "2", **words),
        price(text("model"), "input", "3", said, conflict=text("conflict"), **words),
        price(text("model"), "output", "4", {"plan": text("plan")}, **{**words, "status": "held"}),
        price(text("model"), "image", "5", {text("condition"): text("value"), "quality": text("quality")}, **words),
        price("plain", "input", "1"), price("plain", "output", "1"),
    ]  # fmt: skip
    for one in here:
        one["listed"]["text"] = text("quote")
        one["where"]["page"] = text("page")
    gone = price(text("model"), "audio", "7", status="missing", absent_since="2026-02-01", snapshot="x", **words)
    past = releases.history(here[0], ("4", "2025-06-01", "2026-01-01"))
    past = [{**each, "quote": text("earlier quote"), "promotion": words["promotion"]} for each in past]
    changes = [releases.change(here[0], "4", "2", text=text("change"))]
    for side in ("before", "after"):
        changes[0][side]["quote"] = text("changed")
    content = releases.files(
        here, [gone], past,
        lists={
            "pending": [releases.pending(here[0], reasons=[text("why"), text("because")])],
            "facts": [releases.fact(kind=text("kind"), subject=text("subject"), printed=text("fact"), where=where)],
            "unread": [releases.unread(text=text("unread"), reason=text("no reason"), where=where)],
            "unsaid": [
                releases.unsaid(
                    text("model"), per=text("per"), text=text("unsaid"), reason=text("lacking"), where=where,
                    conditions={"task": text("task")},
                )
            ],
            "changes": changes,
        },
        index=lambda entries: [_index(each, text) for each in entries],
        status={
            "error": text("error"), "failing_since": "2026-01-06T08:00:00+08:00", "pages": {},
            "failing": {text("failing"): {"since": "2026-01-06", "last_good": None, "error": text("page's error")}},
            "given_up": {text("page"): "2026-01-06T08:00:00+08:00"},
        },
        names={"acme": text("provider")},
    )  # fmt: skip
    told = json.loads(content["providers/acme.json"])
    told["provider"] |= {"home_region": text("home"), "timezone": text("zone"), "currency": text("currency")}
    told["provider"]["pages"] = [{"name": text("page"), "address": address, "former": True, "snapshot": None}]
    return {**content, "providers/acme.json": encode(told)}


def _index(entry: Record, text: Callable[[str], str]) -> Record:
    if entry["model"] == "plain":
        return entry
    offers = [{**offer, "name": text("display name")} for offer in entry["offers"]]
    return {**entry, "aliases": [text("alias")], "not": [text("false friend")], "offers": offers}


def made(folder: Path, text: Callable[[str], str], address: str = "https://acme.example/price") -> Path:
    for name in ("release", "site"):
        shutil.rmtree(folder / name, ignore_errors=True)
    return releases.site(folder, world(text, address))


class _Written:
    """Writes that text into each field, and remembers which there are."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.fields: set[str] = set()

    def __call__(self, field: str) -> str:
        self.fields.add(field)
        return f"{field}:{self.text}" if field != "model" else self.text


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """The pages of the same release whose texts mean no harm, by their places."""
    return by_place(pages(made(tmp_path_factory.mktemp("harmless"), _Written(HARMLESS))), HARMLESS)


def by_place(read: dict[str, Page], model: str) -> dict[str, Page]:
    own = model_file(model)
    return {name.replace(f"models/{own}", "models/MODEL"): page for name, page in read.items()}


def same_shape(found: dict[str, Page], expected: dict[str, Page]) -> None:
    """Each page has the same elements with the same attributes; in another order, where names are sorted."""
    assert found.keys() == expected.keys()
    for name, page in found.items():
        assert Counter(page.shape) == Counter(expected[name].shape), name
        assert page.strange == expected[name].strange == [], name
        assert _kinds(page) == _kinds(expected[name]), name


def _kinds(page: Page) -> Counter[tuple[str, ...]]:
    """What of its elements no text of a page may decide."""
    kinds = ("class", "type", "http-equiv", "rel", "role", "name", "hidden")
    return Counter((name, *(attributes.get(kind, "") for kind in kinds)) for name, attributes in page.elements)


def led_nowhere_else(read: dict[str, Page]) -> None:
    for name, page in read.items():
        for address in page.addresses():
            assert target(name, address) is not None or re.match("https?://", address), f"{name}: {address}"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=TEXT.filter(bool))
@example(text=EVERYTHING)
@example(text="javascript:alert(1)")
def test_a_text_is_text_wherever_it_stands(text: str, tmp_path: Path, expected: dict[str, Page]) -> None:
    _holds(text, tmp_path, expected)


@pytest.mark.long
def test_each_text_of_the_corpus_is_text(tmp_path: Path, expected: dict[str, Page]) -> None:
    for text in (*PIECES, *OF_MARKUP):
        _holds(text, tmp_path, expected)


def _holds(text: str, folder: Path, expected: dict[str, Page]) -> None:
    written = _Written(text)
    site = made(folder, written)
    read = by_place(pages(site), text)
    same_shape(read, expected)
    led_nowhere_else(read)
    for name, page in read.items():
        for said in _texts(page):
            assert not re.search(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{UNSEEN}]", said), f"{name}: {said!r}"
    shown = "\n".join(" ".join(page.text() for page in read.values()).split())
    for field in (
        "heading",
        "column",
        "quote",
        "error",
        "alias",
        "fact",
        "unread",
        "unsaid",
        "label",
        "why",
        "printed",
    ):
        told = "\n".join(visible(written(field)).split())
        assert told in shown, f"{field} stands nowhere as it is"


def _texts(page: Page) -> Iterable[str]:
    yield from (text for _, text in page.texts)
    for element in page.elements:
        yield from element.attributes.values()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_leads_to_the_web_or_nowhere(address: str, tmp_path: Path) -> None:
    read = pages(made(tmp_path, _Written(HARMLESS), address))
    led_nowhere_else(read)
    for page in read.values():
        assert address not in [each["href"] for each in page.all("a")] or not address


def test_every_field_of_a_price_was_tried() -> None:
    """So that a field which comes to be is not forgotten here."""
    written = _Written(HARMLESS)
    content = world(written, "https://acme.example/price")
    (one, *_) = json.loads(content["prices.json"])["prices"]
    free = {name for name, value in _flat(one) if isinstance(value, str) and HARMLESS not in value}
    assert free <= {
        "id", "provider", "service", "meter", "amount", "currency", "unit", "valid_from", "valid_from_basis",
        "first_seen", "known_from", "status", "listed.amount", "listed.unit", "where.address", "promotion.list_amount",
    }  # fmt: skip
    assert "held" in line(one, held=[])


def _flat(told: Record, before: str = "") -> Iterable[tuple[str, Any]]:
    for name, value in told.items():
        yield from _flat(value, f"{before}{name}.") if isinstance(value, dict) else [(f"{before}{name}", value)]
