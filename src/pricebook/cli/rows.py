"""The rows in which programs get prices: one price a row, each of its parts in a cell of its own."""

from typing import TYPE_CHECKING

from pricebook.publish import display

if TYPE_CHECKING:
    from pricebook.publish.released import Told
    from pricebook.rates import Conversion

PRICE = ("provider", "model", "service", "meter", "conditions", "amount", "currency", "unit", "notes", "since", "id")
"""The headings of `price`. Whoever takes an amount must look at its notes: promotion, last day, doubts, absence."""

CONVERTED = ("converted", "into", "rate", "rate day", "rate source")
"""The headings of `converted`, which stand behind those of a price: its own amount is never another."""


def price(told: "Told") -> list[str]:
    """A published price; its amount is exact, and `0` with the note `free` if the page says so."""
    return [
        told["provider"], *display.sold(told), display.conditions(told["conditions"]), *_amount_cells(told),
        notes(told), told["valid_from"], told["id"],
    ]  # fmt: skip


def converted(told: "Told", into: "Conversion") -> list[str]:
    """Its amount in another currency, exactly, with the rate, the rate's day and who published it."""
    from decimal import Decimal  # noqa: PLC0415 - most prices are shown as they are

    return [*into.of(Decimal(told["amount"]), told["currency"]).told.values()]


def with_conversion(told: "Told", into: "Conversion") -> dict[str, object]:
    """The price as it is published, and beside it what `converted` says."""
    from decimal import Decimal  # noqa: PLC0415 - most prices are shown as they are

    return {**told, "converted": into.of(Decimal(told["amount"]), told["currency"]).told}


def _amount_cells(told: "Told") -> tuple[str, str, str]:
    return told["amount"], told["currency"], told["unit"] or ""


def notes(told: "Told") -> str:
    """What must be known of a price besides its amount."""
    marks = ["free" if told["free"] else "", *display.terms(told), *display.doubts(told), gone(told)]
    return ", ".join(filter(None, marks))


def gone(told: "Told") -> str:
    """Since when the page lists it no longer; empty if it does."""
    return f"{told['status']} since {told['absent_since']}" if "absent_since" in told else ""
