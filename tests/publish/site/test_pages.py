"""The pages as files: where their links lead, what each has, and that both languages tell the same."""

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pricebook.publish.site import words
from pricebook.publish.site.addresses import model_file
from pricebook.publish.site.rendering import STATIC, static
from tests.book.releases import price
from tests.publish.site import releases
from tests.publish.site.markup import Page, pages, target

POLICY = "default-src 'none'; style-src 'self'"
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
RESERVED = {
    "index",
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{name}{digit}" for name in ("com", "lpt") for digit in range(1, 10)),
}
"""What servers show for a folder, and names that are no files on Windows, whatever stands behind their first dot."""


@pytest.fixture(scope="module")
def site(town: Path) -> Path:
    return town


@pytest.fixture(scope="module")
def read(site: Path) -> dict[str, Page]:
    return pages(site)


@pytest.mark.long
def test_all_of_it_holds_for_what_this_repository_publishes(ours: Path) -> None:
    read = pages(ours)
    test_every_link_leads_to_what_is_there(ours, read)
    test_what_the_calculator_leads_to_is_there(ours)
    test_no_id_stands_twice(read)
    test_what_names_an_element_names_one_that_is_there(read)
    test_each_page_says_what_it_is(ours, read)
    test_nothing_is_written_into_a_page_that_its_policy_forbids(read)
    test_both_languages_tell_the_same(read)


def test_every_link_leads_to_what_is_there(site: Path, read: dict[str, Page]) -> None:
    ids = {name: set(page.ids()) for name, page in read.items()}
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    led = Counter[str]()
    for name, page in read.items():
        for address in page.addresses():
            goal = target(name, address)
            if goal is None:
                assert address.startswith(("https://", "http://")), f"{name}: {address}"
                continue
            path = goal.path or "index.html"
            assert path in files or address == "models/", f"{name}: {address} leads nowhere"
            if goal.fragment:
                assert goal.fragment in ids[path], f"{name}: {address} leads to no place of the page"
            led[path] += path != name
    unled = ids.keys() - led.keys()
    assert unled <= {"index.html"}, "a page that nobody leads to"


def test_what_the_calculator_leads_to_is_there(site: Path) -> None:
    told = json.loads((site / "calculator.json").read_bytes())
    assert told["offers"]
    for offer in told["offers"]:
        for language in words.LANGUAGES:
            assert (site / language / "models" / offer["file"]).is_file()
        assert offer["provider"] in told["providers"]


def test_no_id_stands_twice(read: dict[str, Page]) -> None:
    for name, page in read.items():
        twice = [each for each, count in Counter(page.ids()).items() if count > 1]
        assert not twice, f"{name}: {twice[:5]}"


def test_what_names_an_element_names_one_that_is_there(read: dict[str, Page]) -> None:
    for name, page in read.items():
        ids = set(page.ids())
        for element in page.elements:
            for attribute in ("aria-labelledby", "aria-describedby", "for"):
                assert set(element.attributes.get(attribute, "").split()) <= ids, name


def test_each_page_says_what_it_is(site: Path, read: dict[str, Page]) -> None:
    for name, page in read.items():
        (policy,) = [
            each["content"] for each in page.all("meta") if each.get("http-equiv") == "Content-Security-Policy"
        ]
        assert policy.startswith(POLICY)
        assert "unsafe" not in policy
        assert "*" not in policy
        (html,) = page.all("html")
        assert html["lang"] == (name.split("/")[0] if "/" in name else "en")
        assert "".join(page.within("title")).strip()
        assert len(page.all("h1")) == 1
        assert len(page.all("main")) == 1
        alternates = {each["hreflang"]: each["href"] for each in page.all("link") if "hreflang" in each}
        assert alternates.keys() == words.LANGUAGES.keys()
        for language, address in alternates.items():
            goal = target(name, address)
            assert goal is not None
            assert goal.path.startswith(f"{language}/")
            assert (site / goal.path).is_file()
            assert goal.path.partition("/")[2] == (name.partition("/")[2] or "index.html")


def test_nothing_is_written_into_a_page_that_its_policy_forbids(read: dict[str, Page]) -> None:
    for name, page in read.items():
        for element in page.elements:
            assert "style" not in element.attributes, f"{name}: {element}"
            assert not [each for each in element.attributes if each.startswith("on")], f"{name}: {element}"
            assert element.name != "style", name
            if element.name == "script":
                assert target(name, element.attributes["src"]) is not None
        assert not "".join(page.within("script")).strip(), name


def test_both_languages_tell_the_same(read: dict[str, Page]) -> None:
    both = [
        {name.partition("/")[2]: page for name, page in read.items() if name.startswith(f"{language}/")}
        for language in words.LANGUAGES
    ]
    assert both[0].keys() == both[1].keys()
    for name in both[0]:
        one, other = (each[name] for each in both)
        assert one.within("q") == other.within("q"), name
        assert one.within("time") == other.within("time"), name
        assert all(re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", day) for day in one.within("time")), name
        if name != "trust.html":  # what it says besides the table is told in each language's own way
            assert _amounts(one) == _amounts(other), name
        assert len(one.elements) == len(other.elements), name
    assert any(_amounts(page) for page in both[0].values())


def _amounts(page: Page) -> list[str]:
    """Numbers in cells, in their order."""
    return [number for text in page.within("td") + page.within("span") for number in NUMBER.findall(_bare(text))]


def _bare(text: str) -> str:
    """Without units, in which a million is a number in one language and a word in the other."""
    return text.replace("1M ", "")


def test_no_two_models_share_a_file_on_any_system() -> None:
    found = [model_file(name) for name in releases.ODD]
    assert len({each.casefold() for each in found}) == len(releases.ODD)
    for each in found:
        _is_a_name(each)


@given(st.text(min_size=1, max_size=80), st.text(min_size=1, max_size=80))
def test_a_models_file_can_stand_anywhere(one: str, other: str) -> None:
    _is_a_name(model_file(one))
    assert (model_file(one) == model_file(other)) == (one == other)


def _is_a_name(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9._~-]*\.html", name), name
    assert len(name) <= 100
    assert name.partition(".")[0] not in RESERVED, name


def test_the_script_is_small() -> None:
    assert len(static("site.js")) < 15_000


def test_what_the_program_reads_of_a_page_stands_in_it(town: Path) -> None:
    """The script's places by their ids, and the fields that it asks by name."""
    script = static("site.js").decode()
    start, calculator = (Page((town / "en" / name).read_text()) for name in ("index.html", "calculator.html"))
    fields = {each["name"] for page in (start, calculator) for _, each in page.elements if "name" in each}
    asked = re.findall(r"form\.elements\.([a-z]+)\b", script) + re.findall(r'number\("([a-z]+)"\)', script)
    assert asked
    assert set(asked) <= fields
    named = set(re.findall(r'getElementById\("([a-z]+)"\)', script))
    assert named <= {*start.ids(), *calculator.ids()}


def test_files_stand_as_they_are(town: Path) -> None:
    for name in STATIC:
        assert (town / name).read_bytes() == static(name)


FIELDS = ("amount", "model", "status")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(releases.ODD) | st.text(min_size=1, max_size=12),
            st.sampled_from(["input", "output", "cache_read", "image"]),
            st.decimals(0, 10**9, allow_nan=False, places=6).map(lambda each: f"{each.normalize():f}"),
            st.sampled_from(["fresh", "held", "stale"]),
            st.sampled_from([{}, {"mode": "batch"}, {"input_tokens": {"lte": 99}}, {"resolution": ["1K", "2K"]}]),
        ),
        min_size=1, max_size=5, unique_by=lambda each: (each[0], each[1], str(each[4])),
    )
)  # fmt: skip
def test_whatever_is_on_sale_stands_in_its_models_page(
    tmp_path: Path, sold: list[tuple[str, str, str, str, Any]]
) -> None:
    prices = [price(model, meter, amount, said, status=status) for model, meter, amount, status, said in sold]
    for name in ("release", "site"):
        shutil.rmtree(tmp_path / name, ignore_errors=True)
    prices += [price("standard", "input", "2")]  # a release without a standard offer is none
    site = releases.site(tmp_path, releases.files(prices))
    read = pages(site)
    for one in prices:
        page = read[f"en/models/{model_file(one['model'])}"]
        assert one["id"] in page.ids()
        assert one["listed"]["text"] in page.within("q")
        assert any(text.startswith(one["amount"]) for text in page.within("td"))
        assert any(each.get("href", "").endswith(f"#{one['id']}") for each in read["en/providers/acme.html"].all("a"))
    for name, page in read.items():
        assert len(set(page.ids())) == len(page.ids()), name
        for address in page.addresses():
            goal = target(name, address)
            assert goal is None or (site / goal.path).exists(), f"{name}: {address}"
