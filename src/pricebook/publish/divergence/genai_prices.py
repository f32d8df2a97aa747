"""genai-prices' catalogue: providers with models, amounts in US dollars for a million tokens, an hour, a thousand ...

What holds on a day is told from the dates that stand at prices. A model goes by its id and by the names that it equals;
what it is told by besides, the beginning or a part of a name, is that tool's guess and none of ours.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pricebook.publish.divergence.theirs import TheirAmount, TheirModel, TheirPrice, Theirs, Unsayable, amount_of, tiers

NAME = "genai-prices"
_ONE, _THOUSAND, _HOUR = Decimal(1), Decimal(1000), Decimal(3600)
_TOKENS_THERE = ("1M tokens", "1M tokens", _ONE)
_FIELDS: Mapping[str, tuple[str, tuple[str, str, Decimal], Mapping[str, Any]]] = {
    "input_mtok": ("input", _TOKENS_THERE, {}),
    "output_mtok": ("output", _TOKENS_THERE, {}),
    "cache_read_mtok": ("cache_read", _TOKENS_THERE, {}),
    "cache_write_mtok": ("cache_write", _TOKENS_THERE, {}),
    "cache_write_1h_mtok": ("cache_write", _TOKENS_THERE, {"cache_ttl": 3600}),
    "input_audio_mtok": ("input", _TOKENS_THERE, {"modality": "audio"}),
    "output_audio_mtok": ("output", _TOKENS_THERE, {"modality": "audio"}),
    "cache_audio_read_mtok": ("cache_read", _TOKENS_THERE, {"modality": "audio"}),
    "input_image_mtok": ("input", _TOKENS_THERE, {"modality": "image"}),
    "output_image_mtok": ("output", _TOKENS_THERE, {"modality": "image"}),
    "cache_image_read_mtok": ("cache_read", _TOKENS_THERE, {"modality": "image"}),
    "input_video_mtok": ("input", _TOKENS_THERE, {"modality": "video"}),
    "output_video_mtok": ("output", _TOKENS_THERE, {"modality": "video"}),
    "input_mchars": ("text", ("1M characters", "1M characters", _ONE), {}),
    "audio_hours": ("audio", ("hour", "second", _HOUR), {}),
    "input_audio_hours": ("audio", ("hour", "second", _HOUR), {}),
    "requests_kcount": ("request", ("1K requests", "request", _THOUSAND), {}),
    "web_searches_kcount": ("search", ("1K searches", "search", _THOUSAND), {}),
}
"""The meter; their unit, ours, and how many of ours one of theirs is; the conditions."""
_VARIANTS = {
    ("processing", "batch"): "batch", ("processing", "priority"): "priority", ("processing", "flex"): "flex",
    ("service_tier", "priority"): "priority", ("service_tier", "flex"): "flex",
}  # fmt: skip
"""By what a variant is for, the mode."""
_AT_HOURS = "it holds at certain hours alone"

Told = Mapping[str, Any]


def is_genai(told: Any) -> bool:
    """Whether JSON is of this form: its list of providers, alone or under that name."""
    listed = told.get("providers") if isinstance(told, dict) else told
    return isinstance(listed, list) and bool(listed) and all(_is_provider(each) for each in listed)


def _is_provider(told: Any) -> bool:
    return isinstance(told, dict) and "id" in told and isinstance(told.get("models"), list)


def of_genai(told: Any, source: str, day: str) -> Theirs:
    """The catalogue as it holds on the day; amounts have to be Decimal, or text."""
    listed = told["providers"] if isinstance(told, dict) else told
    return Theirs(
        NAME, source, [_genai_model_of(each["id"], model, day) for each in listed for model in each["models"]]
    )


def _genai_model_of(provider: str, model: Told, day: str) -> TheirModel:
    names = list(dict.fromkeys([model["id"], *_equal_names(model.get("match") or {})]))
    told = [*_prices_of_model(model, day)]
    prices = [each for each in told if isinstance(each, TheirPrice)]
    return TheirModel(provider, names, prices, [each for each in told if isinstance(each, Unsayable)])


def _equal_names(match: Told) -> Iterator[str]:
    """The whole names that a model is told by."""
    if "equals" in match:
        yield match["equals"]
    for each in match.get("or") or match.get("or_") or ():
        yield from _equal_names(each)


def _prices_of_model(model: Told, day: str) -> Iterator[TheirPrice | Unsayable]:
    prices, others = _in_force(model.get("prices") or {}, day)
    yield from others
    yield from _of_prices(prices, {})
    variants: dict[str, list[Told]] = {}
    for each in model.get("price_variants") or ():
        when = each.get("when") or {}
        mode = next((_VARIANTS.get(each) for each in when.items() if len(when) == 1), None)
        if mode is None:
            said = ", ".join(f"{name} {value}" for name, value in sorted(when.items()))
            yield Unsayable("price_variants", f"a price of its own when {said}: it has no word here")
        else:
            variants.setdefault(mode, []).append(each)
    for mode, own in variants.items():
        prices, others = _in_force(own, day)
        yield from others
        yield from _of_prices(prices, {"mode": mode})


def _in_force(listed: Any, day: str) -> tuple[Told, list[Unsayable]]:
    """Of prices that stand one for the other, the last one that has begun; what is told by more than a day is said."""
    if isinstance(listed, dict):
        return listed, []
    found: Told = {}
    unsayable = []
    for each in listed:
        constraint = each.get("constraint")
        if constraint and set(constraint) - {"start_date", "type"}:
            unsayable.append(Unsayable("prices", _AT_HOURS))
        elif not constraint or str(constraint["start_date"]) <= day:
            found = each["prices"]
    return found, unsayable


def _of_prices(prices: Told, chosen: Mapping[str, Any]) -> Iterator[TheirPrice | Unsayable]:
    lives_long = "cache_write_1h_mtok" in prices
    for field, value in prices.items():
        if value is None:
            continue
        if field not in _FIELDS:
            yield Unsayable(field, "what it counts has no word here")
            continue
        meter, (per, unit, scale), conditions = _FIELDS[field]
        implied = {"cache_ttl": 300} if lives_long and field == "cache_write_mtok" else {}
        steps = _tier_steps(value)
        for (_, amount), bounds in zip(steps, tiers([above for above, _ in steps]), strict=True):
            printed = TheirAmount(amount, "USD", per)
            stated = {**conditions, **bounds, **chosen}
            service = "tool" if meter == "search" else "inference"
            yield TheirPrice(meter, printed, unit, scale, field, stated, service, implied)


def _tier_steps(value: Any) -> Sequence[tuple[int, Decimal]]:
    """Above how many tokens which amount holds."""
    if not isinstance(value, dict):
        return [(0, amount_of(value))]
    return [(0, amount_of(value["base"])), *((int(tier["start"]), amount_of(tier["price"])) for tier in value["tiers"])]
