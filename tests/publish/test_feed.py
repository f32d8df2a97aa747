"""The feed of the changes: valid XML whatever a page says, with ids that stay."""

from xml.etree.ElementTree import Element, fromstring

from hypothesis import given
from hypothesis import strategies as st

from pricebook.publish.escaping import visible
from pricebook.publish.feed import NEWEST, feed
from tests.publish.published import change

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(data: bytes) -> list[Element]:
    return fromstring(data).findall(f"{ATOM}entry")


def texts(data: bytes, name: str) -> list[str]:
    return [entry.findtext(f"{ATOM}{name}", "") for entry in entries(data)]


def test_an_entry_says_what_changed() -> None:
    (entry,) = entries(feed([change()], "2026-01-05"))
    assert entry.findtext(f"{ATOM}title") == "acme-1 output 58 -> 29 CNY / 1M tokens (-50 %)"
    assert entry.findtext(f"{ATOM}updated") == "2026-02-01T00:00:00Z"
    assert entry.findtext(f"{ATOM}content") == (
        "acme: acme-1 output 58 -> 29 CNY / 1M tokens (-50 %)\n"
        "before: 58 CNY / 1M tokens, printed as ‘￥58.00’\n"
        "after: 29 CNY / 1M tokens, printed as ‘￥29.00’"
    )
    assert [each.get("term") for each in entry.findall(f"{ATOM}category")] == ["decrease", "acme"]


def test_a_price_that_was_added_has_nothing_before_it() -> None:
    (text,) = texts(feed([change(before=None, kind="added")], "2026-01-05"), "content")
    assert "before" not in text


def test_what_has_no_unit_is_told_without_one() -> None:
    free = {"amount": "0", "currency": "CNY", "unit": None, "quote": "免费"}
    (text,) = texts(feed([change(before=None, after=free)], "2026-01-05"), "content")
    assert text.endswith("after: 0 CNY, printed as ‘免费’")


def test_it_is_as_new_as_its_newest_change() -> None:
    changes = [change(day="2026-03-01"), change()]
    assert fromstring(feed(changes, "2026-01-05")).findtext(f"{ATOM}updated") == "2026-03-01T00:00:00Z"
    assert fromstring(feed([], "2026-01-05")).findtext(f"{ATOM}updated") == "2026-01-05T00:00:00Z"


def test_it_holds_the_newest() -> None:
    changes = [change(id=f"{number:016x}") for number in range(NEWEST + 1)]
    assert len(entries(feed(changes, "2026-01-05"))) == NEWEST


def test_ids_stay_when_words_change_and_newer_changes_come() -> None:
    old = [change(), change(day="2026-01-20")]
    new = [change(day="2026-03-01"), *(dict(each, text="put otherwise", percent=None) for each in old)]
    assert texts(feed(new, "2026-01-05"), "id")[1:] == texts(feed(old, "2026-01-05"), "id")


def test_changes_that_are_alike_have_ids_of_their_own() -> None:
    one, two = texts(feed([change(), change()], "2026-01-05"), "id")
    assert one != two
    assert texts(feed([change()], "2026-01-05"), "id") == [two]


@given(
    words=st.text(st.characters(codec="utf-8"), max_size=30)
    | st.sampled_from(["]]>", "<script>", "&amp;", "\x1b[31m", "\ufffe", "\r\n"])
)
def test_words_of_a_page_are_data(words: str) -> None:
    after = {"amount": "1", "currency": "CNY", "unit": "1M tokens", "quote": words}
    data = feed([change(text=words, after=after, before=None)], "2026-01-05")
    assert texts(data, "title") == [visible(words)]
    assert feed([change(text=words, after=after, before=None)], "2026-01-05") == data
