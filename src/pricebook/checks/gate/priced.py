"""What the gate asks of a price: any record that has it will do, also one that is no pydantic model."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol, TypeVar


class PrintedUnit(Protocol):
    """What the page prints for it."""

    @property
    def unit(self) -> str | None:
        """The page's unit in our words."""


class Sold(Protocol):
    """What a price is of."""

    @property
    def model(self) -> str:
        """As of a price."""

    @property
    def service(self) -> str:
        """As of a price."""

    @property
    def meter(self) -> str:
        """As of a price."""

    @property
    def conditions(self) -> Mapping[str, Any]:
        """As of a price."""


class Priced(Sold, Protocol):
    """A price, as far as it can be doubted."""

    @property
    def id(self) -> str:
        """As of a price."""

    @property
    def unit(self) -> str | None:
        """As of a price."""

    @property
    def currency(self) -> str:
        """As of a price."""

    @property
    def amount(self) -> Decimal:
        """As of a price."""

    @property
    def free(self) -> bool:
        """As of a price."""

    @property
    def listed(self) -> PrintedUnit:
        """As of a price."""

    @property
    def effective_from(self) -> str | None:
        """As of a price."""

    @property
    def effective_until(self) -> str | None:
        """As of a price."""


P = TypeVar("P", bound=Priced)
