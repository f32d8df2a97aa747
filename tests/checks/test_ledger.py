"""The ledger sees amounts by itself."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricebook.checks.ledger import amounts, unaccounted
from pricebook.reading import read_page
from pricebook.reading.document import Block, Document, Heading, Paragraph, Row, Table
from pricebook.records import Span
from pricebook.vocabulary import CURRENCY_MARKS
from tests.pages import recordings


def seen(*blocks: Block) -> list[str]:
    document = Document(blocks)
    return [document.text(span) for span in amounts(document)]


def table(*rows: str) -> Table:
    """A table of cells that `|` divides, the first row its heading."""
    header, *lines = (tuple(cell.strip() for cell in row.split("|")) for row in rows)
    return Table(header, tuple(Row(cells) for cells in lines))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("输入 4 元/百万 tokens，输出 16/百万 tokens", ["4", "16"]),
        ("￥58.00 or ¥1, $2.5，RMB 3, USD 4", ["58.00", "1", "2.5", "3", "4"]),
        ("1.5万元/月 and 10,000元", ["1.5", "10,000"]),
        ("打 7折，为原价的 50%", ["7", "50"]),
        ("０．３５ 元", ["０．３５"]),
        ("1\u202e0.5元, \u202e5.01 元 and ￥1\u200b0", ["1\u202e0.5", "5.01", "1\u200b0"]),
        ("4\ufe0f 元, ￥\u200f4", ["4", "4"]),
        ("0.2/张 0.3/秒 40/小时 2/6s", ["0.2", "0.3", "40", "2"]),
        ("0.30 per 1M tokens, 0.40 / MTok, 0.5 每张, 2 per page", ["0.30", "0.40", "0.5", "2"]),
        ("0.75, 3.75 元", ["0.75", "3.75"]),
        ('<>{"$"}0.16</>, <>{"$"}4.00</>', ["0.16", "4.00"]),
        ("ACM 4.5 输入 0.0008 0.00032 元/千tokens 命中 0.2 -- 元/千tokens", ["0.0008", "0.00032", "0.2"]),
        ("22,50 $ and $1,234.5", ["22,50", "1,234.5"]),
        ("价格：0.8，cost 0.3", ["0.8", "0.3"]),
        ("8,192 < 长度 ≤ 32,768 tokens，2025/08/20，v2.5-72B", []),
        ("/v1/audio/speech, acme/sora-2/image, GPT-4 in 3 steps, 4元素", []),
        ("充值限时最高返券30%！", []),
        ("a neural network that is 30% faster", []),
        ('<td style="width:30%">价格</td>', []),
    ],
)
def test_numbers_beside_money(text: str, expected: list[str]) -> None:
    assert seen(Paragraph(text)) == expected


@pytest.mark.parametrize("mark", CURRENCY_MARKS)
@pytest.mark.parametrize(
    "form",
    ["{} {}", "{}{}", "{} {}/千tokens", "{}^1^ {} per page", "输入：{}{}，输出", "~~9~~ {} {}", "{}[2] {}", "({} {})"],
)
def test_every_currency_is_seen_behind_its_number(mark: str, form: str) -> None:
    assert "0.37" in seen(Paragraph(form.format("0.37", mark)))
    assert "0.37" in seen(Paragraph(form.format("0.37", mark.upper())))


@pytest.mark.parametrize("mark", [mark for mark in CURRENCY_MARKS if mark not in "元円원"])
@pytest.mark.parametrize("form", ["{} {}", "{}{}", "输入 {}{}/M tokens", '{{"{}"}}{}', "{}: {}", "from {} {}^1^."])
def test_every_currency_is_seen_before_its_number(mark: str, form: str) -> None:
    assert "0.37" in seen(Paragraph(form.format(mark, "0.37")))
    assert "0.37" in seen(Paragraph(form.format(mark.upper(), "0.37")))


@pytest.mark.parametrize("mark", CURRENCY_MARKS)
def test_every_currency_makes_a_heading_or_a_unit_cell_of_money(mark: str) -> None:
    assert seen(table(f"a | b ({mark})", "x | 0.37")) == ["0.37"]
    assert seen(table("a | b | c", f"x | {mark} | 0.37")) == ["0.37"]
    assert seen(table("a | b | c", f"x | 0.37 | {mark} / 1M tokens")) == ["0.37"]
    assert seen(Paragraph("acme"), Paragraph("0.37"), Paragraph(mark)) == ["0.37"]


def test_number_cells_under_or_beside_a_heading_that_carries_money() -> None:
    down = Table(("模型", "价格", "长度"), (Row(("a", "0.35", "4096")), Row(("b", "~~1~~ 2", "1"))))
    assert seen(down) == ["0.35", "1", "2"]
    across = Table(("模型", "a"), (Row(("单价", "0.35")), Row(("长度", "4096"))))
    assert seen(across) == ["0.35"]


@pytest.mark.parametrize(
    "heading",
    ["Price", "COST", "Rate", "Fee per page", "Pricing", "单价", "训练费", "単価", "料金", "価格", "가격", "Preis",
     "Prix", "Precio", "Prezzo", "Preço", "Tarif"],
)  # fmt: skip
def test_words_for_price_in_many_languages(heading: str) -> None:
    assert seen(table(f"a | {heading}", "x | 3")) == ["3"]


@pytest.mark.parametrize("heading", ["Rate limit", "上下文长度", "Max output", "版本", "RPM", "Resolution", "免费额度"])
def test_headings_that_plainly_name_something_else(heading: str) -> None:
    assert seen(Heading(1, "Pricing"), table(f"Model | {heading} | Price", "acme-1 | 2.5 | 4", "acme-2 | 3.5 | 5")) == [
        "4", "5"
    ]  # fmt: skip


def test_a_number_that_several_signs_show_is_one_amount() -> None:
    assert seen(table("模型 | 包月单价", "a | ¥46,000/月")) == ["46,000"]
    assert seen(table("Model | Price", "acme-1 | 0.15,0.6")) == ["0.15", "0.6"]


def test_meters_under_a_heading_of_money() -> None:
    meters = table("name | Input | Cached | Max output", "x | 3 | 0.5 | 8")
    assert seen(Heading(2, "Pricing"), meters) == ["3", "0.5"]
    assert seen(Heading(2, "Limits"), meters) == []


def test_labelled_numbers_in_a_cell_of_money() -> None:
    assert seen(table("模型 | 价格（元）", "a | 输入：4；输出：16", "b | ≤32：2", "c | 2.5~5")) == [
        "4", "16", "2", "2.5", "5"
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["", "Standard", "标准", "长度≤32K", "0.5"])
def test_bare_decimals_in_a_table_of_models_whose_heading_says_nothing(heading: str) -> None:
    lost = table(f"| {heading} | Context", "acme-a | 0.0008 | 4096", "acme-b | 2.5 | 8192", "acme-c | 4 | 8192")
    assert seen(lost)[-3:] == ["0.0008", "2.5", "4"]


@pytest.mark.parametrize("heading", ["输入长度≤32K", "Context > 200K", "标准版", ""])
def test_bare_numbers_below_a_unit_whatever_their_heading(heading: str) -> None:
    assert seen(Paragraph("单位：元/百万tokens"), table(f"服务 | {heading}", "插件 | 4", "检索 | 16")) == ["4", "16"]


def test_a_first_row_in_the_place_of_a_lost_heading_is_seen() -> None:
    assert seen(table("acme-a | 2 | 8", "acme-b | 3 | 12")) == ["2", "8", "3", "12"]


def test_cells_beyond_the_heading_of_a_table_of_money() -> None:
    assert seen(table("模型 | 价格", "a | 2 | 3")) == ["2", "3"]


def test_what_is_free_where_a_price_could_stand() -> None:
    assert seen(table("平台服务 | 计费", "插件 | 限时免费", "知识库 | 免费额度 100 万")) == ["免费"]
    assert seen(table("Model | Free Tier | Paid Tier", "acme-1 | Free of charge, up to 500 RPD | $2")) == [
        "Free of charge", "2"
    ]  # fmt: skip
    assert seen(table("Model | Input | Notes", "acme-1 | Limited-time Free | tax-free")) == ["Free"]
    assert seen(Paragraph("免费注册")) == []


def test_a_number_below_its_lone_mark_or_label() -> None:
    assert seen(*map(Paragraph, ["acme", "$", "0.14", "/ M Tokens", "7"])) == ["0.14"]
    assert seen(Paragraph("acme\n$\n0.14\n/ M Tokens")) == ["0.14"]
    assert seen(*map(Paragraph, ["Input price", "3", "7"])) == ["3"]


@cache
def recorded_amounts(provider: str) -> list[tuple[Document, list[Span]]]:
    """Each of the provider's recorded pages with its amounts."""
    pages = (read_page(path.read_bytes(), provider) for path in recordings(provider).values())
    return [(page, list(amounts(page))) for page in pages]


@pytest.mark.parametrize("note", ["^1^", "^[2]^", "[1]", "①", "*", "†", "(1)", " （2）"])
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_a_note_behind_a_number_changes_no_amount(note: str, provider: str, data: st.DataObject) -> None:
    document, before = data.draw(st.sampled_from(recorded_amounts(provider)))
    chosen = data.draw(st.sampled_from([span for span in before if document.text(span)[-1].isdigit()]))
    noted = Document(tuple(_with_note(block, n, chosen, note) for n, block in enumerate(document.blocks)))
    assert [noted.text(span) for span in amounts(noted)] == [document.text(span) for span in before]


def _with_note(block: Block, number: int, span: Span, note: str) -> Block:
    if number != span.block:
        return block

    def noted(text: str) -> str:
        return text[: span.end] + note + text[span.end :]

    if not isinstance(block, Table):
        return (
            type(block)(noted(block.text)) if isinstance(block, Paragraph) else Heading(block.level, noted(block.text))
        )
    lines = [list(block.header), *(list(row.cells) for row in block.rows)]
    lines[span.row][span.column] = noted(lines[span.row][span.column])
    header, *rows = map(tuple, lines)
    return Table(header, tuple(Row(cells) for cells in rows))


def test_what_no_claim_covers_is_reported() -> None:
    document = Document((Paragraph("输入 4 元，输出 16 元"),))
    (left,) = unaccounted(document, [Span(0, 0, 0, 0, 6)])
    assert document.text(left.span) == "16"


PIECES = [
    "$",
    "元",
    "￥",
    "2",
    "0.14",
    "1,000",
    ".5",
    "２．５",
    "\n",
    " ",
    "免费",
    "free",
    "输入",
    "/张",
    "^1^",
    "acme-1",
    "7折",
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(lambda pieces: "".join(pieces).strip() or "a")


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    if draw(st.booleans()):
        return Paragraph(draw(TEXTS))
    width = draw(st.integers(1, 3))
    cells = st.lists(TEXTS, min_size=width, max_size=width).map(tuple)
    header = draw(cells | st.just(("模型", "价格（元）", "Input")[:width]))
    return Table(header, tuple(map(Row, draw(st.lists(cells, max_size=3)))))


@given(blocks=st.lists(blocks(), min_size=1, max_size=4), data=st.data())
@settings(max_examples=500, deadline=None)
def test_a_claim_hides_what_it_covers_and_nothing_else(blocks: list[Block], data: st.DataObject) -> None:
    document = Document(tuple(blocks))
    seen = list(amounts(document))
    claimed = data.draw(st.lists(st.sampled_from(seen), unique=True)) if seen else []
    parts = [span._replace(start=data.draw(st.integers(span.start, span.end))) for span in claimed]
    wider = [span._replace(start=data.draw(st.integers(0, span.start)), end=span.end + 1) for span in claimed]
    claims = data.draw(st.sampled_from([claimed, parts, wider, [*parts, *wider]]))
    left = [
        span
        for span in seen
        if not any(span[:3] == c[:3] and c.start <= span.start and span.end <= c.end for c in claims)
    ]
    assert [missed.span for missed in unaccounted(document, claims)] == left


def test_a_mark_below_a_claimed_price_is_of_the_next_cell() -> None:
    document = Document((Table(("2 元\n$", "0.14"), ()),))
    (left,) = unaccounted(document, [Span(0, 0, 0, 0, 3)])
    assert document.text(left.span) == "0.14"


def test_a_number_with_something_hidden_in_it_is_seen_in_a_cell_without_a_mark() -> None:
    assert seen(table("模型 | 价格（元/张）", "a | 1\u200b0", "b | \u202e5.01")) == ["1\u200b0", "5.01"]
