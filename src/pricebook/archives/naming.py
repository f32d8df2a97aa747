"""The day or the time that a file's name carries."""

import re

from pricebook.errors import UsageError

_DAY = r"(?P<y>[0-9]{4})(?P<dash>-?)(?P<m>0[1-9]|1[0-2])(?P=dash)(?P<d>0[1-9]|[12][0-9]|3[01])"
_TIME = r"[T_ -]?(?P<H>[01][0-9]|2[0-3])[:-]?(?P<M>[0-5][0-9])[:-]?(?P<S>[0-5][0-9])(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?"
_STAMP = re.compile(rf"(?<![0-9]){_DAY}(?:{_TIME})?(?![0-9])")
_EXAMPLES = "2025-03-07.html, 20250307T101112Z.html"


def moment_in(name: str) -> str:
    """The day, or the time with its offset, that stands in the name; raises UsageError if none or several do.

    >>> moment_in("2025-03-07.html"), moment_in("acme-20250307T101112Z.html")
    ('2025-03-07', '2025-03-07T10:11:12+00:00')
    """
    found = list(_STAMP.finditer(name))
    if len(found) != 1:
        message = f"{name}: its name carries {'several days' if found else 'no day'}. Call it so: {_EXAMPLES}."
        raise UsageError(message)
    stamp = found[0]
    day = f"{stamp['y']}-{stamp['m']}-{stamp['d']}"
    if stamp["H"] is None:
        return day
    if stamp["zone"] is None:
        message = f"{name}: its name carries a time without an offset. Call it so: {_EXAMPLES}."
        raise UsageError(message)
    zone = "+00:00" if stamp["zone"] == "Z" else f"{stamp['zone'][:3]}:{stamp['zone'][-2:]}"
    return f"{day}T{stamp['H']}:{stamp['M']}:{stamp['S']}{zone}"
