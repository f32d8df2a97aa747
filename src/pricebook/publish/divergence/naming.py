"""Which model of ours another catalogue means: told by the rules of docs/models.md and `models.toml`, never guessed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pricebook.book.names import fold
from pricebook.publish.likeness import look, plain_name, says_not, what_differs


class LookAlike(NamedTuple):
    """Two names that are not known to be of one model."""

    provider: str
    model: str
    theirs: str
    differs: Sequence[str]


class OurModels:
    """The models of one provider, by all names that they are known to have."""

    def __init__(self, provider: str, entries: Iterable[Mapping[str, Any]], sold: Iterable[str]) -> None:
        """`entries`: models.json's models; `sold`: what the provider sells now."""
        self.provider = provider
        self.sold = frozenset(sold)
        self._named: defaultdict[str, set[str]] = defaultdict(set)
        self._alike: defaultdict[str, set[str]] = defaultdict(set)
        self._entry: dict[str, Mapping[str, Any]] = {}
        for entry in entries:
            self._add(entry)

    def _add(self, entry: Mapping[str, Any]) -> None:
        own = {each["model"] for each in entry["offers"] if each["provider"] == self.provider} & self.sold
        if not own:
            return
        everywhere = {entry["model"], *entry["aliases"], *(each["model"] for each in entry["offers"])}
        for model in own:
            self._entry[model] = entry
            self._alike[look(model)].add(model)
            for name in everywhere:
                self._named[plain_name(name)].add(model)

    def same(self, names: Sequence[str]) -> list[str]:
        """Ours that go by one of these names; none where nobody knows. The nearer spelling counts alone."""
        for spelling in (str, str.casefold, fold):
            wanted = set(map(spelling, names))
            if found := sorted(model for model in self.sold if spelling(model) in wanted):
                return found
        plain = set(map(plain_name, names))
        known = {model for name in plain for model in self._named.get(name, ())}
        return sorted(model for model in known if not any(self._is_other(model, name) for name in names))

    def _is_other(self, model: str, name: str) -> bool:
        """Whether the model's entry says that the name is another one."""
        entry = self._entry[model]
        return says_not(entry["model"], entry["not"], name)

    def alike(self, names: Sequence[str]) -> list[LookAlike]:
        """Ours that look like one of these names."""
        return [
            LookAlike(self.provider, model, name, what_differs(name, model))
            for name in dict.fromkeys(names)
            for model in sorted(self._alike.get(look(name), ()))
        ]
