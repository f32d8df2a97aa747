"""What `models.toml` could say of models that are in no entry of it: what is sure by its rules, and what looks so."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pricebook.publish.likeness import look, plain_name, says_not, spelled, what_differs
from pricebook.publish.models import Same, Table


class NamedOffer(NamedTuple):
    """A model's name at a provider."""

    provider: str
    model: str


class Proposal(NamedTuple):
    """Lines of one entry: these names are one model by the rules of docs/models.md."""

    name: str
    """Of the entry."""
    there: bool
    """Whether the table has it already."""
    offers: Sequence[NamedOffer]
    """Those that it does not have."""

    def differs(self, offer: NamedOffer) -> Sequence[str]:
        """In what the offer's name differs from that of the entry."""
        return what_differs(offer.model, self.name)


class Doubtful(NamedTuple):
    """Names that look alike, of which no rule says that they are one model."""

    name: str
    """What an entry of them would be called."""
    offers: Sequence[NamedOffer]
    """The first one is what the others are held against."""
    why: Sequence[str]
    """In what the others differ, or what is not known; one for each but the first."""


class Proposals(NamedTuple):
    """All of them, by the names of entries."""

    sure: Sequence[Proposal]
    doubtful: Sequence[Doubtful]

    def told(self) -> dict[str, Any]:
        """For programs."""
        return {
            "sure": [
                {
                    "model": each.name, "there": each.there,
                    "offers": [{**offer._asdict(), "differs": each.differs(offer)} for offer in each.offers],
                }
                for each in self.sure
            ],
            "doubtful": [
                {
                    "model": each.name, "offers": [offer._asdict() for offer in each.offers], "why": each.why,
                }
                for each in self.doubtful
            ],
        }  # fmt: skip


def proposals(offers: Iterable[NamedOffer], table: Table) -> Proposals:
    """What could be added of these offers; those that an entry has already are what the others are held against.

    Sure are names that the rules call the same, where what stands before a slash is known to be a maker or a host: it
    stands so in an entry, or is a provider's id. Nobody is asked again about names that an entry says are not the same.
    """
    every = sorted(set(offers))
    known = _Known(table, {offer.provider for offer in every})
    groups: defaultdict[str, list[NamedOffer]] = defaultdict(list)
    for offer in every:
        groups[known.key(offer.model)].append(offer)
    sure = [each for key in sorted(groups) for each in known.sure(groups[key])]
    settled = {offer for each in sure for offer in each.offers}
    return Proposals(
        sorted(sure, key=lambda each: (each.name.casefold(), each.name)), list(known.doubtful(every, settled))
    )


class _Known:
    """What the table says."""

    def __init__(self, table: Table, providers: set[str]) -> None:
        self.table = table
        self.entry_of = {NamedOffer(*offer): name for name, same in table.items() for offer in same.offers}
        self._named: defaultdict[str, set[str]] = defaultdict(set)
        written = [name for same in table.values() for name in (*same.aliases, *(model for _, model in same.offers))]
        self._vendors = {spelled(name).vendor.casefold() for name in written} | {f"{each}/" for each in providers}
        for name, same in table.items():
            for each in _spellings(name, same):
                self._named[self.key(each)].add(name)

    def key(self, model: str) -> str:
        """What names have in common that are surely the same; a prefix that nobody knows is a part of it."""
        vendor = spelled(model).vendor.casefold()
        return plain_name(model) if not vendor or vendor in self._vendors else f"{vendor}{plain_name(model)}"

    def is_friend(self, name: str, model: str) -> bool:
        """Whether the entry says that the name is another model."""
        return name in self.table and says_not(name, self.table[name].false_friends, model)

    def sure(self, group: Sequence[NamedOffer]) -> Iterator[Proposal]:
        """The entry that names of one key need; none where they are spelled alike, or in two entries."""
        entries = {
            *self._named.get(self.key(group[0].model), ()),
            *(self.entry_of[o] for o in group if o in self.entry_of),
        }
        free = [offer for offer in group if offer not in self.entry_of]
        if len(entries) == 1:
            (name,) = entries
            missing = [o for o in free if o.model != name and not self.is_friend(name, o.model)]
            if missing:
                yield Proposal(name, name in self.table, missing)
        elif not entries and len({o.provider for o in free}) > 1 and len({o.model for o in free}) > 1:
            yield Proposal(_name_of([offer.model for offer in free]), there=False, offers=free)

    def doubtful(self, every: Sequence[NamedOffer], settled: set[NamedOffer]) -> Iterator[Doubtful]:
        """Names of one look, at several providers, of which one at least is in no entry."""
        looks: defaultdict[str, list[NamedOffer]] = defaultdict(list)
        for offer in every:
            looks[look(offer.model)].append(offer)
        for key in sorted(looks):
            first, *others = sorted(looks[key], key=lambda o: (o not in self.entry_of, len(o.model), o))
            open_ = [offer for offer in others if self._is_open(first, offer, settled)]
            if open_:
                why = [self._why(first, offer) for offer in open_]
                yield Doubtful(self.entry_of.get(first) or _name_of([first.model]), [first, *open_], why)

    def _is_open(self, first: NamedOffer, offer: NamedOffer, settled: set[NamedOffer]) -> bool:
        """Whether nobody has said yet if the two are one model."""
        if offer in self.entry_of or offer in settled or offer.provider == first.provider:
            return False
        name, own = self.entry_of.get(first, first.model), offer.model
        if own in {first.model, name} or (self.key(own) == self.key(first.model) and first in settled):
            return False
        return not (self.is_friend(name, own) or self.is_friend(own, name))

    def _why(self, first: NamedOffer, offer: NamedOffer) -> str:
        differs = ", ".join(what_differs(offer.model, first.model))
        if plain_name(offer.model) != plain_name(first.model):
            return differs
        unknown = [
            vendor for each in (offer, first)
            if (vendor := spelled(each.model).vendor) and vendor.casefold() not in self._vendors
        ]  # fmt: skip
        return f"{differs}; no entry says yet whether {' or '.join(map(repr, unknown))} is a maker or a host"


def _spellings(name: str, same: Same) -> Iterator[str]:
    yield name
    yield from same.aliases
    yield from (model for _, model in same.offers)


def _name_of(models: Sequence[str]) -> str:
    """The name across providers: without what stands before a slash, in small letters where providers differ."""
    bare = {model.split("/", 1)[-1].strip() for model in models}
    return bare.pop() if len(bare) == 1 else plain_name(models[0])


def sold_in(entries: Iterable[Mapping[str, Any]]) -> Iterator[NamedOffer]:
    """The offers that models.json lists."""
    for entry in entries:
        for offer in entry["offers"]:
            yield NamedOffer(offer["provider"], offer["model"])
