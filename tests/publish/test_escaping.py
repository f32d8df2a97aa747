"""What a person sees is what a text says: nothing hidden, nothing that passes for something else, no link."""

import html
import json
import re
import string
import unicodedata
from collections.abc import Iterator

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from confusable_homoglyphs import confusables
from hypothesis import example, given
from hypothesis import strategies as st

from pricebook.publish.escaping import _PLAIN, code, one_line, plain, visible, visible_json
from pricebook.vocabulary import LOOK_ALIKES, UNSEEN
from tests.conftest import frozen

HIDDEN = [
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
    *"\u200b\u200c\u200d\u2060\u2061\u2064\ufeff\u00ad\u034f\u180e\ufe00\ufe0f\U000e0100\U000e0041\U000e007f",
    *"\u115f\u1160\u3164\uffa0\u2800\u2003\u2009\u202f\u205f\u1680\u2028\u2029\x00\x1b\x7f\x9b\ud800\ue000\U0010ffff",
]


@pytest.mark.parametrize("character", HIDDEN, ids=ascii)
def test_what_nobody_sees_is_spelled_out(character: str) -> None:
    spelled = character.encode("unicode_escape").decode()
    assert visible(f"a{character}元") == f"a{spelled}元"
    assert visible(character) == spelled
    assert json.loads(visible_json(json.dumps({"a": character}, ensure_ascii=False))) == {"a": character}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("qw\u0435n-max", r"qw\u0435n-max"),
        ("gpt-4\u043e", r"gpt-4\u043e"),
        ("\u0441\u043e\u0440\u0430-2", r"\u0441\u043e\u0440\u0430-2"),
        ("g\u03bfpt, тариф", r"g\u03bfpt, тариф"),
        ("q\uff57en模型", r"q\uff57en模型"),
        ("\U0001d420\U0001d429\U0001d42d-4", r"\U0001d420\U0001d429\U0001d42d-4"),
        ("ll\u0251ma", r"ll\u0251ma"),
        ("a\u0301\u0301\u0301\u0301\u0301b", "a\u0301\u0301\u0301\\u0301\\u0301b"),
    ],
)
def test_what_passes_for_something_else_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "输入 ４．５ 元／张，（限时）：≤128K｜“ＡＰＩ”",
        "α测试 β版、カタカナAPI、ﾊﾝｶｸ API、한국어 GPT-4o 가격",
        "тариф за 1М токенов, API-ключ, со скидкой",
        "GPT‑4 – 5 µm · naïve café, preço 1º, fiyatı, für, Ελλάδα",
        "tiê\u0301ng, हिन्दी कीमत, ราคาที่นี่, שָׁלוֹם",
        "① ⅱ ™ ℃ 🚀 ✓ ⚡ ½ ² €4",
    ],
)
def test_plain_writing_is_shown_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_nothing_that_is_published_is_changed() -> None:
    """Names, words, headings and conditions, of pages that mean no harm."""
    names = [*frozen().release.glob("providers/*.json"), frozen().release / "changes.json"]
    said = set(texts([json.loads(path.read_bytes()) for path in names]))
    assert len(said) > 1000
    assert [text for text in said if visible(text) != text] == []


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(each)


def test_most_texts_need_no_further_look_and_would_pass_it() -> None:
    for character in filter(_PLAIN.fullmatch, map(chr, range(0x10000))):
        assert visible(f"тариф {character}") == f"тариф {character}"


@given(st.text())
def test_what_is_shown_is_seen(text: str) -> None:
    shown = visible(text)
    assert not re.search(f"[{UNSEEN}]", shown)
    assert all(c.isprintable() or c in "\n\xa0\u3000" for c in shown)
    assert not re.search("[\u0300-\u036f]{4}", shown)


def test_letters_look_alike_as_the_security_data_of_unicode_says() -> None:
    for letter, latin in LOOK_ALIKES.items():
        (found,) = confusables.is_confusable(letter, greedy=True, preferred_aliases=[])
        alike = {each["c"] for each in found["homoglyphs"]}
        assert latin in alike, (letter, latin)
    known = {c for c in map(chr, range(0x370, 0x530)) if c.isalpha() and ascii_alike(c)}
    assert known - LOOK_ALIKES.keys() <= set("ͺϒσϱЬҽгѡ"), "these differ in the fonts that people use"


def ascii_alike(letter: str) -> bool:
    """Whether the data names an ASCII letter for it; what is composed is told by its parts."""
    found = confusables.is_confusable(letter, greedy=True, preferred_aliases=[]) or []
    alike = {each["c"] for one in found for each in one["homoglyphs"]}
    return bool(alike & set(string.ascii_letters)) and unicodedata.normalize("NFKC", letter) == letter


EXTENSIONS = ["table", "autolink", "tagfilter", "strikethrough", "tasklist"]
LINKS = [
    "www.evil.example", "http://evil.example/", "https://evil.example", "ftp://evil.example", "a@evil.example",
    "mailto:a@evil.example", "xmpp:a@evil.example/x", "@everyone", "@org/team", "#123", "GH-1", "org/repo#1",
    "<http://evil.example>", "<a@evil.example>", "[x](http://evil.example)", "![i](http://evil.example)", "[^1]", "\\",
    "`", "|", "&#64;", "&commat;", "-->", "<!--", "a.b-c_d+e@evil-x.example.",
]  # fmt: skip
"""What GitHub's Markdown makes a link of, and what could undo what keeps it from that."""
HOSTILE = st.lists(st.sampled_from(LINKS) | st.text(max_size=4), max_size=5).map("".join)


@example("mail a@evil.example and 0123456789abcdef0123456789abcdef01234567")
@given(HOSTILE)
def test_text_in_markdown_is_no_link_and_says_the_same(text: str) -> None:
    cell = one_line(text)
    for page in (code(text), f"| a |\n| - |\n| {code(text)} |\n", f"- {code(text)}\n", f"x {plain(cell)}"):
        shown = cmarkgfm.markdown_to_html_with_extensions(
            page, options=Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES, extensions=EXTENSIONS
        )
        assert not re.search("<(?:a|img|del|sup|input|em|strong)[ >]", shown), shown
        said = html.unescape(re.sub("<[^>]*>", "", shown))
        assert one_line(visible(cell)) in one_line(said)


def test_what_github_reads_as_a_mention_or_a_reference_stands_in_code() -> None:
    """It looks for these in the page that it made, everywhere but in code."""
    assert code("@all #1 0123456").startswith("<code>")
    assert "</code>" not in code("</code>@all").removesuffix("</code>")
