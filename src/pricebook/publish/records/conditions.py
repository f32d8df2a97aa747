"""What the schema says of conditions. A price holds them as a plain mapping: there a name stands only if it is stated.

A field with the default None is one that does not stand there where it says nothing; null stands nowhere.
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field

from pricebook import records
from pricebook.publish.records.fields import Count, ShownAs
from pricebook.records import Record
from pricebook.vocabulary import MEDIA, TASKS

Words = Annotated[str, Field(min_length=1)]
OneOrMore = Words | Annotated[list[Words], Field(min_length=1)]
Task = Annotated[Words, Field(examples=list(TASKS))]
Medium = Annotated[Words, Field(examples=list(MEDIA))]
Tasks = Task | Annotated[list[Task], Field(min_length=1)]
Media = Medium | Annotated[list[Medium], Field(min_length=1)]


class Bounds(Record):
    """Between which sizes: at least one bound, as the page prints it."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    gt: Count | None = None
    """More than so many."""
    gte: Count | None = None
    """So many or more."""
    lt: Count | None = None
    """Less than so many."""
    lte: Count | None = None
    """So many or less."""


class Conditions(Record):
    """What must hold for a price, all of it; empty if it always holds. Who does not know a name cannot meet it."""

    input_tokens: Bounds | None = None
    """Bounds on all input tokens of the request, those found in a cache included."""
    context_tokens: Bounds | None = None
    """Bounds on the context that the request fills, in tokens: input and output together."""
    output_tokens: Bounds | None = None
    """Bounds on the output tokens of the request."""
    tier_rule: Annotated[Words, Field(examples=["marginal"])] | None = None
    """`marginal` where each band is billed by itself; else one price holds for all of a request."""
    volume: Bounds | None = None
    """Bounds on how much is used, in what the price's unit counts."""
    resolution: OneOrMore | None = None
    """`720p`, `1024x1024`, `2K`; a list where one price is for several."""
    task: Tasks | None = None
    """What is made of what; a list where one price is for several."""
    mode: (
        Annotated[Words, Field(examples=["batch", "offline", "off-peak", "peak", "priority", "flex", "fast"])] | None
    ) = None
    """How a request is served."""
    hours: Words | None = None
    """When `peak` and `off-peak` are, as printed."""
    modality: Media | None = None
    """What the tokens are of; a list where one price is for several."""
    input_modality: Media | None = None
    """What the input is of, where the price of the output depends on it."""
    output_modality: Media | None = None
    """What the output is of, where the price of the input depends on it."""
    cache_ttl: Count | None = None
    """How many seconds a cache keeps its entry."""
    cache_mode: Annotated[Words, Field(examples=["implicit", "explicit"])] | None = None
    """How a cache is asked for."""
    method: Annotated[Words, Field(examples=["lora", "full", "lora-merge", "dpo", "reinforcement"])] | None = None
    """Of training."""
    spec: Words | None = None
    """The instance's specification, as printed."""
    fine_tuned: bool | None = None
    """True: a model that the customer trained from `model`."""
    plan: Annotated[Words, Field(examples=["free", "paid"])] | None = None
    """What the customer subscribed to, in these words or as printed."""
    quality: Annotated[Words, Field(examples=["standard", "pro", "low", "medium", "high"])] | None = None
    """In these words or as printed."""
    audio: bool | None = None
    """Whether what is made has sound."""
    thinking: bool | None = None
    """Whether the model thinks before it answers."""
    reference_video: bool | None = None
    """Whether there is a video to go by."""
    duration: Count | Bounds | None = None
    """Seconds of the clip: a number, or bounds."""
    style: Words | None = None
    """As printed."""
    voice: Words | None = None
    """As printed."""
    surcharge: Literal[True] | None = None
    """Comes on top of another price, and is none by itself."""
    search_context: Annotated[Words, Field(examples=["low", "medium", "high"])] | None = None
    """How much a search may bring."""
    region: Words | None = None
    """The place that is called, as printed."""
    scope: Words | None = None
    """Where a request may be served, as printed."""
    as_printed: Annotated[list[Words], Field(min_length=1)] | None = None
    """Words that restrict the price and that no other name says, in the page's order."""


def _said_so(stated: dict[str, Any]) -> dict[str, Any]:
    """The conditions, each of the kind that it has."""
    if stated:
        Conditions.model_validate(stated, strict=True)
    return stated


Stated = Annotated[records.Conditions, AfterValidator(_said_so), ShownAs(Conditions)]
StatedInPart = Annotated[dict[str, Any], AfterValidator(_said_so), ShownAs(Conditions)]
"""Likewise, of a file that leaves some of them out."""
