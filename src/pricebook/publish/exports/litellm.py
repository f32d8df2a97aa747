"""`litellm.json`: a dict from model to fields, for `litellm.register_model`.

What litellm would take one of its keys for is popped from `litellm.model_cost` first (docs/exports.md): else tiers,
hours and cache prices of litellm's own stay beside ours. A name that ends in a day is registered as the name without
it, where that one is known. So it stands before that one; and where that one is not ours, it may be litellm's, whose
price would change, and the dated one is left out.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pricebook.publish.documents import Content, object_of
from pricebook.publish.exports.encoding import encoded
from pricebook.publish.exports.export import Catalogue, Piece
from pricebook.publish.exports.format import ToolFormat
from pricebook.publish.exports.ledger import Ledger
from pricebook.publish.exports.offers import Offer, alone, parameters, whole
from pricebook.units import EXACT

NAME = "litellm"
UNKNOWN = "openai"
"""The provider of a model whose provider litellm does not know: one that speaks its protocol."""

_RATES = {
    "input": "input_cost_per_token",
    "output": "output_cost_per_token",
    "cache_read": "cache_read_input_token_cost",
    "cache_write": "cache_creation_input_token_cost",
}
_DAY = re.compile(r"-[0-9]{4}-[0-9]{2}-[0-9]{2}$")
_ENDLESS = 10**12
"""A tier has two bounds; above the last one litellm takes the last tier."""
_TASKS = {None: "image_generation", "text-to-image": "image_generation", "image-to-image": "image_edit"}
"""The mode that says of a task what the price's condition says."""

Fields = dict[str, Any]


def _litellm_rows(own: Catalogue, called: str, ledger: Ledger) -> Iterable[Piece]:
    held: set[str] = set()
    for offer in sorted(own.offers, key=lambda offer: offer.model):
        known = own.spelled(offer.provider, NAME) == called
        key = "/".join([*([] if known else [UNKNOWN]), called, offer.model])
        if _DAY.search(key) and _DAY.sub("", key) not in held:
            ledger.leave(
                (*offer.tokens, *offer.beside), "the format takes it for the model of that name without the day"
            )
            continue
        told = _token_fields(offer, ledger) or _of_images(offer, ledger) or _of_seconds(offer, ledger)
        if told:
            held.add(key)
            yield Piece(key, encoded({"litellm_provider": key.partition("/")[0], "source": offer.page, **told}))


def _litellm_files(rows: Sequence[Piece]) -> Mapping[str, Content]:
    latest_first = sorted(((row.key, [row.data]) for row in rows), reverse=True)
    return {"litellm.json": object_of(latest_first)}


litellm = ToolFormat(NAME, _litellm_rows, _litellm_files)
"""Tokens in tiers, batches, images and seconds of video, in US dollars for one of each."""


def _token_fields(offer: Offer, ledger: Ledger) -> Fields | None:
    if reason := whole(offer.ladder):
        ledger.leave(offer.tokens, reason)
        return None
    steps = ledger.in_dollars(offer.ladder)
    if not steps:
        return None
    row: Fields = {"mode": "chat", **_litellm_rates(steps[0].amounts)}
    if len(steps) > 1:
        row["tiered_pricing"] = [
            {"range": [step.above, step.upto or _ENDLESS], **_litellm_rates(step.amounts)} for step in steps
        ]  # fmt: skip
    return row | _of_batches(offer, ledger)


def _of_batches(offer: Offer, ledger: Ledger) -> Fields:
    if whole(offer.batch):
        return {}
    row: Fields = {}
    for step in ledger.in_dollars(offer.batch):
        above = f"_above_{step.above}_tokens" if step.above else ""
        row |= {f"{field}{above}_batches": rate for field, rate in _litellm_rates(step.amounts).items()}
    return row


def _litellm_rates(amounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """US dollars for one token. A cache without a price is billed as input, which is told so that no default holds."""
    return {field: amounts.get(meter, amounts["input"]).scaleb(-6, EXACT) for meter, field in _RATES.items()}


def _of_images(offer: Offer, ledger: Ledger) -> Fields | None:
    price = alone(offer)
    if price is None or price["unit"] != "image" or parameters(price).keys() - {"task"}:
        return None
    task = price["conditions"].get("task")
    if not isinstance(task, str | None) or task not in _TASKS:
        return None
    dollars = ledger.dollars(price)
    if dollars is None:
        return None
    ledger.take([price], dollars.how, f"task={task}: the mode says it" if task else "")
    return {"mode": _TASKS[task], "output_cost_per_image": dollars.amount}


def _of_seconds(offer: Offer, ledger: Ledger) -> Fields | None:
    price = alone(offer)
    if price is None or (price["meter"], price["unit"]) != ("video", "second") or parameters(price):
        return None
    dollars = ledger.dollars(price)
    if dollars is None:
        return None
    ledger.take([price], dollars.how)
    return {"mode": "video_generation", "output_cost_per_second": dollars.amount}
