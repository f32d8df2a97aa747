"""Whether this machine's clock and the servers' agree: what is seen is dated by it for good."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from pricebook.calendar import header_time
from pricebook.errors import ClockWrong, ServersClock

MOST = timedelta(days=1)
"""How far the two may be apart."""


class Clocks:
    """What the servers of one run say of the time. Several threads may tell it at once."""

    def __init__(self) -> None:
        self._agree: set[str] = set()
        self._differ: dict[str, str] = {}

    def hear(self, headers: Mapping[str, str], now: datetime, url: str) -> None:
        """Keeps what the answer says; raises ServersClock if it was made long before or after now."""
        says = _answered_at(headers)
        if says is None:
            return
        host = urlsplit(url).netloc
        if abs(says - now) <= MOST:
            self._agree.add(host)
            return
        self._differ[host] = told = f"{url}: its server's clock says {says.date()}, this machine's {now.date()}"
        message = f"{told}. Nothing that it sends is dated: wait until it is right, or set this machine's clock."
        raise ServersClock(message)

    @property
    def vouched(self) -> bool:
        """Whether a server agrees with this machine's clock."""
        return bool(self._agree)

    def settle(self) -> None:
        """Once all were asked: raises ClockWrong if servers tell another time and none agrees with this machine."""
        if self._differ and not self._agree:
            told = next(iter(self._differ.values()))
            message = (
                f"{told}, and no server agrees with this machine. Nothing was written down: set its clock, or wait."
            )
            raise ClockWrong(message)


def _answered_at(headers: Mapping[str, str]) -> datetime | None:
    """When the answer was made, and how long a copy of it was kept since (`Age`), as far as it can be understood."""
    made = header_time(headers.get("Date", ""))
    try:
        return made + timedelta(seconds=int(headers.get("Age", "0"))) if made else None
    except (ValueError, OverflowError):
        return None
