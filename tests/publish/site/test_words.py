"""The site's own words: each stands in both languages and is used; none that is used is missing."""

import re
from pathlib import Path

import pytest

from pricebook.publish.site import calculator, pages, words
from pricebook.publish.site.words import LANGUAGES
from tests.publish.site.markup import Page
from tests.publish.site.markup import pages as read

HERE = Path(pages.__file__).parent
TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in (HERE / "templates").iterdir()}
ALL = "\n".join(TEMPLATES.values())
LABELS = "|".join(re.findall(r"\{% for label in \(([^)]*)\) %\}", ALL))
"""Words that templates name in lists."""
CHINESE = re.compile("[\u4e00-\u9fff]")


def used() -> set[str]:
    """The names of all words that a template or the program asks for."""
    direct = set(re.findall(r"\bt\.([a-z_]+)", ALL))
    listed = set(re.findall(r"'([a-z_]+)'", LABELS))
    by_lists = {name for name, _ in pages.NAVIGATION} | {*pages._COLUMNS}
    kinds = {kind for kind in calculator.KINDS if len(kind) > 3}
    return direct | listed | by_lists | kinds


def test_each_word_is_used_and_each_that_is_used_is_there() -> None:
    for language in LANGUAGES:
        assert used() == words.words(language).keys()


@pytest.mark.parametrize("lists", [words._WORDS, words._TOLD, words._MEANT], ids=["words", "told", "meant"])
def test_each_word_stands_in_both_languages(lists: dict[str, tuple[str, str]]) -> None:
    same = {"Token"}
    for name, said in lists.items():
        assert len(said) == len(LANGUAGES), name
        assert all(each.strip() for each in said), name
        english, chinese = said
        if name != "in_other_language":
            assert not CHINESE.search(english), name
            assert CHINESE.search(chinese) or chinese in same, name


def test_no_english_word_of_the_sites_own_stands_in_a_chinese_page(town: Path) -> None:
    """But for what pages print and the contract's own names."""
    english = {said[0] for said in (*words._WORDS.values(), *words._MEANT.values()) if " " in said[0]}
    for name, page in read(town).items():
        if name.startswith("zh/"):
            told = {" ".join(text.split()) for _, text in page.texts}
            assert not told & english, name


def test_every_state_of_a_price_has_a_word_and_a_meaning() -> None:
    for state in ("stale", "held", "pending", "conflict", "suspect", "missing", "unread", "withdrawn"):
        for language in LANGUAGES:
            assert words.told(state, language) != state or language == "en"
            assert words.meant(state, language)
    assert words.meant("fresh", "en") == ""


def test_a_page_says_in_words_how_a_price_stands(town: Path) -> None:
    """Colour alone tells nobody."""
    for model, state in {"doubtful": "suspect", "contrary": "conflict", "waiting": "held", "old": "stale"}.items():
        for language in LANGUAGES:
            page = Page((town / language / "models" / f"{model}.html").read_text(encoding="utf-8"))
            assert words.told(state, language) in page.within("span")
            assert words.meant(state, language) in page.within("small")


def test_conditions_are_said_with_their_bounds() -> None:
    told = words.conditions({"input_tokens": {"gt": 1000, "lte": 2000}, "resolution": ["1K", "2K"]}, "en")
    assert "> 1,000 ≤ 2,000" in told
    assert "1K + 2K" in told
