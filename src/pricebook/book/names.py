"""Names of models as people write them, and which offers go by them.

Two names are the same if they differ in case alone, or in blanks, hyphens and underscores standing for each other. A
name that is only a part of another is never taken for it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any


class Offer:
    """A model at one provider, as it is named there."""

    __slots__ = ("current", "model", "name", "provider", "services")

    def __init__(self, provider: str, model: str, name: str | None, services: tuple[str, ...], current: bool) -> None:
        self.provider = provider
        self.model = model
        self.name = name
        """The display name, where the page prints one beside it."""
        self.services = services
        self.current = current
        """Whether something of it is on sale now."""

    def __repr__(self) -> str:
        """The offer in one line."""
        return f"<{self}{'' if self.current else ', no longer on sale'}>"

    def __str__(self) -> str:
        """The name by which it can be asked for."""
        return f"{self.provider}/{self.model}"


def fold(name: str) -> str:
    """The name without what people write in different ways.

    >>> fold(" Acme K2_Turbo "), fold("ＧＬＭ－4.5"), fold("qwen2.5") == fold("qwen25")
    ('acme-k2-turbo', 'glm-4.5', False)
    """
    if not name.isascii():
        from unicodedata import normalize  # noqa: PLC0415  # few names need it

        name = normalize("NFKC", name)
    plain = "-".join(name.casefold().replace("-", " ").replace("_", " ").split())
    return plain if "/" not in plain else plain.replace("-/", "/").replace("/-", "/")


class Names:
    """Who goes by which name."""

    def __init__(self, models: Iterable[Mapping[str, Any]]) -> None:
        self.offers: list[Offer] = []
        self._by_name: dict[str, list[Offer]] = {}
        self._alike: dict[Offer, list[Offer]] = {}
        for entry in models:
            self._add(entry)
        self.providers = {fold(offer.provider): offer.provider for offer in self.offers}

    def _add(self, entry: Mapping[str, Any]) -> None:
        friends, alike = set(map(fold, entry["not"])), list[Offer]()
        common = [name for name in map(fold, (entry["model"], *entry["aliases"])) if name not in friends]
        for each in entry["offers"]:
            offer = Offer(each["provider"], each["model"], each["name"], tuple(each["services"]), each["current"])
            self.offers.append(offer)
            alike.append(offer)
            self._alike[offer] = alike
            own = [fold(name) for name in (offer.model, offer.name) if name]
            for name in dict.fromkeys((*own, *common)):
                for key in (name, f"{fold(offer.provider)}/{name}"):
                    self._by_name.setdefault(key, []).append(offer)

    def knows(self, text: str) -> bool:
        """Whether anybody goes by the name."""
        return fold(text) in self._by_name

    def named(self, text: str, provider: str | None = None) -> list[Offer]:
        """The offers that go by the name; where it is written as a provider writes it, no other one there.

        So it is with a name that differs from the provider's in case alone, if none is written exactly so.
        """
        found = self._by_name.get(fold(text))
        if found is None:
            return []
        if provider is not None:
            found = [offer for offer in found if offer.provider == provider]
        if any(text == str(offer) for offer in found):
            return [offer for offer in found if text in {str(offer), offer.model}]
        for same in (str, str.casefold):
            asked = same(text)
            exact = [offer for offer in found if asked in {same(offer.model), same(str(offer))}]
            sellers = {offer.provider for offer in exact}
            found = [offer for offer in found if offer.provider not in sellers or offer in exact]
        return found

    def alike(self, text: str, provider: str | None = None) -> list[Offer]:
        """The offers of the models that go by the name, at every provider."""
        return list(dict.fromkeys(each for offer in self.named(text, provider) for each in self._alike[offer]))

    def containing(self, text: str) -> Iterator[Offer]:
        """The offers whose name or display name contains the text."""
        part = fold(text)
        for offer in self.offers:
            if part in fold(str(offer)) or part in fold(offer.name or ""):
                yield offer

    def find(self, text: str) -> list[Offer]:
        """Those that go by the name first, then those whose name contains it."""
        return list(dict.fromkeys((*self.named(text), *(self.containing(text) if fold(text) else ()))))

    def near(self, text: str, provider: str | None) -> str:
        """What the caller may have meant, in one sentence."""
        if provider is not None and provider not in self.providers.values():
            return f"There is no provider {provider}. There are: {', '.join(sorted(self.providers.values()))}."
        known = [offer for offer in self.offers if provider in {None, offer.provider}]
        if holding := [str(offer) for offer in self.containing(text) if fold(text) and offer in known]:
            return f"These contain the name: {_some(holding)}."
        from difflib import get_close_matches  # noqa: PLC0415  # only a message needs it

        names: dict[str, list[str]] = {}
        for offer in known:
            for name in (str(offer), offer.model):
                names.setdefault(fold(name), []).append(str(offer))
        found = get_close_matches(fold(text), names, 5, 0.6) or get_close_matches(fold(text), names, 3, 0.4)
        close = [offer for name in found for offer in names[name]]
        return f"The nearest names: {_some(list(dict.fromkeys(close)))}." if close else "No name comes near to it."


def _some(names: list[str], most: int = 8) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")
