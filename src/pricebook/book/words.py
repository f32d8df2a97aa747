"""The words of a question: what can be counted, and which conditions a caller can state."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

Counted = tuple[tuple[str, ...], "str | None"]

COUNTED: Mapping[str, Counted] = {
    "input_tokens": (("input",), "1M tokens"),
    "cached_tokens": (("cache_read",), "1M tokens"),
    "cache_write_tokens": (("cache_write",), "1M tokens"),
    "output_tokens": (("output",), "1M tokens"),
    "cache_token_hours": (("cache_storage",), "1M tokens-hour"),
    "characters": (("text",), "1M characters"),
    "images": (("image",), "image"),
    "megapixels": (("image",), "megapixel"),
    "videos": (("video",), "video"),
    "video_tokens": (("video",), "1M tokens"),
    "video_seconds": (("video",), "second"),
    "video_minutes": (("video",), "minute"),
    "video_hours": (("video",), "hour"),
    "audio_tokens": (("audio",), "1M tokens"),
    "audio_seconds": (("audio",), "second"),
    "audio_minutes": (("audio",), "minute"),
    "audio_hours": (("audio",), "hour"),
    "seconds": (("video", "audio", "request"), "second"),
    "minutes": (("video", "audio", "request"), "minute"),
    "requests": (("request",), "request"),
    "sessions": (("request",), "session"),
    "searches": (("search",), "search"),
    "pages": (("page",), "page"),
    "songs": (("song",), "song"),
    "gib_hours": (("storage",), "GiB-hour"),
    "gib_days": (("storage",), "GiB-day"),
    "training_tokens": (("training",), "1M tokens"),
    "instance_hours": (("instance",), "instance-hour"),
    "instance_days": (("instance",), "instance-day"),
    "instance_months": (("instance",), "instance-month"),
    "container_hours": (("instance",), "container-hour"),
    "input_tpm_hours": (("input",), "1K TPM-hour"),
    "input_tpm_days": (("input",), "1K TPM-day"),
    "output_tpm_hours": (("output",), "1K TPM-hour"),
    "output_tpm_days": (("output",), "1K TPM-day"),
    "uses": (("usage",), None),
}
"""By keyword: the meters that it may be of, and the unit, in the order in which lines stand. Tokens, characters and
tokens a minute are counted one by one, also where the unit is a million or a thousand of them."""

PARTS = ("cached_tokens", "cache_write_tokens")
"""Tokens that are counted in `input_tokens` too, and billed by a meter of their own instead."""

HOMES: Mapping[str, str] = {"training": "training", "instance": "deployment"}
"""The service that a meter is of where the caller names none; of all others `inference`."""

OFFERS = frozenset({"region", "scope", "mode", "hours", "plan", "fine_tuned", "surcharge", "as_printed"})
"""Conditions that make another offer: none of them holds for somebody who did not choose it."""

SECONDS: Mapping[str, int] = {
    "seconds": 1, "video_seconds": 1, "audio_seconds": 1, "minutes": 60, "video_minutes": 60, "audio_minutes": 60,
    "video_hours": 3600, "audio_hours": 3600,
}  # fmt: skip
"""The keywords that count the length of clips, and how many seconds one is."""

SIZES = frozenset({"input_tokens", "output_tokens", "context_tokens"})
"""Conditions that are bounds on the request itself."""

PROPERTIES = frozenset({
    "volume", "resolution", "task", "modality", "input_modality", "output_modality", "cache_ttl", "cache_mode",
    "method", "spec", "quality", "audio", "thinking", "reference_video", "duration", "style", "voice",
    "search_context",
})  # fmt: skip
"""Conditions that are properties of the request."""

STATED = OFFERS | PROPERTIES
"""What a caller can state."""

KNOWN = STATED | SIZES | {"tier_rule"}
"""All conditions that this library knows. A price with another one is left alone."""

DOUBTS = frozenset({"suspect", "conflict", "held", "stale", "as_printed"})
"""What a caller can accept."""


def power(unit: str | None) -> int:
    """How many zeros the number has that the unit is for.

    >>> power("1M tokens"), power("1K TPM-hour"), power("image")
    (6, 3, 0)
    """
    return {"1M ": 6, "1K ": 3}.get((unit or "")[:3], 0)
