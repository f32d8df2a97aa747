"""The ledger sees amounts by itself."""

import pytest

from pricebook.checks.ledger import amounts, unaccounted
from pricebook.reading.document import Document, Paragraph, Row, Table
from pricebook.records import Span


def seen(*blocks: Paragraph | Table) -> list[str]:
    document = Document(blocks)
    return [document.text(span) for span in amounts(document)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("输入 4 元/百万 tokens，输出 16/百万 tokens", ["4", "16"]),
        ("￥58.00 or ¥1, $2.5，RMB 3, USD 4", ["58.00", "1,", "2.5", "3,", "4"]),
        ("1.5万元/月 and 10,000元", ["1.5", "10,000"]),
        ("打 7折，为原价的 50%", ["7", "50"]),
        ("０．３５ 元", ["０．３５"]),
        ("0.2/张 0.3/秒 40/小时 2/6s", ["0.2", "0.3", "40", "2"]),
        ("8,192 < 长度 ≤ 32,768 tokens，2025/08/20，v2.5-72B", []),
    ],
)
def test_numbers_beside_money(text: str, expected: list[str]) -> None:
    assert seen(Paragraph(text)) == expected


def test_number_cells_under_or_beside_a_heading_that_carries_money() -> None:
    down = Table(("模型", "价格", "长度"), (Row(("a", "0.35", "4096")), Row(("b", "~~1~~ 2", "1"))))
    assert seen(down) == ["0.35"]
    across = Table(("模型", "a"), (Row(("单价", "0.35")), Row(("长度", "4096"))))
    assert seen(across) == ["0.35"]


def test_what_no_claim_covers_is_reported() -> None:
    document = Document((Paragraph("输入 4 元，输出 16 元"),))
    (left,) = unaccounted(document, [Span(0, 0, 0, 0, 6)])
    assert document.text(left.span) == "16"
