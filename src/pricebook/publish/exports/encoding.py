"""How an export is written: the same bytes for the same prices, numbers as exact decimal text."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pricebook.publish.documents import Content, compact, document_of, listed, rows
from pricebook.publish.exports.export import Loss


def plain(amount: Decimal) -> str:
    """The amount without exponent and without trailing zeros.

    >>> plain(Decimal("1.50E-7")), plain(Decimal("100")), plain(Decimal("0.00"))
    ('0.00000015', '100', '0')
    """
    text = format(amount, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def encode(content: Any, lines: int, *, sort: bool = True) -> bytes:
    """JSON in UTF-8, its keys sorted or as they are given; what is inside so many brackets has a line of its own.

    >>> print(encode({"b": [Decimal("0.10"), "2"], "a": None}, lines=1).decode(), end="")
    {
    "a":null,
    "b":[0.1,"2"]
    }
    """
    return encoded(content, lines, sort=sort) + b"\n"


def encoded(content: Any, lines: int = 0, *, sort: bool = True) -> bytes:
    """The same without the end of its last line."""
    return _json_text(content, lines, sort=sort).encode()


def loss_rows(losses: Iterable[Loss]) -> bytes:
    """What is not said of a price, one reservation a line, and in which `exports`; sorted."""
    told: dict[tuple[Any, ...], set[str]] = {}
    for loss in losses:
        told.setdefault((loss.provider, loss.model, loss.meter, loss.id, loss.held, loss.what), set()).add(loss.export)
    names = ("provider", "model", "meter", "id", "held", "what")
    return rows({**dict(zip(names, key, strict=True)), "exports": sorted(told[key])} for key in sorted(told))


def losses_file(parts: Iterable[bytes]) -> Content:
    """`losses.json`, from the rows of each provider."""
    return document_of({"losses": listed(parts)})


def _json_text(value: Any, lines: int, *, sort: bool) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Mapping):
        names = sorted(value) if sort else value
        pairs = (f"{compact(name).decode()}:{_json_text(value[name], lines - 1, sort=sort)}" for name in names)
        return _bracketed("{", pairs, "}", lines)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _bracketed("[", (_json_text(each, lines - 1, sort=sort) for each in value), "]", lines)
    return compact(value).decode()


def _bracketed(begin: str, parts: Iterable[str], end: str, lines: int) -> str:
    inside = list(parts)
    if lines <= 0 or not inside:
        return f"{begin}{','.join(inside)}{end}"
    return begin + "\n" + ",\n".join(inside) + "\n" + end
