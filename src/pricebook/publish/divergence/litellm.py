"""litellm's catalogue: a dict from model to fields, amounts in US dollars for one token, image, second ...

A field that tells of a cost and is not in the tables here is said, never passed over.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pricebook.publish.divergence.theirs import TheirAmount, TheirModel, TheirPrice, Theirs, Unsayable, amount_of, tiers

NAME = "litellm"
_ONE, _MILLIONTH = Decimal(1), Decimal("0.000001")
_TOKENS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "input_cost_per_token": ("input", {}),
    "output_cost_per_token": ("output", {}),
    "cache_read_input_token_cost": ("cache_read", {}),
    "input_cost_per_token_cache_hit": ("cache_read", {}),
    "cache_creation_input_token_cost": ("cache_write", {}),
    "input_cost_per_audio_token": ("input", {"modality": "audio"}),
    "output_cost_per_audio_token": ("output", {"modality": "audio"}),
    "cache_read_input_audio_token_cost": ("cache_read", {"modality": "audio"}),
    "input_cost_per_image_token": ("input", {"modality": "image"}),
    "output_cost_per_image_token": ("output", {"modality": "image"}),
    "cache_read_input_image_token_cost": ("cache_read", {"modality": "image"}),
    "input_cost_per_video_token": ("input", {"modality": "video"}),
    "output_cost_per_video_token": ("output", {"modality": "video"}),
}
"""Fields of tokens: the meter, and what the tokens are of."""
_MODES = {"batches": "batch", "priority": "priority", "flex": "flex"}
_TOKEN_FIELD = re.compile(
    rf"(?P<base>{'|'.join(_TOKENS)})(?:_above_(?P<hours>[0-9]+)hr)?(?:_above_(?P<above>[0-9]+k?)_tokens)?"
    rf"(?:_(?P<mode>{'|'.join(_MODES)}))?"
)
_COUNTED: Mapping[tuple[str, str], tuple[str, str, str, Decimal]] = {
    ("output_cost_per_image", "image_generation"): ("image", "image", "image", _ONE),
    ("output_cost_per_image", "image_edit"): ("image", "image", "image", _ONE),
    ("input_cost_per_image", "image_generation"): ("image", "image", "image", _ONE),
    ("output_cost_per_second", "video_generation"): ("video", "second", "second", _ONE),
    ("output_cost_per_video_per_second", "video_generation"): ("video", "second", "second", _ONE),
    ("input_cost_per_second", "audio_transcription"): ("audio", "second", "second", _ONE),
    ("input_cost_per_character", "audio_speech"): ("text", "character", "1M characters", _MILLIONTH),
}
"""By the field and the model's mode, which alone says what is meant: the meter, their unit, ours, what part of it."""
_TASKS_OF_MODES = {"image_generation": {"task": "text-to-image"}, "image_edit": {"task": "image-to-image"}}
"""What a model's mode says of the task."""
_RESOLUTION = re.compile(r"(?P<base>output_cost_per_(?:second|image))_(?P<resolution>[0-9]+p|[0-9]k)", re.IGNORECASE)
_NO_WORD = "what it counts has no word here"
_OF_MONEY = re.compile("cost|pric")
_SEARCH = "search_context_cost_per_query"
_FIVE_MINUTES = {"cache_ttl": 300}
"""How long a cache lives that a field without hours is of, where another field is of one that lives for hours."""

Row = Mapping[str, Any]


def is_litellm(told: Any) -> bool:
    """Whether JSON is of this form."""
    return isinstance(told, dict) and any(isinstance(row, dict) and "litellm_provider" in row for row in told.values())


def of_litellm(told: Mapping[str, Any], source: str) -> Theirs:
    """The catalogue; amounts have to be Decimal."""
    rows = ((key, row) for key, row in told.items() if isinstance(row, dict) and key != "sample_spec")
    models: dict[tuple[str, str], list[TheirModel]] = {}
    for key, row in rows:
        model = _litellm_model(key, row)
        alike = models.setdefault((model.provider, model.name), [])
        if model not in alike:  # many stand there twice, with and without the provider before the name
            alike.append(model)
    return Theirs(NAME, source, [model for alike in models.values() for model in alike])


def _litellm_model(key: str, row: Row) -> TheirModel:
    head, slash, rest = key.partition("/")
    provider = str(row.get("litellm_provider") or "")
    # Several kinds of a provider's models, such as `vertex_ai-mistral_models`, have its own id before the name.
    if slash and (head == provider or provider.startswith(f"{head}-")):
        provider, key = head, rest
    told = [*_prices_of_row(row)]
    prices = [each for each in told if isinstance(each, TheirPrice)]
    return TheirModel(provider, [key], prices, [each for each in told if isinstance(each, Unsayable)])


def _prices_of_row(row: Row) -> Iterator[TheirPrice | Unsayable]:
    tiered = row.get("tiered_pricing")
    tiered = tiered if isinstance(tiered, list) and all(isinstance(tier, dict) for tier in tiered) else []
    edges = _edges(row)
    in_tiers = {field for tier in tiered for field in tier}
    for field, value in row.items():
        if field == "tiered_pricing" and tiered:
            for tier in tiered:
                yield from _prices_of_tier(tier)
        elif field == _SEARCH and isinstance(value, dict) and all(map(_is_number, value.values())):
            yield from _searches(value)
        elif _OF_MONEY.search(field) and not (field in _TOKENS and field in in_tiers):  # there the tiers count
            if _is_number(value):
                yield _price_of_field(field, amount_of(value), row, edges)
            else:
                yield Unsayable(field, "no number: what it says has no word here")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _prices_of_tier(tier: Row) -> Iterator[TheirPrice | Unsayable]:
    span = tier.get("range")
    for field, value in tier.items():
        if field == "range" or not _OF_MONEY.search(field):
            continue
        told = f"tiered_pricing {field}"
        if field not in _TOKENS:
            yield Unsayable(told, _NO_WORD)
        elif not _is_span(span) or not _is_number(value):
            yield Unsayable(told, "its tier has no word here")
        else:
            low, high = map(int, span)  # type: ignore[arg-type]  # `_is_span` has looked
            meter, conditions = _TOKENS[field]
            bounds = {"input_tokens": {**({"gt": low} if low else {}), "lte": high}}
            yield _of_a_token(meter, amount_of(value), told, {**conditions, **bounds})


def _is_span(span: Any) -> bool:
    return isinstance(span, list) and len(span) == 2 and all(map(_is_number, span))


def _searches(told: Row) -> Iterator[TheirPrice]:
    sizes = {size.removeprefix("search_context_size_"): amount_of(cost) for size, cost in told.items()}
    alike = len(set(sizes.values())) == 1
    for size, cost in list(sizes.items())[: 1 if alike else None]:
        conditions = {} if alike else {"search_context": size}
        yield TheirPrice("search", TheirAmount(cost, "USD", "search"), "search", _ONE, _SEARCH, conditions, "tool")


def _edges(row: Row) -> Mapping[tuple[str, str | None, str | None], list[int]]:
    """By the field without its tier: above how many tokens its tiers begin."""
    found: dict[tuple[str, str | None, str | None], set[int]] = {}
    for field in row:
        if match := _TOKEN_FIELD.fullmatch(field):
            key = match["base"], match["hours"], match["mode"]
            found.setdefault(key, {0}).add(_bound_of_field(match["above"]))
    return {key: sorted(edges) for key, edges in found.items()}


def _bound_of_field(written: str | None) -> int:
    """A bound in tokens, as the name of a field has it: `128k`, `32000`."""
    number = written or "0"
    return int(number[:-1]) * 1000 if number.endswith("k") else int(number)


def _price_of_field(field: str, amount: Decimal, row: Row, edges: Mapping[Any, list[int]]) -> TheirPrice | Unsayable:
    if match := _TOKEN_FIELD.fullmatch(field):
        base, hours, mode = match.group("base", "hours", "mode")
        meter, conditions = _TOKENS[base]
        own = edges[base, hours, mode]
        bounds = list(tiers(own))[own.index(_bound_of_field(match["above"]))]
        lives = {"cache_ttl": int(hours) * 3600} if hours else {}
        chosen = {"mode": _MODES[mode]} if mode else {}
        told = _of_a_token(meter, amount, field, {**conditions, **bounds, **lives, **chosen})
        beside_hours = not hours and any(other == base and longer for other, longer, _ in edges)
        return told._replace(implied=_FIVE_MINUTES) if beside_hours else told
    resolution = _RESOLUTION.fullmatch(field)
    known = _COUNTED.get((resolution["base"] if resolution else field, str(row.get("mode"))))
    if known is None:
        return Unsayable(field, _NO_WORD)
    meter, per, unit, scale = known
    sizes = {"resolution": resolution["resolution"].upper()} if resolution else {}
    implied = _TASKS_OF_MODES.get(str(row.get("mode")), {})
    return TheirPrice(meter, TheirAmount(amount, "USD", per), unit, scale, field, sizes, implied=implied)


def _of_a_token(meter: str, amount: Decimal, field: str, conditions: Mapping[str, Any]) -> TheirPrice:
    return TheirPrice(meter, TheirAmount(amount, "USD", "token"), "1M tokens", _MILLIONTH, field, conditions)
