"""Whether this machine's clock and the servers' agree: what is seen is dated by it for good."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from pricebook.errors import ClockWrong

MOST = timedelta(days=1)
"""How far the two may be apart."""


def compare(headers: Mapping[str, str], now: datetime, url: str) -> None:
    """Raises ClockWrong if the answer was made long before or after now; `Age` tells how long a copy was kept."""
    try:
        made = parsedate_to_datetime(headers["Date"])
        kept = timedelta(seconds=int(headers.get("Age", "0")))
        says = (made if made.tzinfo else made.replace(tzinfo=UTC)) + kept
    except (LookupError, ValueError, TypeError, OverflowError):
        return
    if abs(says - now) > MOST:
        message = (
            f"{url}: its server's clock says {says.date()}, this machine's {now.date()}. Nothing was dated by either: "
            "set this machine's clock, or wait for the server's."
        )
        raise ClockWrong(message)
