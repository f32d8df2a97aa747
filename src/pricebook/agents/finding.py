"""Who sells a model, by its name or a part of it."""

from pricebook.agents import answers, parts
from pricebook.agents.desk import UNANSWERED, Desk, refusal
from pricebook.agents.questions import AskedModels
from pricebook.book import Book, Offer


def found_models(desk: Desk, asked: AskedModels) -> answers.FoundModels:
    """The offers whose name it is, then those whose name contains it; refused with the nearest names if none does."""
    book = desk.book
    found = book.find(asked.name)
    if not found:
        try:
            book.alike(asked.name)  # it knows the nearest names
        except UNANSWERED as problem:
            return answers.FoundModels(release=desk.release(), refused=refusal(problem))
    here = found[asked.skip : asked.skip + asked.most]
    offers = [_told_offer(book, each) for each in here]
    return answers.FoundModels(release=desk.release(), offers=offers, more=max(len(found) - asked.skip - len(here), 0))


def _told_offer(book: Book, offer: Offer) -> parts.ToldOffer:
    alike = book.alike(offer.model, provider=offer.provider)
    return parts.ToldOffer(
        provider=offer.provider,
        model=offer.model,
        name=offer.name,
        services=list(offer.services),
        current=offer.current,
        same_elsewhere=[str(each) for each in alike if each.provider != offer.provider],
    )
