"""No package loads the list of llm-prices.com: its form is held to a schema, and its prices to the pages."""

import json
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest

from pricebook.publish.exports.export import Catalogue, Export
from pricebook.publish.exports.llm_prices import llm_prices
from pricebook.units import EXACT
from tests.consumers.conftest import HERE, RATES, Offers, meters_held
from tests.consumers.oracle import Request, cost, requests
from tests.publish.told import into

pytest.importorskip("check_jsonschema")

Rows = Mapping[tuple[str, str], Mapping[str, Any]]


@pytest.fixture(scope="module")
def export(catalogue: Catalogue) -> Export:
    return llm_prices(catalogue)


@pytest.fixture(scope="module")
def rows(catalogue: Catalogue, export: Export, by_offer: Offers) -> Rows:
    """By provider, as we spell it, and model."""
    listed = json.loads(export.files["llm-prices.json"], parse_float=Decimal, parse_int=Decimal)["prices"]
    told = {(row["vendor"], row["id"]): row for row in listed}
    assert len(told) == len(listed)
    ids = {offer: (catalogue.spelled(offer[0], "llm-prices") or offer[0], offer[1]) for offer in by_offer}
    return {offer: told[name] for offer, name in ids.items() if name in told}


def test_it_has_the_form_of_the_site(export: Export, tmp_path: Path) -> None:
    assert _checked(export.files["llm-prices.json"], tmp_path) == ""


@pytest.mark.parametrize(("right", "wrong"), [('"input":', '"input":"2","was":'), ('"vendor":', '"seller":')])
def test_another_form_is_refused(export: Export, tmp_path: Path, right: str, wrong: str) -> None:
    told = export.files["llm-prices.json"].decode().replace(right, wrong, 1)
    assert "prices[0]" in _checked(told.encode(), tmp_path)


def _checked(told: bytes, folder: Path) -> str:
    path = folder / "llm-prices.json"
    path.write_bytes(told)
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--schemafile",
        str(HERE / "llm-prices.schema.json"),
        str(path),
    ]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)
    return asked.stdout if asked.returncode else ""


def test_tokens_cost_what_the_pages_print(rows: Rows, by_offer: Offers) -> None:
    asked = 0
    with localcontext(EXACT):
        for offer, row in rows.items():
            for request in requests(by_offer[offer]):
                exact = cost(by_offer[offer], request, RATES)
                if exact is not None:
                    assert _billed(row, request) == exact, (offer, request)
                    asked += 1
    assert asked > 100


def _billed(row: Mapping[str, Any], request: Request) -> Decimal:
    cached = row["input"] if row["input_cached"] is None else row["input_cached"]
    uncached = request.tokens - request.cached
    millions: Decimal = uncached * row["input"] + request.cached * cached + request.output * row["output"]
    return millions / 1_000_000


def test_what_is_left_out_is_what_the_losses_list(rows: Rows, catalogue: Catalogue, export: Export) -> None:
    told = {
        offer: {"input", "output", *(["cache_read"] if row["input_cached"] is not None else [])}
        for offer, row in rows.items()
    }
    assert told == meters_held(catalogue, export)


def test_it_is_as_new_as_what_it_says(catalogue: Catalogue, export: Export) -> None:
    left = {loss.id for loss in export.losses if not loss.held}
    learnt = {price["known_from"] for price in catalogue.prices if price["id"] not in left}
    assert json.loads(export.files["llm-prices.json"])["updated_at"] == max(*learnt, into("CNY").day)
