"""One amount of a cell, with all that its surroundings say of it, becomes a quote.

What the cell does not say comes from the nearest place that does: its heading, the row's other columns, the sentence
before the table, the page. What no place says is not assumed: the amount stays unread.
"""

from collections.abc import Sequence
from typing import NamedTuple, cast

from pricebook.phrases import Amount, Words
from pricebook.phrases.measures import Measure, NotUnderstood, resolve
from pricebook.records import Meter, Origin, Quote, Service, Span
from pricebook.tables.sentences import Sentences
from pricebook.units import Unit, convert

_METER_OF = {
    "image": "image", "video": "video", "request": "request", "character": "text",
    "instance-hour": "instance", "instance-month": "instance",
}  # fmt: skip
"""Things that are counted by one meter alone."""
_VIDEO_TASKS = {"text-to-video", "image-to-video", "reference-to-video", "start-end-to-video"}
_KINDS = {"视频": "video", "语音": "audio", "音频": "audio"}
_NO_UNIT = "no unit is printed for it, in its cell, its heading, a unit column or on the page"
_NO_CURRENCY = "no currency is printed for it, in its cell, its heading or alone on the page"


class Stated(NamedTuple):
    """What a row says of all its prices."""

    models: Sequence[str]
    """What they are prices of."""
    name: str | None
    effective_from: str | None
    conditions: dict[str, object]
    measure: Measure | None


class Surroundings(NamedTuple):
    """What stands around an amount."""

    says: Sentences
    block: int
    """The table's block."""
    service: Service
    """What the table sells where no word says otherwise."""
    heading: Words
    stated: Stated
    cell_currency: str | None
    """The currency of another amount in the same cell."""


def quotes_of(amount: Amount, around: Surroundings, span: Span) -> list[Quote]:
    """One quote for each model and meter that the amount is a price of.

    Raises NotUnderstood where the surroundings leave something open or contradict the cell, and `decimal.Inexact`
    where the price per published unit has no end.
    """
    conditions = _conditions(amount, around)
    measure, unit_from = _measure(amount, around)
    currency, currency_from = _currency(amount, around)
    service = amount.words.service or around.heading.service or around.service
    meters = _meters(amount, around, service, measure, conditions)
    if service == "inference" and "instance" in meters:
        service = "deployment"
    found: list[Quote] = []
    for meter in meters:
        unit, duration = _unit(amount, measure, meter)
        if duration is not None:
            _add(conditions, "duration", duration)
        if unit is not None:
            convert(amount.value, unit)
        found += [
            Quote(
                model=model,
                name=around.stated.name,
                service=cast("Service", service),
                meter=cast("Meter", meter),
                amount=amount.value,
                currency=currency,
                unit=unit,
                span=span,
                conditions={name: _plain(value) for name, value in conditions.items()},
                free=amount.free or not amount.value,
                effective_from=around.stated.effective_from,
                promotion={"label": amount.promotion} if amount.promotion else None,
                unit_from=unit_from,
                currency_from=currency_from,
            )
            for model in around.stated.models
        ]
    return found


def _conditions(amount: Amount, around: Surroundings) -> dict[str, object]:
    """Those of the row, the heading and the cell together."""
    conditions = dict(around.stated.conditions)
    for name, value in around.heading.conditions + amount.words.conditions:
        _add(conditions, name, value)
    return conditions


def _add(conditions: dict[str, object], name: str, value: object) -> None:
    if conditions.setdefault(name, value) != value:
        message = f"two values of {name}"
        raise NotUnderstood(message)


def _measure(amount: Amount, around: Surroundings) -> tuple[Measure | None, Origin]:
    if amount.words.measure is not None:
        return amount.words.measure, "cell"
    if around.heading.measure is not None:
        return around.heading.measure, "header"
    if around.stated.measure is not None:
        return around.stated.measure, "unit column"
    return (None, "cell") if amount.free else around.says.measure(around.block)


def _currency(amount: Amount, around: Surroundings) -> tuple[str, Origin]:
    if in_cell := amount.words.currency or around.cell_currency:
        return in_cell, "cell"
    if around.heading.currency:
        return around.heading.currency, "header"
    if around.says.currency:
        return around.says.currency, "page"
    raise NotUnderstood(_NO_CURRENCY)


def _meters(
    amount: Amount, around: Surroundings, service: str, measure: Measure | None, conditions: dict[str, object]
) -> Sequence[str]:
    """What is counted: as words say, else what the service or the unit can only mean."""
    if said := _together(around.heading.meters, amount.words.meters):
        return ["input" if meter == "uncached" else meter for meter in said]
    if service in {"training", "deployment"}:
        return ["training" if service == "training" else "instance"]
    if measure is None:
        if amount.free:
            return ["usage"]
        raise NotUnderstood(_NO_UNIT)
    thing = "second" if measure.things == ("minute",) else resolve(measure, None)[0].thing
    if thing in _METER_OF:
        return [_METER_OF[thing]]
    return [_of_time_or_tokens(thing, around, conditions)]


def _together(heading: tuple[str, ...], cell: tuple[str, ...]) -> tuple[str, ...]:
    """The meters of the heading and the cell: the cell may say more, never something else."""
    if not heading or not cell or heading == cell:
        return cell or heading
    if heading == ("input",) and set(cell) <= {"cache_read", "cache_write", "uncached"}:
        return cell
    message = f"the heading says {' and '.join(heading)}, the cell {' and '.join(cell)}"
    raise NotUnderstood(message)


def _of_time_or_tokens(thing: str, around: Surroundings, conditions: dict[str, object]) -> str:
    """A second is of video or of audio, and so may tokens be: the row or the headings above must say so."""
    tasks = conditions.get("task", ())
    tasks = set(tasks) if isinstance(tasks, tuple) else {tasks}
    if conditions.keys() & {"audio", "reference_video"} or (tasks and tasks <= _VIDEO_TASKS):
        return "video"
    above = around.says.heading(around.block)
    kinds = {kind for word, kind in _KINDS.items() if word in above}
    if len(kinds) == 1:
        return kinds.pop()
    message = f"cannot tell what is counted by the {thing}: no word says input, output, video or audio"
    raise NotUnderstood(message)


def _unit(amount: Amount, measure: Measure | None, meter: str) -> tuple[Unit | None, int | None]:
    if measure is not None:
        return resolve(measure, meter)
    if amount.free and meter == "usage":
        return None, None
    raise NotUnderstood(_NO_UNIT)


def _plain(value: object) -> object:
    """A condition's value as it is published: bounds as an object, several tasks as a list."""
    if isinstance(value, tuple):
        return dict(value) if value and isinstance(value[0], tuple) else list(value)
    return value
