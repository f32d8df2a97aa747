"""What can only be told of a cell once all of its prices are known."""

from collections.abc import Iterator, Sequence

from pricebook.phrases.atoms import Amount
from pricebook.phrases.measures import NotUnderstood
from pricebook.phrases.says import Says, both, shown


def with_facts(others: Sequence[Amount], amounts: Sequence[Amount]) -> Iterator[Amount]:
    """Amounts beside others in another unit, each with what is said of the one before it."""
    for other in others:
        before = [amount for amount in amounts if amount.start < other.start]
        if not before:
            message = "an amount in another unit, and no price before it"
            raise NotUnderstood(message)
        nearest = max(before, key=lambda amount: amount.start)
        yield other._replace(says=both(other.says, nearest.says._replace(measure=None)))


def refuse_shared_list(amounts: Sequence[Amount]) -> None:
    """`$1, $2 (text, image)` may list whose each price is, in their order."""
    several = {None, *(amount.says.measure for amount in amounts if len(amount.says.media) > 1)}
    if any(not amount.says.media and not amount.free and amount.says.measure in several for amount in amounts):
        message = "cannot tell whether a list in a bracket is of one price or of several in their order"
        raise NotUnderstood(message)


def refuse_denial(denied: Says, amounts: Sequence[Amount]) -> None:
    """`(4k output not supported)` behind prices says nothing of them only if each is for something else of its kind."""
    for name, value in denied.conditions:
        stated = [dict(amount.says.conditions).get(name, value) for amount in amounts]
        if any(value in (each if isinstance(each, tuple) else (each,)) for each in stated):
            message = f"cannot tell what is not offered: {shown(value)} of {name}"
            raise NotUnderstood(message)
