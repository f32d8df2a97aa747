"""Files in the form of the European Central Bank's, typed by hand: their rates are examples, and none was recorded."""

from collections.abc import Mapping

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject>
<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
<Cube>
"""
_END = "</Cube>\n</gesmes:Envelope>\n"
Days = Mapping[str, Mapping[str, str]]

WEEKS: Days = {
    "2026-07-29": {"USD": "1.1400", "CNY": "7.8000", "JPY": "180.10"},
    "2026-07-30": {"USD": "1.1450", "CNY": "7.9000", "JPY": "181.20"},
    "2026-07-31": {"USD": "1.1500", "CNY": "8.0000", "JPY": "182.30"},
    "2026-08-03": {"USD": "1.1600", "CNY": "8.1000", "JPY": "183.40"},
    "2026-08-04": {"USD": "1.1700", "CNY": "8.2000"},
}
"""The last three days of a month, a weekend, and two days of the next; the yen has no rate on the last one."""


def file_of(days: Days = WEEKS) -> bytes:
    """The bank's file of these days, the latest first as it prints them, a line for each rate."""
    lines = []
    for day in sorted(days, reverse=True):
        rates = "".join(f'<Cube currency="{each}" rate="{rate}"/>\n' for each, rate in days[day].items())
        lines.append(f'<Cube time="{day}">\n{rates}</Cube>\n')
    return f"{_HEAD}{''.join(lines)}{_END}".encode()
