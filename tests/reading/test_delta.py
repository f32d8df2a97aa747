"""An editor's document: its lines in order, its tables whole, or refused."""

import json
from typing import Any

import pytest

from pricebook.errors import UnreadablePage
from pricebook.reading import read_page
from pricebook.reading.document import Document, Heading, Paragraph, Table


def line(text: str, **given: str) -> list[Any]:
    return [{"insert": "*", "attributes": {"lmkr": "1", **given}}, {"insert": f"{text}\n"}]


def zone(ops: list[Any], kind: str = "Z") -> dict[str, Any]:
    return {"ops": ops, "zoneType": kind}


def axis(*marked: str) -> dict[str, Any]:
    """Rows or columns, each by its name and the marks of joined cells behind it."""
    names = [each.partition(":") for each in marked]
    return zone([{"insert": {"id": name}, "attributes": {"mergeCellID": marks}} for name, _, marks in names], "R")


CELLS = {"r1": ("模型", "长度", "价格"), "r2": ("acme-1", "[0, 32]", "1元"), "r3": ("", "(32, 128]", "2元")}


def document(**other: Any) -> dict[str, Any]:
    table = [{"insert": "*", "attributes": {"aceTable": "rows columns"}}, {"insert": "\n"}]
    zones = {
        "0": zone([*line("在线推理", heading="h2"), *line("按 token"), *table, *line("说明")]),
        "rows": axis("r1", "r2:m", "r3:m"),
        "columns": axis("c1:m", "c2", "c3"),
    }
    for row, cells in CELLS.items():
        for number, text in enumerate(cells, start=1):
            zones[f"x{row}xc{number}"] = zone(line(text))
    return {"version": "1", "data": {**zones, **other}}


def read(value: Any, above: str = "") -> Document:
    return read_page((above + json.dumps(value, ensure_ascii=False)).encode(), "acme/page")


def test_lines_and_tables_in_their_order_with_joined_cells() -> None:
    found = read(document()).blocks
    assert found[:2] == (Heading(2, "在线推理"), Paragraph("按 token"))
    assert isinstance(found[2], Table)
    assert found[2].lines == (CELLS["r1"], CELLS["r2"], ("acme-1", "(32, 128]", "2元"))
    assert found[3:] == (Paragraph("说明"),)


def test_a_heading_may_stand_above_the_document() -> None:
    assert read(document(), "# 价格\n").blocks[:2] == (Heading(1, "价格"), Heading(2, "在线推理"))


def test_marks_of_the_text() -> None:
    struck = [{"insert": "3元", "attributes": {"strike": "true"}}, {"insert": " 2元\n"}]
    table = read(document(xr3xc3=zone(struck))).blocks[2]
    assert isinstance(table, Table)
    assert table.lines[2][2] == "~~3元~~ 2元"


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"rows": axis("r1:m", "r2", "r3:m")}, "no rectangle"),
        ({"xr3xc1": zone(line("acme-2"))}, "covered by another and holds text"),
        ({"xr9xc9": zone(line("3元"))}, "stand in no table"),
        ({"0": zone([{"insert": "*", "attributes": {"aceTable": "rows"}}])}, "without rows and columns"),
        ({"rows": axis("r1", "r1")}, "stand in no table"),
        (
            {"rows": axis(*(f"r{n}" for n in range(600))), "columns": axis(*(f"c{n}" for n in range(600)))},
            "more than 200,000 cells",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused(other: dict[str, Any], reason: str) -> None:
    with pytest.raises(UnreadablePage, match=f"acme/page: an editor's document that does not fit together: .*{reason}"):
        read(document(**other))
