"""What is covered: what is read of each provider's pages, by their newest recordings."""

from collections import Counter
from collections.abc import Iterator

from pricebook.beliefs import Visit
from pricebook.collection import Collection
from pricebook.extraction.visit import Reader
from pricebook.fetch.recordings import Recording, recordings
from pricebook.publish.coverage import Covered
from pricebook.run.seeing import form_of
from pricebook.run.sources import target_of
from pricebook.scraping import Address, Provider


def coverage(collection: Collection, reader: Reader) -> Iterator[Covered]:
    """Every page of every provider, in their order; raises as the reader does, UsageError for a broken recording."""
    for name in collection.providers():
        yield from covered(collection, reader, name)


def covered(collection: Collection, reader: Reader, name: str) -> Iterator[Covered]:
    """The pages of one provider; raises likewise."""
    provider = reader.provider(name)
    for address in provider.pages:
        made = recordings(collection.recordings / name, address.name)
        newest = max(made, key=lambda each: each.about["observed_on"], default=None)
        yield _read(reader, provider, address, newest) if newest else _covered(provider, address)


def _read(reader: Reader, provider: Provider, address: Address, newest: Recording) -> Covered:
    answer, about = newest.replay(target_of(provider, address)), newest.about
    visit = Visit(provider.provider, about["observed_on"], about["basis"], {address.name: answer})
    (reading,) = reader.read(visit)
    return _covered(provider, address)._replace(
        day=about["observed_on"][:10],
        form=form_of(answer.body, address.name),
        prices=len(reading.prices),
        facts=len(reading.facts),
        unsaid=Counter(unsaid.reason for unsaid in reading.unsaid),
        unread=len(reading.unread),
    )


def _covered(provider: Provider, address: Address) -> Covered:
    """The page as if it had never been seen."""
    return Covered(
        provider=provider.provider,
        name=provider.name,
        page=address.name,
        address=address.shown or address.url,
        former=address.former,
        drawn=address.drawn,
        day="",
        form="",
        prices=0,
        facts=0,
        unsaid={},
        unread=0,
    )
