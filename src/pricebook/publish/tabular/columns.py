"""The columns of a table, made of the published records: a field is a column, a field of a field too.

    conditions.input_tokens.gt  →  input_tokens_gt        listed.unit  →  listed_unit

Of conditions the name is left out; they stand whole in `conditions` besides.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple, cast

import orjson

from pricebook.errors import StorageError
from pricebook.publish.records import EXACT
from pricebook.publish.schema import schema

Kind = Literal["text", "amount", "count", "flag", "day", "object", "array"]
"""What a cell holds. An object and an array are JSON, compact and with sorted keys; so are several texts in one."""
Cell = str | int | None
"""A flag is True or False; what says nothing is None, an empty text too."""

_SHOWN_WHOLE = frozenset({"Conditions"})
_PYTHON: Mapping[Kind, tuple[type, ...]] = {
    "text": (str, list), "amount": (str,), "count": (int,), "flag": (bool,), "day": (str,), "object": (dict,),
    "array": (list,),
}  # fmt: skip


_KINDS: Mapping[str, Kind] = {"integer": "count", "boolean": "flag", "object": "object", "array": "array"}


class TableColumn(NamedTuple):
    """One column."""

    name: str
    kind: Kind
    description: str
    path: tuple[str, ...]
    """The fields that lead to what it holds."""
    divided: bool = False
    """Whether there may be fields instead, which have columns of their own."""

    def cell(self, told: Mapping[str, Any]) -> Cell:
        """What the record, as its JSON tells it, has there. Raises StorageError for a value of another kind."""
        value = self._held(told)
        if value is None or value == "" or (self.divided and isinstance(value, Mapping)):
            return None
        if not isinstance(value, _PYTHON[self.kind]) or (isinstance(value, bool) and self.kind != "flag"):
            message = f"{'.'.join(self.path)}: {value!r:.60} is no {self.kind}. Publish again: catalog publish"
            raise StorageError(message)
        if isinstance(value, list | dict):
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
        return cast("Cell", value)

    def _held(self, told: Any) -> Any:
        for name in self.path:
            told = told.get(name) if isinstance(told, Mapping) else None
        return told


def columns_of(record: str) -> tuple[TableColumn, ...]:
    """The columns for records of that name in the schema, in the order of their fields."""
    shapes = schema()["$defs"]
    return tuple(_of_fields(shapes[record], shapes, (), ""))


def _of_fields(shape: Any, shapes: Any, path: tuple[str, ...], prefix: str) -> Iterator[TableColumn]:
    for field, told in shape["properties"].items():
        here, name, means = (*path, field), prefix + field, told.get("description", "")
        forms = [_resolved_type(form, shapes) for form in told.get("anyOf", [told])]
        within = [form for form in forms if "properties" in form]
        plain = [form for form in forms if form not in within and form["type"] != "null"]
        if plain:
            yield TableColumn(name, _column_kind(plain[0]), means, here, divided=bool(within))
        for form in within:
            whole = form["title"] in _SHOWN_WHOLE
            if whole:
                yield TableColumn(name, "object", means, here)
            yield from _of_fields(form, shapes, here, "" if whole else f"{name}_")


def _resolved_type(form: Any, shapes: Any) -> Any:
    return shapes[form["$ref"].rpartition("/")[2]] if "$ref" in form else form


def _column_kind(form: Any) -> Kind:
    if form["type"] == "string":
        return "day" if form.get("format") == "date" else "amount" if form.get("pattern") == EXACT else "text"
    return _KINDS[form["type"]]
