"""Kinds of values that published fields have: what a record refuses, and what the schema says of them."""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from pricebook import vocabulary
from pricebook.records import ExactAmount
from pricebook.records import Meter as KnownMeter
from pricebook.units import Unit

_DECIMAL = r"(0|[1-9][0-9]*)(\.[0-9]*[1-9])?"
EXACT = f"^{_DECIMAL}$"
"""How an amount is written: no sign, no exponent, no zeros that say nothing."""
_EXACTLY = re.compile(_DECIMAL)


def _written_exactly(amount: Any) -> Any:
    """The amount as it stands in a file, which has one way to write it."""
    if isinstance(amount, str) and not _EXACTLY.fullmatch(amount):
        message = "Amount should be written without sign, exponent and zeros that say nothing"
        raise ValueError(message)
    return amount


Format = Annotated[Literal["pricebook-catalogue/1"], Field(description="The contract that the file keeps.")]
Id = Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Day = Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"})]
Moment = Annotated[
    str, WithJsonSchema({"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]})
]  # fmt: skip
"""On the provider's calendar: a day, or a time with its offset."""
Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Amount = Annotated[ExactAmount, BeforeValidator(_written_exactly), WithJsonSchema({"type": "string", "pattern": EXACT})]
Percent = Annotated[str, Field(pattern=f"^-?{_DECIMAL}$")]
Count = Annotated[int, Field(ge=0)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
Meter = Annotated[KnownMeter, Field(examples=list(vocabulary.COUNTED))]
PublishedUnit = Annotated[
    str, Field(examples=[str(Unit(thing.published, thing.name)) for thing in vocabulary.THINGS if thing.published])
]
Basis = Literal["printed", "observed", "assumed"]
"""How a day is known."""


class ShownAs:
    """For a plain mapping which the schema describes by a record."""

    def __init__(self, record: type[BaseModel]) -> None:
        self._record = record

    def __get_pydantic_json_schema__(self, _: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The record's schema, within brackets: what the field says of itself is not what the record says."""
        return {"allOf": [handler(self._record.__pydantic_core_schema__)]}
