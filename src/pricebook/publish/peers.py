"""Standard prices held against those of other providers: the one doubt that no provider's own pages can raise."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pricebook.checks.gate.peers import PeerPrice, far_from_peers
from pricebook.identity import bare_name
from pricebook.publish.documents import compact
from pricebook.publish.models import Table

Peers = Mapping[str, Sequence[str]]
"""By the ids of one provider's prices, why they are odd beside those of others."""
_Model = tuple[str, str]
"""Its name in the table of models, or what is left of the name that it has where it is sold; the other is empty."""


def peer_price(price: Mapping[str, Any], approved: Collection[str]) -> PeerPrice:
    """A standard price, told as it is published; `approved`: the ids of those whose amounts a person approved."""
    # Home is another region for each provider.
    conditions = {name: value for name, value in price["conditions"].items() if name != "region"}
    return PeerPrice(
        price["provider"], price["model"], price["id"],
        (price["service"], price["meter"], price["unit"] or "", price["currency"], compact(conditions).decode()),
        Decimal(price["amount"]), approved=price["id"] in approved,
    )  # fmt: skip


def odd_beside_peers(prices: Iterable[PeerPrice], table: Table) -> Mapping[str, Peers]:
    """By provider what is odd among the standard prices of all.

    One model is what the table says is one, and where it says nothing, what has the same bare name.
    """
    model_of = _one_model(table)
    alike: defaultdict[tuple[_Model, tuple[str, ...]], list[PeerPrice]] = defaultdict(list)
    for price in prices:
        alike[model_of(price.provider, price.model), price.thing].append(price)
    odd: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for of_one in alike.values():
        for price, reason in far_from_peers(of_one):
            odd[price.provider][price.id].append(reason.says)
    return odd


def _one_model(table: Table) -> Callable[[str, str], _Model]:
    """Tells which model a provider sells under a name."""
    sold = {offer: name for name, same in table.items() for offer in same.offers}
    named: defaultdict[str, set[str]] = defaultdict(set)
    for name, same in table.items():
        for spelled in (name, *same.aliases, *(model for _, model in same.offers)):
            named[bare_name(spelled)].add(name)

    def model_of(provider: str, model: str) -> _Model:
        if (provider, model) in sold:
            return sold[provider, model], ""
        bare = bare_name(model)
        names = [name for name in named.get(bare, ()) if model not in table[name].false_friends]
        return (names[0], "") if len(names) == 1 else ("", bare)

    return model_of
