"""What must hold for a price once its page was changed, and the verdict on what was read.

right      every price is as it must be, nothing else is read, nothing is left
qualified  as right, but a price carries words as printed, or another sign, in the place of a condition
loud       what was not read is said: unread, unsaid, in conflict, suspect, or the page is refused
SILENT     a price that the page does not state is told without a word, or one is missing and nothing says so
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from tests.mutations.program import Found, Told, frozen, plain

Verdict = Literal["right", "qualified", "loud", "SILENT"]


@dataclass(frozen=True)
class Want:
    """One price of the changed page, and the readings of it that are right."""

    forms: tuple[Told, ...] = ()
    other: Callable[[Told], bool] = lambda _: False
    """Whether this reading is not wrong either."""
    optional: bool = False
    """It may be missing without a word."""
    unread: bool = False
    """Unread is as right."""


Truth = Callable[[Told], Want]
"""What must hold for a price that the change touches."""


def same(price: Told) -> Want:
    """It stays as it was."""
    return Want((price,))


def refused(_: Told) -> Want:
    """It must not be read: its amount is no longer the price."""
    return Want()


def gone(_: Told) -> Want:
    """The page no longer states it."""
    return Want(optional=True)


def becomes(conditions: dict[str, Any] | None = None, *, times: Decimal | int = 1, **fields: Any) -> Truth:
    """The same with these conditions besides, its amount multiplied, and these fields in the place of its own."""

    def truth(price: Told) -> Want:
        stated = frozen(conditions or {})
        merged = tuple(sorted({**dict(price.conditions), **dict(stated)}.items()))
        amount = plain(format(Decimal(price.amount) * times, "f"))
        return Want((price._replace(**{"conditions": merged, "amount": amount, **fields}),))

    return truth


def never(*may: str) -> Truth:
    """Not as before: a condition, a date, a promotion or one of these fields must tell it from what it was."""

    def truth(price: Told) -> Want:
        def told_apart(found: Told) -> bool:
            given = [f for f in ("model", "service", "meter", "unit", "currency", "amount") if f not in may]
            stated = set(found.conditions) >= set(price.conditions)
            return stated and found != price and all(getattr(found, f) == getattr(price, f) for f in given)

        return Want((), told_apart)

    return truth


def either(*truths: Truth) -> Truth:
    """One or the other."""

    def truth(price: Told) -> Want:
        wants = [each(price) for each in truths]
        forms = tuple(form for want in wants for form in want.forms)
        return Want(forms, lambda found: any(want.other(found) for want in wants), any(want.optional for want in wants))

    return truth


as_printed = never()
"""Words that the vocabulary has no name for."""


def bounded(price: Told) -> Want:
    """A bound besides; a price that has one may have the same."""
    return (either(same, as_printed) if any(name.endswith("_tokens") for name, _ in price.conditions) else as_printed)(
        price
    )


def qualified(found: Told, want: Want) -> bool:
    """The same price, with words as printed in the place of conditions or dates that it lacks."""
    return bool(found.printed) and any(
        found[:6] == form[:6]
        and set(found.conditions) <= set(form.conditions)
        and found.effective_from in {None, form.effective_from}
        and found.effective_until in {None, form.effective_until}
        for form in want.forms
    )


def matched(
    found: Iterable[Told], wants: Iterable[Want], before: Container[Told]
) -> tuple[list[Told], list[Want], bool]:
    """The prices that nothing wants, the wants that nothing meets, and whether some are met only in a way of theirs.

    A price that stood so `before` the change is no other reading of anything.
    """
    left, rest = list(wants), list[Told]()
    exact: defaultdict[Told, list[Want]] = defaultdict(list)
    for want in left:
        for form in want.forms:
            exact[form].append(want)
    met = set[int]()
    for price in found:
        wanted = next((want for want in exact[price] if id(want) not in met), None)
        if wanted is None:
            rest.append(price)
        else:
            met.add(id(wanted))
    left = [want for want in left if id(want) not in met]
    soft = False
    for how in (qualified, lambda price, want: price not in before and want.other(price)):
        for price in list(rest):
            wanted = next((want for want in left if how(price, want)), None)
            if wanted is not None:
                left = [want for want in left if want is not wanted]
                rest.remove(price)
                soft = True
    return rest, left, soft


class Judged(NamedTuple):
    """A verdict and its reason."""

    verdict: Verdict
    why: str


def judge(found: Found | None, wants: Sequence[Want], known: Found, page: str) -> Judged:
    """The verdict on what was read, None if the page was refused; `known` is what is said of the page unchanged."""
    if found is None:
        return Judged("loud", "refused")
    text = "".join(page.split())
    invented = [word for price in found.prices for word in price.printed if "".join(word.split()) not in text]
    if invented:
        return Judged("SILENT", f"as printed, but not on the page: {invented[0]}")
    extra, left, soft = matched(found.prices, wants, set(known.prices))
    left = [want for want in left if not (want.optional or want.unread)]
    said = len(found.said) - sum(1 for reason in known.said if reason in found.said)
    wrong = [price for price in extra if price not in found.flagged]
    if wrong:
        return Judged("SILENT", f"told: {wrong[0]}")
    if left and not said and not extra:
        return Judged("SILENT", f"missing: {left[0].forms[0] if left[0].forms else 'without a word'}")
    if left or extra or (said and not any(want.unread for want in wants)):
        return Judged("loud", found.said[0] if found.said else "suspect")
    return Judged("qualified" if soft else "right", "")
