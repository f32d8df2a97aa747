"""`schema.json`: JSON Schema (Draft 2020-12) of each file of a release, made of the published records.

The whole validates any of the files, and each line of `history.jsonl`: it tells from the keys which one it has before
it. A record is closed here and open there, because within v1 fields may be added.
"""

from functools import cache
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from pricebook.history.forms import FORMAT
from pricebook.publish import records
from pricebook.system import files

FILES: tuple[tuple[str, type[BaseModel], str], ...] = (
    ("manifest.json", records.Manifest, "files"),
    ("history.jsonl", records.HistoryLine, "number"),
    ("providers/<id>.json", records.ProviderFile, "provider"),
    ("slim.json", records.SlimFile, "units"),
    ("status.json", records.StatusFile, "providers"),
    ("absent.json", records.AbsentFile, "prices"),
    ("prices.json", records.PricesFile, "prices"),
    ("pending.json", records.PendingFile, "pending"),
    ("facts.json", records.FactsFile, "facts"),
    ("unsaid.json", records.UnsaidFile, "unsaid"),
    ("unread.json", records.UnreadFile, "unread"),
    ("models.json", records.ModelsFile, "models"),
    ("changes.json", records.ChangesFile, "changes"),
    ("exports/losses.json", records.LossesFile, "losses"),
)
"""By name each file's record, and the key that tells it from those that follow."""
_CLOSED = frozenset({"Bounds"})
"""A bound that somebody does not know would be a price taken for another size."""
_MODE: JsonSchemaMode = "validation"


def schema() -> dict[str, Any]:
    """The schema, as plain values."""
    _, made = models_json_schema([(record, _MODE) for _, record, _ in FILES], schema_generator=_Generator)
    shapes: dict[str, Any] = {}
    for name, shape in made["$defs"].items():
        shapes[name] = {key: _by_name(value, shapes) for key, value in shape.items()}
    for name, record, _ in FILES:
        shapes[name] = shapes.pop(record.__name__)
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": FORMAT,
        "description": "Any file of catalog/v1: which one is told from its keys. Each stands in $defs by its name.",
        "type": "object",
        **_any_of_them(),
        "$defs": shapes,
    }


@cache
def schema_file() -> bytes:
    """`schema.json`; the program's own, whatever is published."""
    return files.encode(schema())


def _by_name(value: Any, shapes: dict[str, Any]) -> Any:
    """The value, each record in it under its name in `shapes`, and each description on one line."""
    if isinstance(value, list):
        return [_by_name(each, shapes) for each in value]
    if not isinstance(value, dict):
        return " ".join(value.split()) if isinstance(value, str) else value
    found = {key: _by_name(each, shapes) for key, each in value.items()}
    if len(bracketed := found.get("allOf", ())) == 1:
        del found["allOf"]
        return {**bracketed[0], **found}
    if not isinstance(found.get("title"), str):
        return found
    shapes[found["title"]] = found
    return {"$ref": f"#/$defs/{found['title']}"}


def _any_of_them() -> dict[str, Any]:
    """If it has the key of the first file, it is held against that one; else likewise the next; else it is none."""
    chain: dict[str, Any] = {"description": "No file of a release has these keys.", "not": {}}
    for name, _, key in reversed(FILES):
        absent = {"type": "array", "contains": _with_schema("absent_since")}
        chain = {
            "if": _with_schema(key, absent if name == "absent.json" else True),
            "then": {"$ref": f"#/$defs/{_pointed(name)}"},
            "else": chain,
        }
    return {"if": _with_schema("$schema"), "then": {"description": "The schema itself."}, "else": chain}


def _with_schema(key: str, value: Any = True) -> dict[str, Any]:
    """An object that has the key, and as its value what fits that schema."""
    return {"type": "object", "properties": {key: value}, "required": [key]}


def _pointed(name: str) -> str:
    """The name as a pointer in an address writes it."""
    return quote(name.replace("/", "~1"), safe="~")


class _Generator(GenerateJsonSchema):
    """No titles of fields; what has None as its default is what does not stand there, and is never null."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - pydantic asks for each field
        """A field's name is its title."""
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """The schema of what stands there, if it does."""
        inner = schema["schema"]
        if schema.get("default", ...) is None and inner["type"] == "nullable":
            return self.generate_inner(inner["schema"])
        return super().default_schema(schema)

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """A record that more fields may be added to."""
        shape = super().model_schema(schema)
        if schema["cls"].__name__ not in _CLOSED:
            shape.pop("additionalProperties", None)
        return shape
