"""Questions as an assistant asks them, put to a desk without any protocol."""

from typing import Any

from pricebook.agents.answers import ChangeList, Costs, FoundModels, PriceList
from pricebook.agents.changing import changed
from pricebook.agents.desk import Desk
from pricebook.agents.finding import found_models
from pricebook.agents.listing import listed_prices
from pricebook.agents.pricing import priced
from pricebook.agents.questions import AskedChanges, AskedCost, AskedModels, AskedPrices


def find(here: Desk, name: str, **more: Any) -> FoundModels:
    asked = AskedModels.of({"name": name, **more})
    return here.answered(lambda one: found_models(one, asked))


def prices(here: Desk, model: str, **more: Any) -> PriceList:
    asked = AskedPrices.of({"model": model, **more})
    return here.answered(lambda one: listed_prices(one, asked))


def cost(here: Desk, model: str, **more: Any) -> Costs:
    asked = AskedCost.of({"model": model, **more})
    return here.answered(lambda one: priced(one, asked))


def changes(here: Desk, since: str, **more: Any) -> ChangeList:
    asked = AskedChanges.of({"since": since, **more})
    return here.answered(lambda one: changed(one, asked))


def why(answered: FoundModels | PriceList | Costs | ChangeList) -> str:
    assert answered.refused is not None
    return answered.refused.kind
