"""A damaged page is loud: it is read rightly, or refused, or its amounts are unread with their place."""

import random
import re
from collections.abc import Callable, Iterator
from itertools import islice

import pytest

from pricebook.errors import PageError
from pricebook.publish import display
from pricebook.records import Price, Reading
from pricebook.run.conformance.candidate import said
from tests.pages import COLLECTION, TESTS, Alike, read, read_text, recorded, texts

Rows = list[list[str]]


def markdown_of(provider: str) -> str:
    """The page as Markdown: its own, or its table written so."""
    path = TESTS / "documents" / f"{provider}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else recorded(provider).read_text(encoding="utf-8")


MARKDOWN = ["moonshot", "ucloud", "xfyun"]


def price_tables(text: str) -> Iterator[tuple[int, int]]:
    """First and last line of every table with a model's column."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if re.match(r"\|[^|]*模型", line) and number + 1 < len(lines) and set(lines[number + 1]) <= set("|- :"):
            end = number
            while end < len(lines) and lines[end].startswith("|"):
                end += 1
            yield number, end


def with_columns(text: str, table: int, change: Callable[[list[str]], list[str]]) -> str:
    """The page with every row of one table changed; short rows are changed from their end."""
    lines = text.split("\n")
    first, end = list(price_tables(text))[table]
    width = len(lines[first].strip("| ").split("|"))
    for number in range(first, end):
        cells = lines[number].strip().strip("|").split("|")
        padded = [""] * (width - len(cells)) + cells
        lines[number] = "|" + "|".join(change(padded)[width - len(cells) :]) + "|"
    return "\n".join(lines)


def outcome(provider: str, text: str) -> Reading | None:
    """What is read, or None if the page was refused in one line that names it."""
    try:
        return read(provider, text.encode())
    except PageError as problem:
        message = str(problem)
    assert message.startswith(f"{provider}/page: ")
    assert "\n" not in message
    return None


def facts_of(price: Price) -> tuple[str, str, str]:
    return price.model, price.meter, format(price.amount, "f")


def tables_of(provider: str) -> range:
    return range(len(list(price_tables(markdown_of(provider)))))


TABLES = [(provider, table) for provider in MARKDOWN for table in tables_of(provider)]


@pytest.mark.parametrize(("page", "table"), TABLES)
def test_a_column_is_deleted(page: str, table: int) -> None:
    """No amount changes its model or its meter; what can no longer be told is unread or in conflict."""
    before = read(page, markdown_of(page).encode()).prices
    whole = {facts_of(price) for price in before}
    width = 7
    for column in range(width):
        text = with_columns(markdown_of(page), table, lambda cells, n=column: cells[:n] + cells[n + 1 :])  # type: ignore[misc]
        found = outcome(page, text)
        assert found is None or found.conflicts or {facts_of(price) for price in found.prices} <= whole


@pytest.mark.parametrize(("page", "table"), TABLES)
def test_two_columns_are_swapped_with_their_headings(page: str, table: int) -> None:
    before = read(page, markdown_of(page).encode())
    text = with_columns(markdown_of(page), table, lambda cells: [*cells[:-2], cells[-1], cells[-2]])
    found = outcome(page, text)
    assert found is not None
    assert {(p.id, p.amount) for p in found.prices} == {(p.id, p.amount) for p in before.prices}


@pytest.mark.parametrize(("page", "table"), TABLES)
def test_a_heading_is_renamed(page: str, table: int) -> None:
    """A column whose heading means nothing takes its table's amounts out of the catalogue, loudly."""
    before = read(page, markdown_of(page).encode()).prices
    whole = {facts_of(price) for price in before}
    lines = markdown_of(page).split("\n")
    first, _ = list(price_tables(markdown_of(page)))[table]
    for heading in [cell.strip() for cell in lines[first].strip("| ").split("|")]:
        text = "\n".join([*lines[:first], lines[first].replace(heading, "某某", 1), *lines[first + 1 :]])
        found = outcome(page, text)
        assert found is None or {facts_of(price) for price in found.prices} <= whole
        assert found is None or len(found.prices) == len(before) or found.unread or found.conflicts


@pytest.mark.parametrize("page", MARKDOWN)
def test_the_unit_is_changed(page: str) -> None:
    """千 for 百万 is read as it stands, a thousand times off, and nothing else changes."""
    text = markdown_of(page)
    before = {price.id: price.amount for price in read(page, text.encode()).prices}
    found = outcome(page, text.replace("千", "百万"))
    assert found is not None
    for price in found.prices:
        assert price.amount in {before[price.id], before[price.id] / 1000} or found.conflicts


@pytest.mark.parametrize("page", MARKDOWN)
def test_one_unit_that_slipped_is_suspect(page: str) -> None:
    text = markdown_of(page)
    slipped = text.replace("百万", "千", 1) if "百万" in text else text.replace("/千tokens", "/百万tokens", 1)
    if slipped == text:
        pytest.skip("the page prints its unit once for all")
    found = outcome(page, slipped)
    assert found is not None
    assert len(found.suspects) > len(read(page, text.encode()).suspects)


@pytest.mark.parametrize(("page", "table"), TABLES)
def test_every_money_mark_of_a_column_is_dropped(page: str, table: int) -> None:
    before = read(page, markdown_of(page).encode()).prices
    whole = {facts_of(price) for price in before}

    def strip(cells: list[str]) -> list[str]:
        return [re.sub("[元￥]", "", cell) for cell in cells]

    found = outcome(page, with_columns(markdown_of(page), table, strip))
    assert found is None or {facts_of(price) for price in found.prices} <= whole
    assert found is None or len(found.prices) == len(before) or found.unread


def test_decoded_in_the_wrong_character_set(provider: str) -> None:
    for text in texts(provider).values():
        if text.isascii():
            continue  # every character set shows it alike
        try:
            found = read_text(provider, text.encode().decode("latin-1"))
        except PageError as refused:
            assert "wrong character set" in str(refused)  # noqa: PT017 - a page of which nothing read is touched may pass
        else:
            whole = read_text(provider, text)
            assert set(said(found.prices)) <= set(said(whole.prices))
            told = len(found.unread) + len(found.unsaid) - len(whole.unread) - len(whole.unsaid)
            assert told >= (len(found.prices) < len(whole.prices)), "what is not read any more is said"


def added(provider: str, before: str, after: str) -> tuple[list[str], list[str]]:
    """What is read more, and what is unread, where `before` stands otherwise once on the recorded page."""
    page = recorded(provider).read_text(encoding="utf-8")
    assert before in page
    found = read_text(provider, page.replace(before, after, 1))
    known = [display.line(price) + str(price.effective_until) for price in read_text(provider, page).prices]
    told = [display.line(price) + str(price.effective_until) for price in found.prices]
    return [line for line in told if line not in known], [each.reason for each in found.unread]


@pytest.mark.parametrize(
    ("line", "kept"),
    [("Until July 1, 2026", "2026-07-01"), ("Batch", "batch"), ("EU only", "EU"), ("Enterprise", "Enterprise")],
)
def test_a_card_without_amounts_is_free_for_those_that_it_says(line: str, kept: str) -> None:
    for before, after in (
        ('<p class="name">Mistral Moderation 2</p>', f'<p class="name">Mistral Moderation 2</p><p>{line}</p>'),
        ("<p>API endpoint</p>", f"<p>{line}</p>"),
    ):
        (price,), unread = added("mistral", before, after)
        assert kept in price
        assert unread == []


@pytest.mark.parametrize(
    "amount",
    ["5,000 prompts per month (free, shared across Gemini 3), then $14 / 1,000 search queries", "$0.04 per image"],
)
def test_an_amount_below_unknown_tabs_is_given_no_unit_that_it_does_not_print(amount: str) -> None:
    page = recorded("gemini").read_text(encoding="utf-8")
    row = "| Context caching price | Free of charge | $0.15"
    found = read_text("gemini", page.replace(row, f"| Grounding | Not available | {amount} |\n{row}", 1))
    assert len(found.unsaid) == len(read_text("gemini", page).unsaid)
    assert [amount.endswith(each.text) for each in found.unread] == [True]


PARTS = 4
"""So many tests share what is done to one page, for machines that do several at a time."""


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_characters_lost_or_doubled_never_change_a_price_in_silence(provider: str, part: int) -> None:
    """One character gone or written twice: prices stay, or change together with the digit that was touched."""
    for page in texts(provider).values():
        alike = Alike(COLLECTION.scraper(provider))
        whole = {facts_of(price) for price in alike.read(page.encode("utf-8-sig")).prices}
        amounts = {amount for _, _, amount in whole}
        for text in islice(touched(page, random.Random(7)), part, None, PARTS):
            try:
                found = alike.read(text.encode("utf-8-sig"))
            except PageError:
                continue
            new = {facts_of(price) for price in found.prices} - whole
            assert all(amount in amounts for _, _, amount in new) or found.unread or found.suspects, new


def touched(page: str, chance: random.Random) -> Iterator[str]:
    """The page with one character less or twice, sixty times; names and numerals, 百 of 百万 too, are left alone."""
    said = re.compile(r"[A-Za-z0-9._/-]")
    touchable = [n for n, letter in enumerate(page) if not (letter.isnumeric() or said.match(letter))]
    for _ in range(60):
        at = chance.choice(touchable)
        yield page[:at] + page[at + 1 :] if chance.random() < 0.5 else page[:at] + page[at] + page[at:]
