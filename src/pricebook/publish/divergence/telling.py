"""A divergence in words: rows for people and for programs, what it comes to, and a page of Markdown."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pricebook.errors import UsageError
from pricebook.publish.display import amount, doubts, suspicion, terms
from pricebook.publish.display import conditions as in_short
from pricebook.publish.divergence.outcomes import OUTCOMES, Divergence, DivergenceLine
from pricebook.rates.dated import rounded
from pricebook.units import EXACT, text
from pricebook.vocabulary import CHOICES

_OF_MODELS = ("look-alike", "model-only-theirs", "model-only-ours")
KINDS = (*OUTCOMES, *_OF_MODELS)
"""What can be shown: prices by their outcome, and models."""
SHOWN = ("ratio", "provider", "model", "price of", "theirs", "the page's, so told", "the page's", "its words", "notes")
"""The headings for people."""
COLUMNS = (
    "outcome", "ratio", "provider", "model", "called there", "meter", "conditions", "field there", "their amount",
    "their currency", "their unit", "amount", "currency", "unit", "converted", "rate", "rate day", "rate source",
    "quote", "address", "seen", "id", "notes",
)  # fmt: skip
"""The headings for programs; `converted` is per unit of ours."""


def known_kinds(given: Sequence[str]) -> Sequence[str]:
    """The kinds, in their order; what differs if none is given. Raises UsageError for one that is none."""
    for kind in given:
        if kind not in KINDS:
            message = f"no kind {kind!r}. Kinds: {', '.join(KINDS)}."
            raise UsageError(message)
    return [kind for kind in KINDS if kind in (given or ["differs"])]


def ratio(each: DivergenceLine) -> str:
    """How many times theirs is ours: `×4.032`, `÷1.49`; in words where one of them is nothing."""
    if each.theirs is None or each.ours is None or each.converted is None:
        return ""
    if each.ratio is None:
        return "ours is 0"
    if not each.ratio:
        return "theirs is 0"
    return f"×{rounded(each.ratio)}" if each.ratio >= 1 else f"÷{rounded(each.severity)}"


def rows(found: Divergence, kinds: Sequence[str]) -> list[list[str]]:
    """For people, a row for each price, then for each model; the cells are those of SHOWN."""
    return [*(line_for_people(each) for each in found.prices if each.outcome in kinds), *_model_rows(found, kinds)]


def without_empty_columns(shown: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """The headings and the rows without the columns that say nothing."""
    told = [index for index in range(len(SHOWN)) if any(row[index] for row in shown)]
    return [SHOWN[index] for index in told], [[row[index] for index in told] for row in shown]


def line_for_people(each: DivergenceLine) -> list[str]:
    """The cells of one price, as SHOWN names them."""
    ours = each.ours
    return [
        ratio(each), each.provider, _both_names(each.model, each.called),
        " ".join(filter(None, [each.meter, in_short(_conditions_asked(each))])) or each.field,
        str(each.theirs or ""), _so_converted(each), amount(ours) if ours else "",
        ours["listed"]["text"] if ours else "", "; ".join(_notes_on_line(each)),
    ]  # fmt: skip


def _conditions_asked(each: DivergenceLine) -> Mapping[str, Any]:
    """The conditions without the home of the standard offer, which is what everybody is asked for."""
    at_home = each.ours is not None and each.ours["standard"] and each.theirs is not None
    return {name: value for name, value in each.conditions.items() if not at_home or name not in CHOICES}


def _both_names(model: str, called: str) -> str:
    return model if called in {"", model} else f"{model} ({called})"


def _so_converted(each: DivergenceLine) -> str:
    """Ours in their currency and their unit, rounded where a rate made it; empty where both are ours."""
    worth, printed = each.converted, each.theirs
    if worth is None or printed is None or each.ours is None:
        return ""
    same_unit, same_currency = printed.per == each.ours["unit"], worth.currency == worth.listed_currency
    if same_unit and same_currency:
        return ""
    whole = EXACT.multiply(worth.amount, each.scale)
    return f"{text(whole) if same_currency else rounded(whole)} {worth.currency} / {printed.per}"


def _notes_on_line(each: DivergenceLine) -> Iterator[str]:
    if each.why:
        yield each.why
    if each.ours:
        yield from filter(None, terms(each.ours))
        yield from doubts(each.ours)
        if each.ours["suspect"]:
            yield suspicion(each.ours)


def _model_rows(found: Divergence, kinds: Sequence[str]) -> Iterator[list[str]]:
    if "look-alike" in kinds:
        for each in found.look_alikes:
            yield _model_row(
                each.provider, _both_names(each.model, each.theirs), f"differ in {', '.join(each.differs)}"
            )
    if "model-only-theirs" in kinds:
        for provider, name in found.only_theirs:
            yield _model_row(provider, name, "no model of ours goes by this name")
    if "model-only-ours" in kinds:
        for provider, name in found.only_ours:
            yield _model_row(provider, name, "no model of theirs goes by this name")


def _model_row(provider: str, model: str, why: str) -> list[str]:
    return ["", provider, model, "", "", "", "", "", why]


def data_rows(found: Divergence, kinds: Sequence[str]) -> list[list[str]]:
    """For programs, exact but for the ratio; the cells are those of COLUMNS."""
    return [*(_data_row(each) for each in found.prices if each.outcome in kinds), *_model_data(found, kinds)]


def _model_data(found: Divergence, kinds: Sequence[str]) -> Iterator[list[str]]:
    blank = [""] * len(COLUMNS)
    for each in found.look_alikes if "look-alike" in kinds else ():
        yield ["look-alike", "", each.provider, each.model, each.theirs, *blank[5:-1], ", ".join(each.differs)]
    for provider, name in found.only_theirs if "model-only-theirs" in kinds else ():
        yield ["model-only-theirs", "", provider, "", name, *blank[5:]]
    for provider, name in found.only_ours if "model-only-ours" in kinds else ():
        yield ["model-only-ours", "", provider, name, *blank[4:]]


def _data_row(each: DivergenceLine) -> list[str]:
    printed, ours, worth = each.theirs, each.ours, each.converted
    converted = worth is not None and worth.currency != worth.listed_currency
    return [
        each.outcome, "" if each.ratio is None else text(each.ratio), each.provider, each.model, each.called,
        each.meter, in_short(each.conditions), each.field,
        *([text(printed.amount), printed.currency, printed.per] if printed else [""] * 3),
        *([ours["amount"] or "", ours["currency"], ours["unit"] or ""] if ours else [""] * 3),
        *([text(worth.amount), text(worth.rate.value), worth.rate.day, worth.rate.source]
          if worth and converted else [""] * 4),
        *([ours["listed"]["text"], ours["where"]["address"] or "", ours.get("seen") or "", ours["id"]]
          if ours else [""] * 4),
        "; ".join(_notes_on_line(each)),
    ]  # fmt: skip
