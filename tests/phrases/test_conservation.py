"""Nothing that a cell says is dropped: less of it says something else, and where a bracket stands says nothing."""

from decimal import Decimal
from itertools import chain

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pricebook.phrases import NOTHING, Says, both, read_cell, read_words
from pricebook.phrases.measures import Measure
from pricebook.phrases.says import Rule, ordered, unread
from pricebook.phrases.tokens import tokens
from tests.phrases import conservation
from tests.phrases.conservation import Piece, as_much, cells, meaning, parts, said_twice, without

HEADINGS = [
    "",
    "输入价格",
    "输出单价（元/千tokens）",
    "价格（元/张）",
    "Batch 价格",
    "Cached input price ($)",
    "视频价格（元/秒）",
]


MANY = settings(max_examples=300, deadline=None)


@st.composite
def pieces(draw: st.DrawFn, *, alone: bool) -> Piece:
    return conservation.piece(lambda options: draw(st.sampled_from(options)), alone=alone)


SINGLE = pieces(alone=True)
SEVERAL = st.tuples(st.lists(pieces(alone=False), min_size=2, max_size=3), st.sampled_from(conservation.SEPARATORS))
COMPOSED = st.one_of(
    SINGLE.map(Piece.text),
    SINGLE.map(Piece.bracket_first),
    SEVERAL.map(lambda drawn: drawn[1].join(piece.text() for piece in drawn[0])),
)
HEADED = st.sampled_from(HEADINGS).map(read_words)


def unnoticed(text: str, heading: Says) -> list[str]:
    """The parts of a cell that is read without which it says the same."""
    whole = meaning(read_cell(text, heading), text)
    if whole is None:
        return []
    shorter = [(place, without(text, place)) for place in parts(text)]
    return [
        text[slice(*place)]
        for place, rest in shorter
        if meaning(read_cell(rest, heading), rest) == whole and not said_twice(text, place)
    ]


def test_no_word_of_a_printed_cell_goes_unnoticed() -> None:
    headed = {(cell, heading) for cell, own in cells() for heading in (own, *HEADINGS)}
    found = {pair: lost for pair in sorted(headed) if (lost := unnoticed(pair[0], read_words(pair[1])))}
    assert found == {}


@MANY
@given(COMPOSED, HEADED)
def test_no_word_of_a_cell_goes_unnoticed(text: str, heading: Says) -> None:
    assert unnoticed(text, heading) == []


EASILY_LOST = {
    "a label that leads is forgotten for the next one": ("企业版：北京：4元/秒，5元/张", "企业版"),
    "a label that leads is forgotten for words before a bound": (
        "企业版：输入<=32k 训练 输出<=4k 4元/秒，5元/张",
        "企业版",
    ),
    "a bound that leads is forgotten for the next label": ("输出>4k 训练：2元/秒，4元/张", "输出>4k"),
    "the day of a price that is free for a time": ("限时免费（截至2026-09-30），4元/百万tokens", "截至2026-09-30"),
    "the medium of a price that is free for a time": ("限时免费（文本），4元/百万tokens", "文本"),
    "free beside a price, where the promotion is a word of its own": ("限时 free，4元", "free"),
    "a meter before a bound on another size": ("输出 输入<=32k：8元", "输出"),
    "one meter of two, where the unit names the other": ("16元/张；输入/输出 2元/ 1M input tokens", "输出"),
    "a meter joined to a service that a method names again": ("模型微调、缓存输入：全量更新 4元", "缓存输入"),
}
"""What a cell says and a reader forgets easily; the strategies above seldom go there."""


@pytest.mark.parametrize(("text", "words"), EASILY_LOST.values(), ids=EASILY_LOST)
def test_what_is_not_forgotten(text: str, words: str) -> None:
    assert words in text
    assert words not in unnoticed(text, NOTHING)


def test_a_mark_of_money_is_of_the_number_behind_it() -> None:
    heading = read_words("Cached input price ($)")
    assert unnoticed("$0.15 $1.00 / 1,000,000 tokens per hour (storage price)", heading) == []


def mixed(piece: Piece) -> bool:
    """Whether its bracket holds a word that can only be printed beside words that are known (see below)."""
    kinds = {fact.kind for fact in conservation.facts(piece.bracket)}
    return "restricting" in kinds and len(kinds) > 1


@MANY
@given(SINGLE)
def test_the_bracket_of_the_only_price_stands_where_it_likes(piece: Piece) -> None:
    assume(piece.bracket and not mixed(piece))
    # limited time free is one word: a bracket inside it leaves two.
    assume(len(tokens(f"{piece.lead} {piece.price}")) == len(tokens(piece.lead)) + len(tokens(piece.price)))
    behind, before, first = piece.text(), piece.bracket_before_price(), piece.bracket_first()
    wanted = meaning(read_cell(behind), behind)
    assert meaning(read_cell(before), before) == wanted
    assert meaning(read_cell(first), first) == wanted


@MANY
@given(SEVERAL)
def test_a_bracket_before_its_price_is_of_that_price_too(drawn: tuple[list[Piece], str]) -> None:
    """It may lead on to the next prices, or leave it open whose it is; its own price keeps what it said."""
    several, separator = drawn
    assume(separator != " ")
    assume(not any(mixed(piece) or any(conservation.tiers(piece.bracket)) for piece in several))
    behind = read_cell(separator.join(piece.text() for piece in several))
    before = read_cell(separator.join(piece.bracket_before_price() for piece in several))
    assume(behind.amounts and before.amounts)
    assert len(behind.amounts) == len(before.amounts)
    for one, other in zip(before.amounts, behind.amounts, strict=True):
        assert as_much(one.says, other.says)


def test_a_word_before_a_price_of_storage_is_of_that_price() -> None:
    reading = read_cell("输入/输出 4元，audio tokens ¥4/百万 token /小时（ausgabe）")
    assert [dict(amount.says.conditions) for amount in reading.amounts] == [{}, {"modality": "audio"}]
    lines_lost = "$0.20, prompts <= 200k tokens $0.40, prompts > 200k $4.50 / 1M tokens per hour (storage price)"
    bounds = [dict(amount.says.conditions).keys() for amount in read_cell(lines_lost).amounts]
    assert bounds == [{"input_tokens"}, {"input_tokens"}, set()]
    assert read_cell("$0.40, audio tokens $4.50 / 1M tokens per hour (storage price)").amounts[0].says == (
        read_cell("$0.40").amounts[0].says
    )


@pytest.mark.parametrize("words", ["限时、老客", "缓存命中 企业版", "专享（上海）", "广州、亚太"])
def test_a_bracket_says_the_same_before_its_price(words: str) -> None:
    behind, before = f"4元（{words}）", f"（{words}）4元"
    assert meaning(read_cell(behind), behind) == meaning(read_cell(before), before)


@MANY
@given(COMPOSED, HEADED)
def test_no_word_is_made_up(text: str, heading: Says) -> None:
    printed = " ".join(text.split())
    for amount in read_cell(text, heading).amounts:
        stated = dict(amount.says.conditions)
        kept = stated.get("as_printed", ())
        assert isinstance(kept, tuple)
        assert all(words in printed for words in (*kept, str(stated.get("region", ""))))


def test_no_word_of_a_printed_cell_is_made_up() -> None:
    for cell, heading in cells():
        kept = chain.from_iterable(
            words if isinstance(words, tuple) else (words,)
            for amount in read_cell(cell, read_words(heading)).amounts
            for name, words in amount.says.conditions
            if name in {"as_printed", "region"}
        )
        assert all(str(words) in " ".join(cell.split()) for words in kept), cell


VALUES: dict[str, list[object]] = {
    "mode": ["batch", "fast", None],
    "task": ["text-to-image", ("text-to-image", "image-to-image")],
    "input_tokens": [(("lte", 32000),), (("gt", 32000),)],
    "region": ["北京", "新加坡"],
    "as_printed": [("企业版",), ("学生", "企业版")],
    "resolution": ["720p", ("480p", "720p")],
    "cache_ttl": [300, 3600],
}
METERS = [(), ("input",), ("output",), ("cache_read",), ("uncached",), ("cache_write",)]
LISTS: list[tuple[str, ...]] = [("input", "output"), ("cache_read", "uncached")]
MEASURES = [
    Measure(1_000_000, ("token",)), Measure(0, ("token",)), Measure(1, ("image",)), Measure(1000, ("token",)),
]  # fmt: skip

RULES = [
    Rule((("mode", "batch"),), Decimal("0.5"), "Batch 半价"),
    Rule((("mode", "batch"),), Decimal("0.5"), "批量 5 折"),
    Rule((("mode", "batch"),), Decimal("0.4"), "Batch 4 折"),
    Rule((("mode", "off-peak"),), Decimal("0.5"), "夜间半价"),
]


def statements(*, lists: bool) -> st.SearchStrategy[Says]:
    """Statements of any kinds; `lists` of meters or media are narrowed by a nearer word, and so know near and far."""
    said = st.builds(
        Says,
        meters=st.sampled_from([*METERS, ("cache_storage",), *LISTS] if lists else METERS),
        service=st.sampled_from([None, None, "training", "deployment"]),
        measure=st.sampled_from([None, None, *MEASURES]),
        currency=st.sampled_from([None, None, "CNY", "¥", "$", "USD", "AUD"]),
        conditions=st.fixed_dictionaries({}, optional={n: st.sampled_from(v) for n, v in VALUES.items()}).map(ordered),
        media=st.sampled_from([(), (), ("text",), ("image",), *([("text", "image")] if lists else [])]),
        since=st.sampled_from([None, None, "2026-01-01", "2026-02-01"]),
        until=st.sampled_from([None, None, "2026-03-01"]),
        promotion=st.sampled_from([None, None, "限时", "限免"]),
        subject=st.sampled_from([None, None, "input_tokens"]),
        thousands=st.sampled_from([1, 1, 1000]),
        rules=st.sampled_from([(), (), *((rule,) for rule in RULES), (RULES[0], RULES[3])]),
        problem=st.sampled_from([None] * 8 + ["why it is not understood"]),
    )
    return st.one_of(said, said, said, st.just(NOTHING))


def conserved(says: Says) -> Says:
    """What is said, without the words of a problem, the order of printed words and the words of rules."""
    ruled = sorted(says.rules, key=lambda rule: rule.conditions)
    says = says._replace(rules=tuple(rule._replace(printed="") for rule in ruled))
    return conservation.unordered(says) if not says.problem else unread("")


@MANY
@given(statements(lists=True), statements(lists=True))
def test_what_two_say_both_say_or_they_contradict(near: Says, wider: Says) -> None:
    met = both(near, wider)
    assert both(near, NOTHING) == both(NOTHING, near) == near
    if met.problem:
        return
    assert not near.problem
    assert not wider.problem
    assert met.kinds == near.kinds | wider.kinds
    for one in (near, wider):
        assert all(getattr(met, name) for name, value in one._asdict().items() if value)
        assert one.since in {None, met.since}
        assert one.until in {None, met.until}
        assert one.promotion in {None, met.promotion}
        assert dict(met.conditions).items() >= {(n, v) for n, v in one.conditions if n != "as_printed"}
        assert set(printed(met)) >= set(printed(one))


def printed(says: Says) -> tuple[str, ...]:
    words = dict(says.conditions).get("as_printed", ())
    return words if isinstance(words, tuple) else (str(words),)


@MANY
@given(statements(lists=False), statements(lists=False), statements(lists=False))
def test_it_does_not_matter_who_meets_whom_first(one: Says, two: Says, three: Says) -> None:
    assert conserved(both(one, two)) == conserved(both(two, one))
    assert conserved(both(both(one, two), three)) == conserved(both(one, both(two, three)))


def test_two_subjects_contradict() -> None:
    assert both(Says(subject="input_tokens"), Says(subject="output_tokens")).problem


def test_a_meter_is_narrower_than_all_that_are_wider() -> None:
    one, two, three = Says(("input",)), Says(("cache_read",)), Says(("cache_storage",))
    assert conserved(both(both(one, two), three)) == conserved(both(one, both(three, two)))
    assert conserved(both(one, three)) == conserved(both(both(one, two), three))
