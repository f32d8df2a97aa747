"""The rows in which programs get prices: one price a row, each of its parts in a cell of its own."""

from typing import TYPE_CHECKING

from pricebook.publish import display

if TYPE_CHECKING:
    from pricebook.publish.released import Told
    from pricebook.rates import Conversion

PRICE = (
    "provider", "model", "service", "meter", "conditions", "amount", "currency", "unit", "notes", "since", "id", "seen",
)  # fmt: skip
"""The headings of `price`. Whoever takes an amount must look at its notes: promotion, last day, doubts, absence.

`seen` is the day on which its page was seen last.
"""

CONVERTED = ("converted", "into", "rate", "rate day", "rate source")
"""The headings of `converted`, which stand behind those of a price: its own amount is never another."""


def price(told: "Told") -> list[str]:
    """A published price; its amount is exact, `0` with the note `free` if the page says so, empty if there is none."""
    return [
        told["provider"], *display.sold(told), display.conditions(told["conditions"]), *_amount_cells(told),
        notes(told), told.get("valid_from") or "", told["id"], told["seen"] or "",
    ]  # fmt: skip


def converted(told: "Told", into: "Conversion") -> list[str]:
    """Its amount in another currency, exactly, with the rate, the rate's day and who published it."""
    from decimal import Decimal  # noqa: PLC0415 - most prices are shown as they are

    if told["amount"] is None:
        return [""] * len(CONVERTED)
    return [*into.of(Decimal(told["amount"]), told["currency"]).told.values()]


def with_conversion(told: "Told", into: "Conversion") -> dict[str, object]:
    """The price as it is published, and beside it what `converted` says."""
    from decimal import Decimal  # noqa: PLC0415 - most prices are shown as they are

    amount = told["amount"]
    return {**told, "converted": None if amount is None else into.of(Decimal(amount), told["currency"]).told}


def _amount_cells(told: "Told") -> tuple[str, str, str]:
    return told["amount"] or "", told["currency"], told["unit"] or ""


def notes(told: "Told") -> str:
    """What must be known of a price besides its amount."""
    suspect = f"suspect: {told['suspect']}" if told["suspect"] else ""
    guess = f"since {display.since(told)}" if told.get("valid_from_basis") == "assumed" else ""
    marks = ["free" if told["free"] else "", *display.terms(told), *display.doubts(told), suspect, gone(told), guess]
    return ", ".join(filter(None, marks))


def gone(told: "Told") -> str:
    """Since when the page lists it no longer; empty if it does."""
    return f"{told['status']} since {told['absent_since']}" if "absent_since" in told else ""
