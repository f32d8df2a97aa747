"""The rows in which programs get prices: one price a row, each of its parts in a cell of its own."""

from typing import TYPE_CHECKING

from pricebook.publish import display

if TYPE_CHECKING:
    from pricebook.publish.released import Told

PRICE = ("provider", "model", "service", "meter", "conditions", "amount", "currency", "unit", "notes", "since", "id")
"""The headings of `price`. Whoever takes an amount must look at its notes: promotion, last day, doubts, absence."""


def price(told: "Told") -> list[str]:
    """A published price; its amount is exact, and `0` with the note `free` if the page says so."""
    return [
        told["provider"], *display.sold(told), display.conditions(told["conditions"]), *_amount(told),
        notes(told), told["valid_from"], told["id"],
    ]  # fmt: skip


def _amount(told: "Told") -> tuple[str, str, str]:
    return told["amount"], told["currency"], told["unit"] or ""


def notes(told: "Told") -> str:
    """What must be known of a price besides its amount."""
    marks = ["free" if told["free"] else "", *display.terms(told), *display.doubts(told), gone(told)]
    return ", ".join(filter(None, marks))


def gone(told: "Told") -> str:
    """Since when the page lists it no longer; empty if it does."""
    return f"{told['status']} since {told['absent_since']}" if "absent_since" in told else ""
