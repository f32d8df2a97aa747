"""Pages of a provider that there is not: its tables have the headings of others, and models that are nobody's."""

from collections.abc import Sequence

from pricebook.reading import read_page

_MANY = 30
"""Rows of each table: as many as the floor of any page asks for."""


def stranger(page: bytes, names: set[str]) -> str:
    """A page's tables with models and amounts that are nobody's, but for tables whose headings are its models."""
    headers = [table.header for _, table in read_page(page, "page").tables()]
    own = [header for header in headers if not names & {heading.partition("\n")[0] for heading in header}]
    return "# 模型价格\n\n" + "".join(map(_made_up, own))


def _made_up(header: Sequence[str]) -> str:
    cells = ["zephyr-{}", *("输入 2 元/百万 tokens" for _ in header[1:])]
    lines = [
        _printed_row(header),
        _printed_row("-" * len(header)),
        *(_printed_row(cells).format(number) for number in range(_MANY)),
    ]
    return "".join(f"{line}\n" for line in lines) + "\n"


def _printed_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()) for cell in cells)} |"


STRANGER = "# 模型价格\n\n" + "".join(
    _made_up(header)
    for header in (
        ("模型", "计费单位", "输入价格", "输出价格"),
        ("模型名称", "服务类型", "单价"),
        ("模型名称", "计费方式", "计费说明"),
        ("模型服务", "计费单价", "计费说明"),
        ("平台服务", "计费单价", "计费说明"),
        ("功能模块", "计费方式", "计费说明"),
        ("模型规格", "模型服务", "价格"),
        ("模型ID", "输入价格", "输出价格"),
        ("Model", "Input price", "Output price"),
    )
)
"""Tables as every provider may have them."""
