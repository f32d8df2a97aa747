"""What a divergence comes to: in lines for people, and as a page of Markdown for the summary of a job."""

from collections.abc import Iterator, Sequence

from pricebook.publish.divergence.outcomes import Divergence, DivergenceLine
from pricebook.publish.divergence.telling import line_for_people
from pricebook.publish.escaping import link, plain, ticked
from pricebook.units import text

_SAID = {
    "differs": "differ", "equal": "equal", "rounded": "equal but for rounding",
    "other-offer": "the page's of another offer", "only-theirs": "only theirs", "only-ours": "only the page's",
    "not-compared": "not compared",
}  # fmt: skip
_MOST = 100
"""Rows of a page of Markdown."""


def summary(found: Divergence) -> Iterator[str]:
    """What it comes to, a line each: models, prices, what was not compared and why, providers, rates, pages."""
    yield (
        f"{found.source} beside the pages as they were seen by {found.day}: {_of_models(len(found.models))} compared, "
        f"{found.in_step:,} of them without a difference; {len(found.only_theirs):,} only theirs, "
        f"{len(found.only_ours):,} only ours, {len(found.look_alikes):,} that only look alike"
    )
    yield "prices: " + ", ".join(f"{found.counts[kind]:,} {said}" for kind, said in _SAID.items())
    for why, number in found.reasons.items():
        yield f"not compared, {number:,}: {why}"
    known = ", ".join(own if own == called else f"{own} is {called} there" for own, called in found.providers.items())
    unknown = f"; no name of theirs is known of {', '.join(found.unknown)}" if found.unknown else ""
    named = [own for own, called_so in found.unknown.items() if called_so]
    hint = f" ({', '.join(named)} is an id there: if it is the same provider, its scraper says so in `elsewhere`)"
    others = f"; {len(found.others):,} of theirs, with {_of_models(sum(found.others.values()))}, not here"
    yield f"providers: {known or 'none'}{unknown}{hint if named else ''}{others if found.others else ''}"
    yield from dict.fromkeys(_rate_used(each) for each in found.prices if _rate_used(each))
    yield from dict.fromkeys(_page_seen(each) for each in found.prices if each.outcome == "differs")
    yield from found.ages


def _of_models(number: int) -> str:
    return f"{number:,} model{'' if number == 1 else 's'}"


def _rate_used(each: DivergenceLine) -> str:
    worth = each.converted
    if worth is None or worth.currency == worth.listed_currency:
        return ""
    return (
        f"1 {worth.listed_currency} = {text(worth.rate.value)} {worth.currency}, {worth.rate.source} {worth.rate.day}"
    )


def _page_seen(each: DivergenceLine) -> str:
    ours = each.ours or {}
    where = ours["where"]["address"] or ours["where"]["page"]
    return f"{each.provider}: {where}, seen on {ours.get('seen') or 'no known day'}"


def markdown(found: Divergence, kinds: Sequence[str]) -> str:
    """What it comes to, and the worst of it as a table; all cells are code, so nothing of a page is markup."""
    first, *others = summary(found)
    listed = [each for each in found.prices if each.outcome in kinds]
    lines = [f"**{plain(first)}**", "", *(f"- {plain(line)}" for line in others), ""]
    if listed:
        lines += ["| ratio | provider | model | price of | theirs | ours | the page's words | seen |", "|---" * 8 + "|"]
        lines += [_markdown_row(each) for each in listed[:_MOST]]
    if len(listed) > _MOST:
        lines.append(f"\n… and {len(listed) - _MOST:,} more.")
    return "\n".join(lines) + "\n"


def _markdown_row(each: DivergenceLine) -> str:
    shown = line_for_people(each)
    ours = each.ours
    address = (ours and ours["where"]["address"]) or ""
    seen = link((ours and ours.get("seen")) or "", address)
    so = f"{shown[6]} = {shown[5]}" if shown[5] else shown[6]
    return "| " + " | ".join([*map(ticked, (*shown[:5], so, shown[7])), seen]) + " |"
