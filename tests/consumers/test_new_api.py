"""new-api's expressions, evaluated by expr-lang as new-api does, give what the pages print."""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import pytest

golem = pytest.importorskip("golem")

from pricebook.publish.exports.export import Catalogue, Export  # noqa: E402
from pricebook.publish.exports.new_api import new_api  # noqa: E402
from pricebook.publish.exports.offers import Told  # noqa: E402
from tests.consumers.conftest import RATES, Offers, meters_held  # noqa: E402
from tests.consumers.oracle import Request, cost, requests  # noqa: E402

Expressions = Mapping[tuple[str, str], str]
METERS = {"p": "input", "c": "output", "cr": "cache_read", "cc": "cache_write"}
VARIABLES = dict.fromkeys([*METERS, "len", "image_count"], 0.0)


@pytest.fixture(scope="module")
def export(catalogue: Catalogue) -> Export:
    return new_api(catalogue)


@pytest.fixture(scope="module")
def expressions(export: Export) -> Expressions:
    """By provider and model, as new-api takes them from an upstream's answer."""
    found: dict[tuple[str, str], str] = {}
    for name, data in export.files.items():
        told = json.loads(data)
        assert told["success"] is True
        modes, own = told["data"]["billing_mode"], told["data"]["billing_expr"]
        assert modes == dict.fromkeys(own, "tiered_expr")
        provider = name.removeprefix("new-api/").removesuffix(".json")
        found |= {(provider, model): expression for model, expression in own.items()}
    return found


def _used(expression: str) -> set[str]:
    return set(re.findall(r"[a-z_]+", re.sub(r'"[^"]*"', "", expression)))


def _billed(engine: object, expression: str, request: Request) -> float:
    """In US dollars. What no variable of the expression counts stays in `p`; the names of tiers are for the log."""
    used = _used(expression)
    cached, written = (
        count if name in used else 0 for name, count in (("cr", request.cached), ("cc", request.written))
    )
    given = {
        "p": request.tokens - cached - written, "c": request.output, "cr": cached, "cc": written, "len": request.tokens,
        "image_count": float(request.units.get("image", 1)),
    }  # fmt: skip
    plain = re.sub(r'tier\("[^"]*", ', "(", expression).replace("fixed(", "1000000 * (")
    return float(engine.eval(plain, given)) / 1_000_000  # type: ignore[attr-defined]


def test_it_costs_what_the_pages_print(expressions: Expressions, by_offer: Offers) -> None:
    engine, asked = golem.Engine(variables=VARIABLES), 0
    for offer, expression in expressions.items():
        for request in _requests(by_offer[offer], _used(expression)):
            exact = cost(by_offer[offer], request, RATES)
            if exact is not None:
                assert math.isclose(_billed(engine, expression, request), exact, rel_tol=1e-12), (offer, request)
                asked += 1
    assert asked > 100


def _requests(prices: Sequence[Told], used: set[str]) -> Iterator[Request]:
    if "fixed" not in used:
        yield from requests(prices, written="cc" in used)
    elif "image_count" in used:
        for price in prices:
            yield Request(units={"image": Decimal(3)}, stated=price["conditions"])
    else:
        yield Request(units={"request": Decimal(1)})


def test_every_expression_is_a_tier(expressions: Expressions) -> None:
    tier = r'tier\("[a-z0-9 ]+", [^"?:]+\)'
    for offer, expression in expressions.items():
        assert re.fullmatch(rf"(?:len <= [0-9]+ \? {tier} : )*{tier}(?: \* image_count)?", expression), offer


def test_tiers_are_told_by_all_that_a_model_is_given(expressions: Expressions) -> None:
    for expression in expressions.values():
        assert not re.search(r"(?<![a-z])(?:p|cr) <", expression)


def test_what_is_left_out_is_what_the_losses_list(
    expressions: Expressions, catalogue: Catalogue, export: Export
) -> None:
    told = {offer: _meters(_used(expression)) for offer, expression in expressions.items()}
    assert told == meters_held(catalogue, export)


def _meters(used: set[str]) -> set[str]:
    if "fixed" in used:
        return {"image" if "image_count" in used else "request"}
    return {METERS[name] for name in used & METERS.keys()}
