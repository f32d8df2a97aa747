"""What pages write, and what it must be read as; what cannot be read must say so."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.phrases import Says, read_cell, read_words
from pricebook.phrases.lexicon import LEXICON
from pricebook.phrases.measures import Measure, NotUnderstood, resolve
from pricebook.phrases.tokens import fold, tokens
from pricebook.vocabulary import CURRENCY_MARKS, SHARED_MARKS

READ = [
    ("输入 4 元/百万 tokens，输出 16/百万 tokens", "input 4 CNY/1000000 token; output 16 ?/1000000 token"),
    ("输入0.004/千tokens，输出0.016/千tokens", "input 0.004 ?/1000 token; output 0.016 ?/1000 token"),
    ("输入 0.8 元/千 tokens，输出 0.32/千 tokens", "input 0.8 CNY/1000 token; output 0.32 ?/1000 token"),
    ("输入：0.008元/千tokens\n输出：0.04元/千tokens", "input 0.008 CNY/1000 token; output 0.04 CNY/1000 token"),
    ("独立部署：40元/小时/节点", "deployment 40 CNY/hour / instance"),
    ("LoRA合并：0.006元/千tokens", "training 0.006 CNY/1000 token method=lora-merge"),
    ("输入/输出 0.02元/1000 Tokens", "input+output 0.02 CNY/1000 token"),
    ("缓存命中 0.42元/百万 tokens，缓存写入 2.625元/百万 tokens",
     "cache_read 0.42 CNY/1000000 token; cache_write 2.625 CNY/1000000 token"),
    ("输入（缓存命中）1元，输入（缓存未命中）4元", "cache_read 1 CNY/?; uncached 4 CNY/?"),
    ("输出 1.5 元/百万 tokens（batch半价）", "output 1.5 CNY/1000000 token [mode=batch: 0.5]"),
    ("输入 1 元，输出 3 元（batch半价）\n缓存命中 0.2元",
     "input 1 CNY/? [mode=batch: 0.5]; output 3 CNY/? [mode=batch: 0.5]; cache_read 0.2 CNY/?"),
    ("输入 1 元（batch半价），输出 3 元", "input 1 CNY/? [mode=batch: 0.5]; output 3 CNY/?"),
    ("输入<=8k：输入 1 元；8k<输入：输入 2 元，输出 6 元（batch半价）",
     ("input 1 CNY/? input_tokens<=8000; input 2 CNY/? 8000<input_tokens [mode=batch: 0.5]; "
     "output 6 CNY/? 8000<input_tokens [mode=batch: 0.5]")),
    ("原价12元（限时5折）", "? 12*0.5 CNY/? (限时5折)"),
    ("原价0.45元/秒 限时6折", "? 0.45*0.6 CNY/second (限时6折)"),
    ("在线推理&有声视频 16元/百万 tokens , 在线推理&无声视频 8元/百万 tokens",
     "? 16 CNY/1000000 token audio=True; ? 8 CNY/1000000 token audio=False"),
    ("￥58.00", "? 58.00 ¥/?"),
    ("4.00", "? 4.00 ?/?"),
    ("¥5.0 / M tokens", "? 5.0 ¥/1000000 token"),
    ("10,000元/月", "? 10000 CNY/month"),
    ("1.5万元/月", "? 15000.0 CNY/month"),
    ("20元/实例/小时", "? 20 CNY/hour / instance"),
    ("0.16元/张", "? 0.16 CNY/image"),
    ("每秒0.9375元", "? 0.9375 CNY/second"),
    ("2元/6s", "? 2 CNY/6 second"),
    ("0.625元/5秒视频", "? 0.625 CNY/5 second"),
    ("3.5元/万字符", "? 3.5 CNY/10000 character"),
    ("$4.5 /百万 tokens", "? 4.5 $/1000000 token"),
    ("输入 １．５ 元／百万 tokens", "input 1.5 CNY/1000000 token"),
    ("32k<输入<=128k：输入 4 元/百万 tokens", "input 4 CNY/1000000 token 32000<input_tokens<=128000"),
    ("输入<=128K ：输入 0.8 元/百万 tokens", "input 0.8 CNY/1000000 token input_tokens<=128000"),
    ("256K≤输入<1M，输入 14元/百万 tokens", "input 14 CNY/1000000 token 256000<=input_tokens<1000000"),
    ("输入：\nTokens ≤ 32K：8元\n32K < Tokens ≤ 128K：12元",
     "input 8 CNY/? context_tokens<=32000; input 12 CNY/? 32000<context_tokens<=128000"),
    ("Tokens为单次请求的输入token数，输入价格：\nTokens ≤ 32K：8元\n32K < Tokens ≤ 128K：12元",
     "input 8 CNY/? input_tokens<=32000; input 12 CNY/? 32000<input_tokens<=128000"),
    ("思考模式\n输入：1元\n输出：2元\n非思考模式\n输入：3元",
     "input 1 CNY/? thinking=True; output 2 CNY/? thinking=True; input 3 CNY/? thinking=False"),
    ("输出视频分辨率为 720p\n输入不含视频：46元\n输入包含视频：28元\n输出视频分辨率为 4k\n输入不含视频：26元",
     ("? 46 CNY/? reference_video=False resolution=720p; ? 28 CNY/? reference_video=True resolution=720p; "
     "? 26 CNY/? reference_video=False resolution=4K")),
    ("6s的768P视频  2元/6s", "? 2 CNY/6 second duration=6 resolution=768p"),
    ("高品质(pro)x10s 时长x无声x未指定音色：5元/10秒",
     "? 5 CNY/10 second audio=False duration=10 quality=pro voice=未指定音色"),
    ("~~4.20~~ 2.10", "? 2.10 ?/?"),
    ("0.25元（2.5折）", "? 0.25 CNY/?"),
    ("3.5 元/每万字符", "? 3.5 CNY/10000 character"),
    ("输入：16元/百万 tokens(约0.0002元/秒）；输出：不计费", "input 16 CNY/1000000 token"),
    ("输入长度（0, 16k）：2元", "? 2 CNY/? 0<input_tokens<16000"),
    ("从0.02元降至0.003元（↓85.0%）", "? 0.003 CNY/?"),
    ("原价 60 元/月 限时 39 元/月", "? 39 CNY/month (限时)"),
    ("0.4（~~刊例价 0.8~~）", "? 0.4 ?/?"),
    ("限时免费", "? free (限时免费)"),
    ("限时免费。 输入0.004元/千tokens", "input 0.004 CNY/1000 token (限时免费)"),
    ("输入0.004元/千tokens（限时免费）", "input 0.004 CNY/1000 token (限时免费)"),
    ("5,000 prompts per month (free, shared across Acme 3), then $14 / 1,000 searches", "? 14 $/1000 search"),
    ("First 1,500 requests free; then $35 / 1,000 requests", "? 35 $/1000 request"),
    ("3元/百万tokens（约合 0.003元/千tokens）", "? 3 CNY/1000000 token"),
    ("3元/百万tokens（约合 0.41美元）", "? 3 CNY/1000000 token"),
    ("$0.03 / MTok (equivalent to approximately $0.0024/minute)", "? 0.03 $/1000000 token"),
    ("-", ""),
    ("不支持按月预付费", ""),
    ("仅供免费体验", ""),
]  # fmt: skip

UNREAD = [
    "约 $0.134/张",
    "0.8 资源点",
    "0.1元起",
    "0.5-1元/张",
    "0.5~1元/张",
    "多消耗0.46875元",
    "200元+0.008元/千tokens",
    "1元 = 1050 积分",
    "$4.5 /百万 tokens$5 /百万 tokens",
    "$2.19 (5)",
    "原价12元 限时5折 6元",
    "原价12元，限时优惠",
    "12元 限时五折",
    "~~4.20~~",
    "1,23元",
    "１，０００元",
    "00.5元",
    "9" * 20_000 + "元",
    "输入 4 元/百万 tokens，起步 1 元",
    "8 < 输入 <= 32：输入 4 元/百万 tokens",
    "≤200K：输入 9 元/百万 tokens",
    "输入，输出 4元/百万 tokens",
    "5 张以内免费，超出部分 0.20 元/张",
    "免费额度：50 万 tokens",
    "输入 4 元/百万 tok…",
    "输入 4 元/千千tokens",
    "最低 4 元/张",
    "预付费 3 元/张",
    "免费，输入 4 元/百万tokens",
    "Tokens为单次请求的输入token数，输入 2元/百万 tokens",
    "5元 x5",
    "3元/百万tokens（约合 30元/百万tokens）",
    "3元/百万tokens（约 0.3元/千tokens）",
    "3元（相当于标准价格 5元）",
    "Batch API: 5,000 prompts per month free, then $14 / 1,000 searches",
    "Enterprise customers only: 1,500 RPD (free), then $35 / 1,000 requests",
    "From 2027-01-01: 1,500 requests free, then $35 / 1,000 requests",
    "EU region, 1,500 requests free; then $35 / 1,000 requests",
    "1,500 batch requests free, then $35 / 1,000 requests",
    "1,500 RPD (free, enterprise only), then $35 / 1,000 requests",
]


def _in_short(text: str) -> str:
    reading = read_cell(text)
    assert reading.problem is None, reading.problem
    return "; ".join(_amount(amount) for amount in reading.amounts)


def _amount(amount) -> str:  # type: ignore[no-untyped-def]
    words = amount.says
    price = (
        "free"
        if amount.free
        else f"{_paid(amount)} {words.currency or '?'}/{words.measure.text if words.measure else '?'}"
    )
    stated = [_condition(name, value) for name, value in words.conditions if value is not None]
    label = [f"({words.promotion})"] if words.promotion else []
    ruled = [f"[{''.join(_condition(*each) for each in rule.conditions)}: {rule.multiplier}]" for rule in words.rules]
    return " ".join(["+".join(words.meters) or words.service or "?", price, *stated, *label, *ruled])


def _paid(amount) -> str:  # type: ignore[no-untyped-def]
    return str(amount.value) if amount.multiplier == 1 else f"{amount.value}*{amount.multiplier}"


def _condition(name: str, value: object) -> str:
    if not isinstance(value, tuple):
        return f"{name}={value}"
    bounds = dict(value)
    low = "".join(f"{bounds[key]}{sign}" for key, sign in (("gt", "<"), ("gte", "<=")) if key in bounds)
    high = "".join(f"{sign}{bounds[key]}" for key, sign in (("lt", "<"), ("lte", "<=")) if key in bounds)
    return f"{low}{name}{high}"


@pytest.mark.parametrize(("text", "expected"), READ, ids=[text[:30] for text, _ in READ])
def test_reads(text: str, expected: str) -> None:
    assert _in_short(text) == expected


@pytest.mark.parametrize("text", UNREAD, ids=[text[:30] for text in UNREAD])
def test_says_that_it_cannot_read(text: str) -> None:
    reading = read_cell(text)
    assert reading.problem
    assert reading.amounts == ()


def test_what_is_stored_by_the_hour_is_no_cache_that_is_read() -> None:
    (amount,) = read_cell("0.04元/百万 token /小时").amounts
    assert amount.says.measure is not None
    assert str(resolve(amount.says.measure, "cache_storage")[0]) == "1M tokens-hour"
    with pytest.raises(NotUnderstood, match="cache_read is not counted by the token-hour"):
        resolve(amount.says.measure, "cache_read")


PIECES = st.one_of(
    st.sampled_from(sorted(LEXICON)),
    st.sampled_from(["，", ",", "；", "\n", "：", "（", "）", "<=", "<", "≤", "/", " ", "~~", "[", ")", "%", "K", "…"]),
    st.decimals(0, 10**6, places=3, allow_nan=False).map(str),
    st.integers(0, 10**6).map(str),
    st.text(max_size=3),
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_never_makes_an_amount_up(text: str) -> None:
    reading = read_cell(text)
    for amount in reading.amounts:
        quoted = fold(text[amount.start : amount.end]).replace(",", "")
        if amount.free:
            assert any(word in quoted for word in ("免费", "限免", "free"))
        else:
            printed = [Decimal(number) for number in re.findall(r"[0-9]+(?:\.[0-9]+)?", quoted)]
            assert any(amount.value == number * 10**zeros for number in printed for zeros in (0, 3, 4, 6, 7, 8))
    if reading.problem:
        assert reading.amounts == ()


@given(st.text())
def test_tokens_keep_their_places(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    for token in tokens(text):
        assert folded[token.start : token.end] == token.text or token.kind == "compare"


@pytest.mark.parametrize(
    "heading",
    [
        "价格（元/张）",
        "输入价格 （缓存命中）",
        "输出单价（每百万Token）",
        "标准价格（元/千次）",
        "最低输入价格 (每千Token)",
    ],
)
def test_headings_are_understood(heading: str) -> None:
    assert read_words(heading).problem is None


@pytest.mark.parametrize("heading", ["节假日价格（元/张）", "高价", "输入价格（元/张）（元/秒）"])
def test_headings_with_a_word_that_is_not_understood_say_so(heading: str) -> None:
    assert read_words(heading).problem


@pytest.mark.parametrize("depth", [1, 20, 5000])
def test_brackets_in_brackets_end_in_an_answer(depth: int) -> None:
    printed = "(" * depth + "x" + ")" * depth
    behind, before, alone = read_cell(f"3元 {printed}"), read_cell(f"{printed} 3元"), read_words(printed)
    assert behind.problem == "does not know the word 'x'"
    assert [(amount.value, amount.says.conditions) for amount in before.amounts] == [(Decimal(3), alone.conditions)]
    assert alone.conditions


@pytest.mark.parametrize(
    "cell",
    ["输入 1\u202e0.5元/百万 tokens", "1\u200b0元/张", "￥1\u200b0/张", "\u202e5.01 元/张", "\u202e企业版：4 元/张",
     "4（\u2067企业版）元/张", "4 元/\u202e张", "除\u202e夜间：输入 4元/张", "~~\u202e5~~ 4 元/张"],
    ids=ascii,
)  # fmt: skip
def test_no_price_is_read_across_what_nobody_sees(cell: str) -> None:
    found = read_cell(cell)
    assert not found.amounts
    assert found.problem


BESIDE = ("{a} 4 {b}", "{a}4{b}", "4{a} {b}", "4 {a}/张 {b}", "{a} {b} 4", "{a} {b}4/张", "4（{a}）{b}", "{a}：4 {b}",
          "{a} 4/{b}", "{a}4（{b}）", "输入 {a}4{b}/百万 tokens")  # fmt: skip


@given(st.sampled_from(list(CURRENCY_MARKS)), st.sampled_from(list(CURRENCY_MARKS)), st.sampled_from(BESIDE))
def test_marks_that_contradict_each_other_leave_the_amount_unread(a: str, b: str, form: str) -> None:
    one, other = CURRENCY_MARKS[a], CURRENCY_MARKS[b]
    found = read_cell(form.format(a=a, b=b))
    if one == other or other in SHARED_MARKS.get(one, ()) or one in SHARED_MARKS.get(other, ()):
        assert {amount.says.currency for amount in found.amounts} <= {one, other}
    else:
        assert not found.amounts
        assert found.problem


@pytest.mark.parametrize(
    "cell", ["￥4 USD", "$4元", "¥4美元", "4元 USD", "USD 4元", "€4 CNY", "人民币 $4", "4 元/百万 tokens USD"]
)
def test_two_currencies_are_the_reason(cell: str) -> None:
    assert "two currencies for one price" in str(read_cell(cell).problem)


@pytest.mark.parametrize("cell", ["免费元", "免费 USD", "输入 免费元", "元 免费", "免费（元）", "免费/百万tokens元"])
def test_free_has_no_mark_of_money(cell: str) -> None:
    found = read_cell(cell)
    assert not found.amounts
    assert found.problem


def test_whether_1k_images_are_a_thousand_or_one_that_large_is_not_guessed() -> None:
    (thousand,), (large,) = read_cell("$2 / 1K images").amounts, read_cell("$0.067 per 1K image").amounts
    assert thousand.says.measure == Measure(1, (), words="1K images")
    assert dict(large.says.conditions) == {"resolution": "1K"}


def test_a_j_is_an_hour_in_indonesian_and_a_day_in_french() -> None:
    assert dict(read_words("Penulisan Cache 1j").conditions) == {"duration": 3600}
    assert read_words("écriture du cache 1j").problem


@pytest.mark.parametrize(
    ("label", "lives"),
    [("5m Cache Write", 300), ("1h Batch Cache Write", 3600), ("5M Cache Write", None), ("5m Cache Hit", None)],
)
def test_how_long_a_cache_keeps_what_is_written_stands_before_its_label(label: str, lives: int | None) -> None:
    found = read_cell(f"Input: $2\n{label}: $3")
    assert [dict(each.says.conditions).get("duration") for each in found.amounts] == ([None, lives] if lives else [])
    assert bool(found.problem) == (lives is None)


def _said(text: str) -> list[str]:
    """What a cell of prices per 1M tokens says: amounts with what they are per and for."""
    reading = read_cell(text, Says(measure=Measure(1_000_000, ("token",))))
    assert reading.problem is None, reading.problem
    return [_with_words(amount) for amount in reading.amounts]


def _with_words(amount) -> str:  # type: ignore[no-untyped-def]
    says = amount.says
    stated = ["+".join(value) if isinstance(value, tuple) else str(value) for _, value in says.conditions]
    return " ".join([str(amount.value), *(says.measure.things if says.measure else ()), "+".join(says.media), *stated])


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("$0.25 (text, image)", ["0.25 text+image"]),
        ("$1 (text, image) $2 (audio)", ["1 text+image", "2 audio"]),
        ("$21 (text and thinking) $216 (images)", ["21 text", "216 image"]),
        ("$0.04 per 0.5K image* $0.06 per 1K/2K image**", ["0.04 image  0.5K", "0.06 image  1K+2K"]),
        ("$6 (text) $0.06 per 1K/2K image $0.1 per 4K image", ["6 text", "0.06 image  1K+2K", "0.1 image  4K"]),
        ("$0.4 (720p and 1080p) $0.6 (4k)", ["0.4  720p+1080p", "0.6  4K"]),
        ("$0.4 (720p) $0.6 (1080p) (4k output not supported)", ["0.4  720p", "0.6  1080p"]),
        ("Same as Standard $0.20", ["0.20 "]),
        ("$14 / 1,000 searches for image-based grounding.", ["14 search  image-based grounding"]),
    ],
)
def test_what_brackets_and_words_behind_prices_say(cell: str, said: list[str]) -> None:
    assert _said(cell) == said


@pytest.mark.parametrize(
    "cell",
    [
        "$0.25, $0.50 (text, image)",
        "$0.25 (text, image output)",
        "$2 (text and thinking mode)",
        "$0.06 per 1K/2K images",
        "batch $2 $0.04 per image",
        "$0.5 (4k) $1 (32k)",
        "$0.4 (4k output not supported)",
        "$0.4 (720p) $0.6 (1080p) (720p output not supported)",
        "not same as Standard $0.20",
        "$14 / 1,000 searches for batch users",
        "$14 / 1,000 searches for the first 100",
        "$14 for image-based grounding",
    ],
)
def test_what_only_looks_like_it_is_loud(cell: str) -> None:
    assert read_cell(cell, Says(measure=Measure(1_000_000, ("token",)))).problem


@pytest.mark.parametrize("cell", ["Supported", "No", "Not available (shut down)"])
def test_what_a_model_can_do_is_no_price(cell: str) -> None:
    assert read_cell(cell) == read_cell("-")


@pytest.mark.parametrize("cell", ["500 RPD", "Free of charge, up to 500 RPD (limit shared with others)"])
def test_how_much_is_free_is_no_price(cell: str) -> None:
    reading = read_cell(cell)
    assert (reading.problem, reading.amounts, len(reading.remarks)) == (None, (), 1)


@pytest.mark.parametrize(
    "cell", ["500 RPD, then", "Free of charge, up to 500", "up to $500 RPD", "Free up to 5 RPD (2x)"]
)
def test_a_quota_with_more_words_is_not_passed_over(cell: str) -> None:
    assert read_cell(cell).problem


@pytest.mark.parametrize(
    "behind", ["equivalent to $0.04 per 0.5K image*, and $0.15 per 4K image*.", "Equivalent to $0.001 per image"]
)
def test_what_is_said_to_be_equal_is_the_same_once_more(behind: str) -> None:
    assert _said(f"$3 (text) $60.00 (images) {behind}") == ["3 text", "60.00 image"]


@pytest.mark.parametrize("behind", ["$3", "$3 per 1M tokens", "$0.04 per image, $3", "$0.04 per image in batches"])
def test_what_is_equal_in_no_other_unit_may_be_another_price(behind: str) -> None:
    assert read_cell(f"$60.00 (images) equivalent to {behind}", Says(measure=Measure(1_000_000, ("token",)))).problem


@pytest.mark.parametrize("cell", ["$3 or $0.005/min (audio) $1 (text)", "$3 ($0.005 per minute) (audio) $1 (text)"])
def test_an_amount_in_another_unit_beside_a_price_is_kept_apart_with_its_words(cell: str) -> None:
    reading = read_cell(cell, Says(measure=Measure(1_000_000, ("token",))))
    assert [_with_words(amount) for amount in reading.amounts] == ["3 audio", "1 text"]
    assert [_with_words(amount) for amount in reading.others] == ["0.005 minute audio"]


@pytest.mark.parametrize(
    "cell", ["$3 or $5", "$3 or $5/min minimum", "free or $5/min", "$3 ($5 / 1K tokens)", "$3 (from $0.1 per image)"]
)
def test_another_amount_in_the_same_unit_is_loud(cell: str) -> None:
    assert read_cell(cell, Says(measure=Measure(1_000_000, ("token",)))).problem
