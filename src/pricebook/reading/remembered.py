"""What was worked out for a table, for when the same table is read again in the same surroundings.

A page is read twice when it is stored: as it came, and as it is kept. Its tables are the same objects in both.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar, cast

from pricebook.reading.document import Table

T = TypeVar("T")


class Remembered:
    """Results by the table that they are of and by all that they depend on besides it."""

    def __init__(self) -> None:
        self._known: defaultdict[int, list[tuple[Table, object, Any]]] = defaultdict(list)

    def of(self, table: Table, given: object, work: Callable[[], T]) -> T:
        """The result of the work, which is done once for the table wherever `given` is equal.

        >>> remembered, table = Remembered(), Table(("a",), ())
        >>> [remembered.of(table, given, lambda: print("worked")) for given in ("x", "y", "x")]
        worked
        worked
        [None, None, None]
        """
        known = self._known[id(table)]
        for _, before, result in known:
            if before == given:
                return cast("T", result)
        result = work()
        known.append((table, given, result))
        return result
