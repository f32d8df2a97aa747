"""What a request costs, at one provider or at every one that sells the model."""

from pricebook.agents import answers, parts
from pricebook.agents.desk import UNANSWERED, Desk, none_known, refusal, refused_of
from pricebook.agents.questions import AskedCost
from pricebook.agents.telling import price_of
from pricebook.book import Cost, Line, WrongQuestion
from pricebook.run.ages import Ages


def priced(desk: Desk, asked: AskedCost) -> answers.Costs:
    """What it costs, by currency the cheapest first; where that is known of no offer, why."""
    release, found, refused = desk.release(), list[Cost](), list[parts.Refused]()
    try:
        keywords = asked.keywords()
        for offer in desk.offers(asked.model, asked.provider, asked.at):
            try:
                found.append(desk.book.cost(offer.model, provider=offer.provider, **keywords))
            except WrongQuestion:  # of all offers alike
                raise
            except UNANSWERED as problem:
                refused.append(refused_of(offer, problem))
    except UNANSWERED as problem:
        return answers.Costs(release=release, at=asked.at, refused=refusal(problem))
    found.sort(key=lambda cost: (cost.currency, cost.amount))
    ages, here = desk.ages(), found[asked.skip : asked.skip + asked.most]
    return answers.Costs(
        release=release,
        at=asked.at,
        refused=None if found else none_known(refused),
        costs=[_told_cost(cost, ages) for cost in here],
        not_known=refused,
        more=max(len(found) - asked.skip - len(here), 0),
    )


def _told_cost(cost: Cost, ages: Ages) -> parts.ToldCost:
    return parts.ToldCost(
        provider=cost.offer.provider,
        model=cost.offer.model,
        amount=f"{cost.amount:f}",
        currency=cost.currency,
        doubts=list(cost.doubts),
        assumed=list(cost.assumed),
        unseen=list(cost.unseen),
        promotions=list(cost.promotions),
        why=cost.why,
        last_seen=cost.seen,
        late=cost.at is None and ages.is_late(cost.offer.provider, cost.seen),
        lines=[_told_line(line, ages, cost.at) for line in cost.lines],
    )


def _told_line(line: Line, ages: Ages, at: str | None) -> parts.ToldLine:
    return parts.ToldLine(
        quantity=f"{line.quantity}", amount=f"{line.amount:f}", tier=line.tier, price=price_of(line.evidence, ages, at)
    )
