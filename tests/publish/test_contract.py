"""docs/contract.md, the records and the schema name the same files, fields, meters, units, conditions and kinds."""

import re
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from pricebook.publish import records
from pricebook.publish.manifest import LASTS, LICENCE
from pricebook.publish.records.history import KINDS
from pricebook.publish.records.prices import AbsentStatus, CurrentStatus
from pricebook.publish.schema import FILES, schema
from pricebook.records import Origin, Service
from pricebook.units import Unit
from pricebook.vocabulary import CHOICES, CONDITION_NAMES, COUNTED, THINGS
from tests.conftest import ROOT
from tests.pages import COLLECTION

CONTRACT, EXPORTS = ((ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") for name in ("contract", "exports"))


def section(title: str, document: str = CONTRACT) -> str:
    """What stands below that heading."""
    return document.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def paragraph(name: str) -> str:
    """What is told of that file."""
    (found,) = (each for each in CONTRACT.split("\n\n") if each.startswith(f"`{name}`: "))
    return found.removeprefix(f"`{name}`: ")


def rows(text: str) -> list[list[str]]:
    """The cells of the first table."""
    return [line.strip("|").split("|") for line in text.partition("|---")[2].splitlines()[1:] if line.startswith("|")]


def names(text: str) -> set[str]:
    """What it names as code, but for files."""
    return set(re.findall(r"`([a-z0-9_]+)`", text))


def quoted(text: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text))


def fields(*kinds: type[BaseModel]) -> set[str]:
    return {field.alias or name for kind in kinds for name, field in kind.model_fields.items()}


def said_of(field: str, table: str) -> str:
    """What that table says of the field."""
    (said,) = (row[1] for row in rows(table) if field in quoted(row[0]))
    return said


PRICE = section("A price")


def test_a_price_has_the_fields_that_its_table_tells_of() -> None:
    told = [name for row in rows(PRICE) for name in quoted(row[0])]
    assert sorted(told) == sorted(fields(records.Price))
    assert fields(records.AbsentPrice) - fields(records.Price) == {"absent_since", "snapshot"}
    assert names(PRICE) >= {"absent_since", "snapshot"}
    pending = fields(records.PendingPrice)
    assert pending - fields(records.Price) == {"published"} <= names(paragraph("pending.json"))
    assert fields(records.Price) - pending == {"status"} <= names(paragraph("pending.json"))


def test_what_a_price_holds_has_the_fields_that_are_told() -> None:
    assert names(said_of("listed", PRICE)) == fields(records.Listed) | (set(get_args(Origin)) - {"unit column"})
    assert names(said_of("promotion", PRICE)) - {"amount"} == fields(records.Promotion)
    assert names(said_of("where", PRICE)) == fields(records.Where)
    statuses = names(said_of("status", PRICE))
    assert statuses == {*get_args(CurrentStatus), *get_args(AbsentStatus)}
    assert names(said_of("service", PRICE)) == set(get_args(Service))


@pytest.mark.parametrize(
    ("name", "kinds", "others"),
    [
        ("facts.json", [records.StatedFact, records.UnreadText], set()),
        ("providers/<id>.json", [records.Provider, records.ProviderPage], {"provider", "absent"}),
        ("models.json", [records.ModelEntry, records.Offer], {"models"}),
        ("slim.json", [records.SlimFile, records.SlimProvider, records.SlimMarks], set()),
        ("history.jsonl", [records.HistoryLine], set()),
        ("changes.json", [records.ChangeEntry, records.ChangeSide], {"changes", *KINDS}),
        ("status.json", [records.ProviderStatus, records.FailingPage], {"providers"}),
        ("manifest.json", [records.Manifest, records.FileEntry], set()),
        ("exports/losses.json", [records.Loss], {"losses"}),
    ],
)
def test_a_file_has_the_fields_that_are_told(name: str, kinds: list[type[BaseModel]], others: set[str]) -> None:
    assert names(paragraph(name)) == (fields(*kinds) - {"format"}) | others


def test_an_unsaid_price_has_the_fields_of_its_table() -> None:
    told = {name for row in rows(section("What is no price")) for name in quoted(row[0])}
    assert told == fields(records.UnsaidPrice)


def test_losses_have_the_fields_that_are_told() -> None:
    assert names(section("`losses.json`", EXPORTS)) >= fields(records.Loss) | {"losses"}


def test_meters_and_units_are_those_of_the_vocabulary() -> None:
    assert {name for row in rows(section("Meters")) for name in quoted(row[0])} == set(COUNTED)
    units = {name for row in rows(section("Units")) for name in quoted(row[0])}
    assert units >= {str(Unit(thing.published, thing.name)) for thing in THINGS if thing.published}


def test_conditions_are_those_of_the_vocabulary() -> None:
    told = [name for row in rows(section("Conditions")) for name in quoted(row[0])]
    assert sorted(told) == sorted(CONDITION_NAMES) == sorted(fields(records.Conditions))
    assert names(section("Conditions").partition("\n| name")[0]) == fields(records.Bounds)
    steps = section("The price of a request, in five steps")
    assert names(steps) >= {"region", "scope", "mode", "plan", "fine_tuned", "as_printed"}
    assert names(said_of("standard", PRICE)) == set(CHOICES) - {"region"}


def test_files_are_those_that_are_published() -> None:
    told = {name for row in rows(CONTRACT.partition("\n## ")[0]) for name in quoted(row[0])}
    schemed = {name for name, _, _ in FILES}
    assert told - schemed == {"feed.xml", "exports/", "schema.json"}
    assert schemed - told == {"exports/losses.json"}
    there = {path.relative_to(COLLECTION.release).as_posix() for path in COLLECTION.release.rglob("*.*")}
    of_providers = {f"providers/{name}.json" for name in COLLECTION.archive().looked_at}
    plain = {name for name in there if not name.startswith("exports/")}
    assert plain == ({each for each in told if "/" not in each}) | of_providers


def test_kinds_of_changes_are_told() -> None:
    assert names(paragraph("changes.json")) >= set(KINDS)


def test_numbers_that_are_told_in_words() -> None:
    assert LASTS == 14
    assert "fourteen days later" in paragraph("manifest.json").replace("\n", " ")
    assert LICENCE in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


RECORDS = [each for each in map(records.__dict__.get, records.__all__) if isinstance(each, type)]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_the_schema_has_every_field_of_every_record(record: type[BaseModel]) -> None:
    shapes: dict[str, Any] = schema()["$defs"]
    files = {kind: name for name, kind, _ in FILES}
    shape = shapes.get(files.get(record, record.__name__))
    if shape is None:  # what others are made of
        assert any(other is not record and issubclass(other, record) for other in RECORDS)
        return
    assert shape["properties"].keys() == fields(record)
    lacking = {field.alias or name for name, field in record.model_fields.items() if field.is_required()}
    assert set(shape.get("required", ())) == lacking
    assert shape["description"]
    assert all(field.get("description") for field in shape["properties"].values())


def test_every_shape_is_a_record_or_part_of_one() -> None:
    files = {kind.__name__: name for name, kind, _ in FILES}
    assert schema()["$defs"].keys() <= {files.get(record.__name__, record.__name__) for record in RECORDS}
