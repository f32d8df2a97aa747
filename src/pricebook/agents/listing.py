"""All prices of one model, and what is known of it that is no price to bill by."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pricebook.agents import answers, parts
from pricebook.agents.desk import UNANSWERED, AskedOffer, Desk, none_known, refusal, refused_of
from pricebook.agents.questions import AskedPrices
from pricebook.agents.telling import price_of, source_of
from pricebook.book import Price, UnknownModel
from pricebook.book.names import fold
from pricebook.run.ages import Ages


def listed_prices(desk: Desk, asked: AskedPrices) -> answers.PriceList:
    """The prices that fit, of now or of a day; where none is known of any offer, why."""
    release = desk.release()
    try:
        offers = desk.offers(asked.model, asked.provider, asked.at)
    except UNANSWERED as problem:
        return answers.PriceList(release=release, at=asked.at, refused=refusal(problem))
    found, refused = _found(desk, offers, asked.at)
    fitting = [price for price in found if _fits(price, asked)]
    ages, here = desk.ages(), fitting[asked.skip : asked.skip + asked.most]
    others = [] if asked.at else list(_without_price(desk, _names_of_model(desk, asked), ages, asked))
    return answers.PriceList(
        release=release,
        at=asked.at,
        refused=None if fitting else _why_none(asked, found, refused),
        prices=[price_of(price, ages, asked.at) for price in here],
        more=max(len(fitting) - asked.skip - len(here), 0),
        not_known=refused,
        others=others[: asked.most],
        others_more=max(len(others) - asked.most, 0),
    )


def _found(desk: Desk, offers: Sequence[AskedOffer], at: str | None) -> tuple[list[Price], list[parts.Refused]]:
    """The prices of these offers, and of which of them none is known."""
    found, refused = list[Price](), list[parts.Refused]()
    for offer in offers:
        try:
            found += desk.book.prices(offer.model, provider=offer.provider, at=at)
        except UNANSWERED as problem:
            refused.append(refused_of(offer, problem))
    return found, refused


def _why_none(asked: AskedPrices, found: Sequence[Price], refused: Sequence[parts.Refused]) -> parts.Refusal:
    """Why there are no prices: none is known, or what was asked for fits none of them."""
    if not found:
        return none_known(refused)
    kinds = sorted({f"{price.service} {price.meter}{'' if price.standard else ', not standard'}" for price in found})
    why = f"{asked.model!r} has {len(found)} prices, and none fits. They are of: {'; '.join(kinds)}."
    return parts.Refusal(kind="NotPriced", why=why)


def _fits(price: Price, asked: AskedPrices) -> bool:
    exact = (("service", asked.service), ("meter", asked.meter), ("standard", asked.standard))
    return all(value is None or getattr(price, name) == value for name, value in exact)


def _names_of_model(desk: Desk, asked: AskedPrices) -> set[tuple[str, str]]:
    """Who sells the model under which names, also where it is no longer sold."""
    try:
        alike = desk.book.alike(asked.model, provider=asked.provider)
    except UnknownModel:
        return set()
    at = None if asked.provider is None else fold(asked.provider)
    return {(each.provider, each.model) for each in alike if at in {None, fold(each.provider)}}


def _without_price(desk: Desk, names: set[tuple[str, str]], ages: Ages, asked: AskedPrices) -> Iterator[parts.NoPrice]:
    """What waits, what is absent, what cannot be said."""
    for provider in sorted({provider for provider, _ in names}):
        told = desk.file(f"providers/{provider}.json")
        for name in ("pending", "absent", "unsaid"):
            for record in told.get(name, ()):
                if (provider, record["model"]) in names and _is_asked(record, asked):
                    yield _no_price(name, record, ages)


def _is_asked(record: Mapping[str, Any], asked: AskedPrices) -> bool:
    meters = record.get("meters") or [record.get("meter")]
    service = record.get("service")
    return (asked.meter is None or asked.meter in meters) and (
        asked.service is None or service in {None, asked.service}
    )


def _no_price(name: str, record: Mapping[str, Any], ages: Ages) -> parts.NoPrice:
    why = "; ".join(record.get("reasons") or ()) or record.get("reason")
    quote = record["text"] if name == "unsaid" else record["listed"]["text"]
    return parts.NoPrice(
        kind=record["status"] if name == "absent" else name,
        why=why,
        id=record.get("id"),
        provider=record["provider"],
        model=record["model"],
        meters=record["meters"] if name == "unsaid" else [record["meter"]],
        conditions=record["conditions"],
        since=record.get("absent_since"),
        source=source_of(record, quote, ages),
    )
