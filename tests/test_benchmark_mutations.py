"""The benchmark of mutations: its operators keep their word, and of a sample nothing is published silently wrong."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from random import Random
from typing import Literal

import pytest
from benchmarks.mutations.bare import bare, seen
from benchmarks.mutations.editing import number
from benchmarks.mutations.markup import Edit, Form, Sheet, edited, form_of
from benchmarks.mutations.measuring import Measured, Task, measured, sampled, tasks
from benchmarks.mutations.operators import OPERATORS
from benchmarks.mutations.page import Mutant, Page
from benchmarks.mutations.pages import opened, sources, twin
from benchmarks.mutations.publishing import View
from benchmarks.mutations.report import markdown, matrix, summary, wilson, worst
from benchmarks.mutations.truth import Key, Stated, Want, gone, key_of, lost, same, unknowable
from benchmarks.mutations.verdicts import judge
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import FROZEN
from tests.mutations import bases

MOST = 9_000
"""Bytes of a page that tests change."""
FORMS: tuple[Literal["md", "html"], ...] = ("md", "html")


@cache
def small() -> list[tuple[Page, View]]:
    """Pages of those providers that tests know, one of each markup and no large one."""
    known = [each for each in sources().values() if each.provider in FROZEN and each.size < MOST]
    spread = {(each.provider, each.path.suffix, each.twin): each.name for each in known}
    return [found for name in spread.values() if (found := opened(name)) is not None]


@cache
def made_up() -> list[Page]:
    """Pages of one table each, which nobody sells by."""
    found = []
    for base in (bases.small(name, form) for name in bases.SMALL for form in FORMS):
        prices = [price.model_dump(mode="json") for price in base.reading.prices]
        truth = tuple(Stated(key_of(price), Decimal(price["amount"]), price) for price in prices)
        found.append(Page(base.name, "acme", "price", base.sheet.write(), base.sheet.form, truth))
    return found


def pages() -> list[Page]:
    return [*made_up(), *(page for page, _ in small())]


def mutants(name: str) -> Iterator[tuple[Page, Mutant]]:
    for page in pages():
        for mutant in OPERATORS[name].mutants(page, 0):
            yield page, mutant


def test_the_prices_of_a_made_up_page_are_all_located() -> None:
    for page in made_up():
        assert len(page.places) == len(page.truth), page.name
        assert len(page.spots) == sum(not price.record["free"] for price in page.truth), page.name


def test_every_operator_changes_some_page() -> None:
    assert not [name for name in OPERATORS if not any(True for _ in mutants(name))]


def test_of_each_family_there_are_some_in_each_half() -> None:
    assert len(OPERATORS) >= 60
    halves = {(each.family, each.half) for each in OPERATORS.values()}
    assert len(halves) == 8


@pytest.mark.parametrize("name", sorted(OPERATORS))
def test_what_is_wanted_of_a_mutant_stands_on_it(name: str) -> None:
    for page, mutant in mutants(name):
        assert [want.was for want in mutant.wants[: len(page.truth)]] == list(page.truth)
        assert all(want.was is None for want in mutant.wants[len(page.truth) :])
        assert mutant.body is not None or mutant.text != page.text
        if mutant.body is None:
            names, digits = bare(mutant.text), re.sub("[.,]", "", mutant.text)
            for key, amount in new_forms(mutant.wants):
                assert bare(key.model) in names
                assert f"{amount:f}".replace(".", "").strip("0") in digits


def new_forms(wants: Sequence[Want]) -> Iterator[tuple[Key, Decimal]]:
    """The names and amounts that must be published now and were not before, where nothing else may be."""
    for want in wants:
        sure = len(want.forms) == 1 and not want.apart and not want.lost
        if sure and not derived(want) and (want.was is None or want.forms[0] != (want.was.key, want.was.amount)):
            yield want.forms[0]


def derived(want: Want) -> bool:
    """Whether a rule of the page makes the amount of another one."""
    return want.was is not None and bool(want.was.record["derived_from"])


@pytest.mark.parametrize("name", sorted(OPERATORS))
def test_the_same_seed_gives_the_same_mutants(name: str) -> None:
    for page in made_up():
        first, again = (list(OPERATORS[name].mutants(page, 7)) for _ in range(2))
        assert [(each.text, each.body) for each in first] == [(each.text, each.body) for each in again]


def test_what_is_published_of_an_unchanged_page_is_as_it_was() -> None:
    for page, view in small():
        assert judge(page, Mutant(page.text, page.wants({})), view, view).verdict == "followed"


def altered(view: View, amount: str, **more: object) -> View:
    first, *rest = view.prices
    return replace(view, prices=[{**first, "amount": amount, **more}, *rest])


def one(page: Page, want: Want) -> Mutant:
    return Mutant(page.text, [want, *page.wants({})[1:]])


def test_what_is_published_is_judged_as_a_consumer_takes_it() -> None:
    page, view = small()[0]
    page = replace(page, truth=tuple(sorted(page.truth, key=lambda price: price.record is not view.prices[0])))
    price = page.truth[0]
    assert price.key == key_of(view.prices[0])
    unchanged, without = one(page, same(price)), replace(view, prices=view.prices[1:])
    assert judge(page, unchanged, view, altered(view, "12345")).verdict == "wrong"
    assert judge(page, unchanged, view, altered(view, "12345", suspect="a slip?")).verdict == "held"
    assert judge(page, unchanged, view, altered(view, str(price.amount), status="held")).verdict == "held"
    assert judge(page, unchanged, view, without).verdict == "missing"
    assert judge(page, unchanged, view, replace(without, waiting=view.waiting + 1)).verdict == "held"
    assert judge(page, unchanged, view, replace(view, error="refused")).verdict == "refused"
    assert judge(page, one(page, gone(price)), view, without).verdict == "followed"
    assert judge(page, one(page, gone(price)), view, view).verdict == "extra"
    assert judge(page, one(page, lost(price)), view, without).verdict == "missing"
    assert judge(page, one(page, unknowable(price)), view, view).verdict == "wrong"
    assert judge(page, one(page, unknowable(price)), view, without).verdict == "held"
    another = {**view.prices[0], "model": "another", "conditions": {}}
    assert judge(page, unchanged, view, replace(view, prices=[*view.prices, another])).verdict == "extra"
    assert not judge(page, unchanged, view, view).waits


TABLES: dict[Form, str] = {
    "md": "# a\n\n| 模型 | 价格 |\n| --- | :-: |\n| x-1 | 4 元 |\n|  | 5 元 |\n\nend\n",
    "html": "<h1>a</h1><table><tr><th>模型</th><th>价格</th></tr><tr><td rowspan='2'>x-1</td><td>4 元</td></tr>"
    "<tr><td>5 元</td></tr></table>",
    "txt": "a\n模型 | 价格 |\nx-1 | 4 元 |\nx-1 | 5 元 |\nend\n",
    "mdx": 'columns={[\n{ title: "模型", width: "2" },\n{ title: "价格" },\n]}\n'
    'rows={[\n["x-1", "4 元"],\n["x-1", "5 元"],\n]}\n/>\n',
}  # fmt: skip


@pytest.mark.parametrize("form", sorted(TABLES))
def test_a_table_is_found_in_every_markup(form: Form) -> None:
    text = TABLES[form]
    assert form_of(text, "md" if form in {"md", "mdx"} else form) == form
    (table,) = Sheet(text, form).tables
    assert table.heads == ["模型", "价格"]
    rows = [[cell.bare if (cell := table.at(row, column)) else "" for column in range(2)] for row in (1, 2)]
    assert rows == [["x-1", "4元"], ["x-1", "5元"]]
    cells = [cell for line in table.lines for cell in line.cells]
    assert all(text[cell.start : cell.end] == cell.source for cell in cells)


def test_a_twin_has_the_same_tables() -> None:
    sheet = Sheet(TABLES["md"], "md")
    (table,) = Sheet(twin(sheet), "html").tables
    assert [[cell.bare for cell in line.cells] for line in table.lines] == [
        ["模型", "价格"],
        ["x-1", "4元"],
        ["", "5元"],
    ]


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60), st.text(max_size=5))
def test_what_an_edit_does_not_touch_stays(source: str, a: int, b: int, new: str) -> None:
    start, end = sorted((min(a, len(source)), min(b, len(source))))
    assert edited(source, [Edit(start, end, new)]) == source[:start] + new + source[end:]


@given(st.text(alphabet="ab1. <>/&;*|\\\n\u00a0元", max_size=40))
def test_each_character_that_is_seen_has_its_place(source: str) -> None:
    view = seen(source)
    assert len(view.text) == len(view.places)
    assert all(0 <= start < end <= len(source) for start, end in view.places)


@given(st.decimals("0.0001", "99999", places=4), st.sampled_from(["0.8", "1.25", "3", "1000", "0.1"]))
def test_a_number_is_printed_as_many_times_as_large(value: Decimal, factor: str) -> None:
    printed = f"{value:,.4f}"
    assert Decimal(number(printed, Fraction(factor)).replace(",", "")) == value * Decimal(factor)


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_the_share(hits: int, of: int) -> None:
    hits = min(hits, of)
    low, high = wilson(hits, of)
    assert 0 <= low <= hits / of <= high + 1e-9 <= 1 + 1e-9


def test_a_sample_is_drawn_by_its_seed_alone() -> None:
    every = tasks(OPERATORS, sources(), 3)
    first, again, other = (sampled(every, 30, Random(seed)) for seed in (1, 1, 2))
    assert first == again != other
    assert sum(len(task.operators) for task in first) == 30


SAMPLE = (
    "row times 0.8", "row times 1000", "page times 7", "one price is zero", "input and output change places",
    "model added: a size", "a row twice with another price", "noise column width", "noise two rows change places",
    "columns change places", "half of the rows gone", "instead of the page: a log-in page",
)  # fmt: skip


@pytest.fixture(scope="module")
def found() -> list[Measured]:
    names = [page.name for page, _ in small() if page.form == "md" and len(page.whole_tables()) > 2][:1]
    return list(measured([Task(name, SAMPLE, 0) for name in names], jobs=1))


@pytest.mark.long
def test_no_mutant_of_a_sample_is_published_silently_wrong(found: list[Measured]) -> None:
    assert {each.operator for each in found} == set(SAMPLE)
    assert not [each for each in found if each.verdict in {"wrong", "extra"}]
    assert {each.verdict for each in found if each.operator.startswith("noise")} == {"followed"}
    assert {each.verdict for each in found if each.operator == "row times 0.8"} == {"followed"}
    assert "followed" not in {each.verdict for each in found if each.operator in {"row times 1000", "page times 7"}}


def test_the_report_names_what_was_measured(found: list[Measured]) -> None:
    assert all(len(line) <= 80 for line in summary(found)[:14])
    assert any(line.startswith("row times 0.8") for line in matrix(found))
    assert all(name in markdown(found, 0) for name in SAMPLE)
    silent = found[0]._replace(verdict="wrong", why="told: 4")
    assert any("told: 4" in line for line in worst([silent]))
