"""What the schema says of each file, and that the records say the same. Validators read it in tests/consumers/."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from pricebook.publish import records
from pricebook.publish.schema import FILES, schema, schema_file
from pricebook.vocabulary import CONDITION_NAMES
from tests.publish.published import absent, files, line, price

RECORDS = {name.replace("<id>", "acme"): (record, key) for name, record, key in FILES}


def fields(shape: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every field that the schema tells of, with its place."""
    if isinstance(shape, dict):
        for name, told in shape.get("properties", {}).items():
            yield f"{path}.{name}", told
        for name, told in shape.items():
            yield from fields(told, f"{path}.{name}" if name != "properties" else path)
    if isinstance(shape, list):
        for told in shape:
            yield from fields(told, path)


def test_every_field_is_described() -> None:
    shapes = schema()["$defs"]
    told = [each for name, shape in shapes.items() for each in fields(shape, name)]
    assert len(told) > 100
    assert [place for place, field in told if not field.get("description")] == []
    assert [name for name, shape in shapes.items() if not shape.get("description")] == []


def test_descriptions_stand_on_one_line() -> None:
    assert "\\n" not in schema_file().decode()


def test_the_schema_knows_the_conditions_of_the_vocabulary() -> None:
    shape = schema()["$defs"]["Conditions"]
    assert shape["properties"].keys() == CONDITION_NAMES
    assert not [name for name, told in shape["properties"].items() if "null" in str(told)]


def test_fields_may_be_added_but_no_bound() -> None:
    shapes = schema()["$defs"]
    assert [name for name, shape in shapes.items() if shape.get("additionalProperties") is False] == ["Bounds"]


def test_a_file_is_told_by_the_first_key_that_it_has() -> None:
    for name, told in files().items():
        record, key = RECORDS[name]
        first = next(
            each for _, each, its in FILES if its in told and (each is not records.AbsentFile or "absent" in name)
        )
        assert (first, key in told) == (record, True), name
    assert next(each for _, each, its in FILES if its in line()) is records.HistoryLine


def test_each_file_stands_under_its_name() -> None:
    assert {name for name, _, _ in FILES} <= schema()["$defs"].keys()


@pytest.mark.parametrize("name", files())
def test_records_say_what_was_told(name: str) -> None:
    record, _ = RECORDS[name]
    told = files()[name]
    assert record.model_validate(told).model_dump(mode="json", by_alias=True, exclude_unset=True) == told


def test_a_line_of_the_history_says_what_was_told() -> None:
    assert records.HistoryLine.model_validate(line()).model_dump(mode="json") == line()


@pytest.mark.parametrize("field", price())
def test_a_price_lacks_no_field(field: str) -> None:
    told = {name: value for name, value in price().items() if name != field}
    with pytest.raises(ValidationError, match=field):
        records.Price.model_validate(told)


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "red"}, {"status": "missing"}, {"id": "0123"}, {"currency": "yuan"}, {"valid_from": "5.1.2026"},
        {"valid_from_basis": "guessed"}, {"meter": "tokens"}, {"conditions": {"colour": "red"}},
    ],
)  # fmt: skip
def test_a_price_holds_nothing_else(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        records.Price.model_validate(price(**wrong))


def test_absent_is_not_current() -> None:
    with pytest.raises(ValidationError, match="status"):
        records.AbsentPrice.model_validate({**absent(), "status": "fresh"})


def test_the_same_bytes_each_time() -> None:
    assert schema_file() == schema_file()
