"""What an assistant can ask: every argument by its name, and nothing that would be passed over."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError

from pricebook.book.words import COUNTED, STATED
from pricebook.errors import UsageError
from pricebook.records import Record
from pricebook.run import costing

_SHOWN = 60
"""So many characters of a refused value are told."""

Name = Annotated[str, Field(min_length=1, max_length=200)]
Day = Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Number = Annotated[StrictInt, Field(ge=0)] | Annotated[StrictStr, Field(pattern=r"^[0-9]{1,30}(\.[0-9]{1,30})?$")]
"""A fraction is text, so that no number that was rounded is taken for the one that was meant."""
Value = StrictBool | StrictInt | StrictStr | list[StrictStr]


class Arguments(Record):
    """Arguments of a tool; one that is not known is refused: it may be a condition that would change the price."""

    model_config = ConfigDict(strict=True)

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> Self:
        """The question; raises UsageError that names each argument that is wrong, and what is expected."""
        try:
            return cls.model_validate(dict(arguments))
        except ValidationError as problem:
            known = ", ".join(cls.model_fields)
            wrong = dict.fromkeys(_wrong_argument(error) for error in problem.errors(include_url=False))
            raise UsageError(f"{'; '.join(wrong)}. Arguments are: {known}.") from problem


def _wrong_argument(error: Mapping[str, Any]) -> str:
    argument = str(error["loc"][0]) if error["loc"] else "arguments"
    given = repr(error["input"])
    shown = given if len(given) <= _SHOWN else f"{given[:_SHOWN]}..."
    if argument in {*_QUANTITIES, "counted"}:
        return f"{argument}: {shown} is no quantity: a whole number, or a fraction as text, such as '1.5'"
    if error["type"] == "extra_forbidden":
        return f"{argument}: no such argument"
    return f"{argument}: {error['msg']}" + ("" if error["type"] == "missing" else f", not {shown}")


class AskedModels(Arguments):
    """Who sells a model, by its name or a part of it."""

    name: Name
    """A model's name or a part of it, such as `acme-1` or `acme/acme-1`."""
    skip: Annotated[int, Field(ge=0)] = 0
    """Leave out so many offers from the first on: those that an earlier answer held."""
    most: Annotated[int, Field(ge=1, le=100)] = 20
    """At most so many offers."""


class AskedPrices(Arguments):
    """All prices of one model."""

    model: Name
    """The model's whole name, as `find_model` tells it."""
    provider: Name | None = None
    """Only at this provider; else at every one that sells the same model."""
    at: Day | None = None
    """What was on sale on that day, YYYY-MM-DD; else now."""
    service: Literal["inference", "training", "deployment", "tool"] | None = None
    """Only prices of this service."""
    meter: Name | None = None
    """Only prices of this meter, such as input, output, cache_read, image."""
    standard: bool | None = None
    """true: only what everybody pays in the provider's home region; false: only other offers."""
    skip: Annotated[int, Field(ge=0)] = 0
    """Leave out so many prices from the first on: those that an earlier answer held."""
    most: Annotated[int, Field(ge=1, le=100)] = 20
    """At most so many prices."""


class AskedCost(Arguments):
    """What one request costs."""

    model: Name
    """The model's whole name, as `find_model` tells it."""
    provider: Name | None = None
    """Only at this provider; else at every one that sells the same model."""
    at: Day | None = None
    """What it cost on that day, YYYY-MM-DD; else now."""
    input_tokens: Number | None = None
    """Tokens of input, those found in a cache included."""
    cached_tokens: Number | None = None
    """Those of the input tokens that a cache held."""
    output_tokens: Number | None = None
    """Tokens of output."""
    images: Number | None = None
    """Images."""
    seconds: Number | None = None
    """Seconds of video or sound."""
    characters: Number | None = None
    """Characters of text."""
    context_tokens: Number | None = None
    """Tokens of the context, where a page bounds that: it chooses the tier and is billed by nothing."""
    counted: dict[str, Number] = Field(
        default={}, description=f"What else is counted, by its name: {', '.join(COUNTED)}."
    )
    conditions: dict[str, Value] = Field(
        default={},
        description="What holds for the request, as `conditions` of prices name it; what makes another offer than the "
        f"standard one has to be stated: {', '.join(sorted(STATED))}.",
    )
    service: Literal["inference", "training", "deployment", "tool"] | None = None
    """The service; else that which is usual for what is counted."""
    accept: list[Literal["suspect", "conflict", "held", "stale", "as_printed"]] = Field(default_factory=list)
    """Doubts that the user takes: without them a doubtful price is refused."""
    skip: Annotated[int, Field(ge=0)] = 0
    """Leave out so many costs from the first on: those that an earlier answer held."""
    most: Annotated[int, Field(ge=1, le=100)] = 10
    """At most so many offers' costs."""

    def keywords(self) -> dict[str, Any]:
        """What is asked, as the library takes it; raises UsageError for what is said twice or is no quantity."""
        own = {name: value for name in _QUANTITIES if (value := getattr(self, name)) is not None}
        more = {name: costing.quantity(name, str(value), "counted") for name, value in self.counted.items()}
        stated = {name: costing.condition(name, value, "conditions") for name, value in self.conditions.items()}
        terms = {"at": self.at, "service": self.service, "accept": self.accept}
        return costing.once({name: costing.number(str(own[name]), name) for name in own}, more, stated, terms)


class AskedChanges(Arguments):
    """Which prices changed since a day."""

    since: Day
    """The first day that is meant, YYYY-MM-DD."""
    provider: Name | None = None
    """Only this provider's prices."""
    model: Name | None = None
    """Only models of that name, or whose name contains it."""
    skip: Annotated[int, Field(ge=0)] = 0
    """Leave out so many changes from the newest on: those that an earlier answer held."""
    most: Annotated[int, Field(ge=1, le=100)] = 20
    """At most so many changes."""


_QUANTITIES = (
    "input_tokens", "cached_tokens", "output_tokens", "images", "seconds", "characters", "context_tokens",
)  # fmt: skip
