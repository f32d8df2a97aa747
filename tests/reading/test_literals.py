"""Values as they are written: the characters of numbers stay, and what would have to be worked out is no value."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.reading.literals import MAX_DEPTH, MAX_VALUES, Cursor, Literal, NotLiteral, read_literal

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def plain(value: Literal) -> object:
    """As the standard library gives it, numbers as they are written."""
    if value.kind == "array":
        return [plain(item) for item in value.items]
    if value.kind == "object":
        return {key: plain(item) for key, item in value.members.items()}
    if value.kind == "word":
        return {"": None, "true": True, "false": False}[value.text]
    return value.text


@given(VALUES, st.sampled_from([None, 2]), st.booleans())
def test_json_is_what_the_standard_library_says(value: object, indent: int | None, ascii_alone: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_alone)
    assert plain(read_literal(text)) == json.loads(text, parse_int=str, parse_float=str)


@pytest.mark.parametrize("number", ["0.1", "0.10", "1e-7", "-3", "0.30000000000000004", "1234567890123456789012", ".5"])
def test_numbers_keep_their_characters(number: str) -> None:
    assert read_literal(number).text == number


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"'it\'s'", "it's"),
        (r'"\u00a52"', "¥2"),
        (r'"\ud83d\ude00"', "😀"),
        (r'"\ud83d"', "\ufffd"),
        (r"'\x41\u{1F600}'", "A😀"),
        ("`a $2`", "a $2"),
        ("/* a */ 'b' // c", "b"),
    ],
)
def test_strings(source: str, text: str) -> None:
    assert read_literal(source).text == text


@pytest.mark.parametrize(
    ("source", "markup"),
    [
        ('<>{"$"}0.16</>', "$0.16"),
        ("<>a{/* was $9 */}b</>", "ab"),
        ("<b className='x'>2<br/>元</b>", '<b class="x">2<br>元</b>'),
        ('<i style={{textDecoration: "none"}}>9</i>', '<i style="text-decoration:none">9</i>'),
        ("<Badge>New</Badge>", "<span>New</span>"),
        ("<td colSpan={2}>a</td>", '<td colspan="2">a</td>'),
        ('"<b>"', "&lt;b&gt;"),
        ("null", ""),
    ],
)  # fmt: skip
def test_what_a_value_displays(source: str, markup: str) -> None:
    assert read_literal(source).markup == markup


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{a: 1, 'a': 2}", "'a' stands twice"),
        ("[1, 2", "cut off"),
        ('"a', "without its end"),
        ("f(1)", "f is not known"),
        ("[a.b]", "a is not known"),
        ("`${a}`", "worked out"),
        ("<b>{a && 1}</b>", "a is not known"),
        ("<b>x", "ends before </b>"),
        ("1 2", "stands behind"),
        ("12px", "no value"),
        ("", "no value"),
        ("[" * 5000, f"deeper than {MAX_DEPTH}"),
        ("<b>" * 5000, f"deeper than {MAX_DEPTH}"),
        ("[" + "1," * MAX_VALUES + "]", "more than"),
    ],
)
def test_what_is_no_literal(source: str, reason: str) -> None:
    with pytest.raises(NotLiteral, match=reason):
        read_literal(source)


def test_a_name_that_is_known_stands_for_its_value() -> None:
    source = Cursor("[price]", {"price": read_literal("'$2'")})
    assert source.value().items[0].text == "$2"
    assert source.taken == {"price"}


def test_each_value_knows_its_line() -> None:
    assert [item.line for item in read_literal("[\n1,\n\n2]").items] == [2, 4]
