"""LobeHub's types accept the cards and refuse wrong ones, and its way to bill gives what the pages print."""

import math
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pricebook.publish.exports.export import Catalogue, Export
from pricebook.publish.exports.lobehub import lobehub
from pricebook.publish.exports.offers import Told
from tests.consumers.conftest import HERE, Node, Offers, meters_held, section
from tests.consumers.oracle import Request, cost, requests
from tests.publish.told import CATALOGUE, tiered

OWN = {"CNY": Decimal(1), "USD": Decimal(1)}
"""Nothing is converted."""
OPTIONS = (
    "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022", "--types", "", "--rootDir", ".",
    "--outDir", "made",
)  # fmt: skip

Check = Callable[[Mapping[str, bytes]], str]
Cards = dict[tuple[str, str], tuple[str, Mapping[str, Any]]]
"""By provider, as we spell it, and model: the module that holds the card, and the card."""


@pytest.fixture(scope="module")
def export(catalogue: Catalogue) -> Export:
    return lobehub(catalogue)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("cards")
    (found / "node_modules").symlink_to(HERE / "node_modules")
    (found / "package.json").write_text('{"type": "module"}')
    return found


@pytest.fixture(scope="module")
def check(folder: Path) -> Check:
    """Asks tsc what is wrong with some files; they become JavaScript in the folder `made`."""
    program = shutil.which("tsc", path=HERE / "node_modules" / ".bin")
    if program is None:
        pytest.skip("tsc is not installed: .ci/consumers does")

    def checked(files: Mapping[str, bytes]) -> str:
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        asked = subprocess.run([program, *OPTIONS, *files], cwd=folder, capture_output=True, text=True, check=False)
        return asked.stdout

    return checked


def test_the_types_accept_the_cards(export: Export, check: Check) -> None:
    assert check(export.files) == ""


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('"currency":"CNY"', '"currency":"CNH"', "'ModelPriceCurrency"),
        ('"rate":', '"rate":"2","was":', "'string' is not assignable to type 'number'"),
        ('"rate":', '"price":', "'\"price\"' does not exist in type 'FixedPricingUnit'"),
        ('"unit":"millionTokens"', '"unit":"tokens"', "'PricingUnitType'"),
        ('"name":"textInput"', '"name":"input"', "'PricingUnitName'"),
        ('"upTo":"infinity"', '"upTo":"above"', "'number | \"infinity\"'"),
    ],
)
def test_the_types_refuse_what_is_wrong(check: Check, right: str, wrong: str, said: str) -> None:
    [data] = lobehub(CATALOGUE).files.values()
    assert right.encode() in data
    told = check({"wrong/acme.ts": data.replace(right.encode(), wrong.encode(), 1)})
    assert said in told


def test_the_lines_of_the_document_work(check: Check, folder: Path) -> None:
    found = re.search(r"```typescript\n(.*?)```", section("lobehub"), re.DOTALL)
    assert found
    prices = tiered("kimi-k2.6", {"x": ("6.5", "27", "1.1")}, provider="moonshot")
    assert check({**lobehub(Catalogue(prices)).files, "line.ts": found[1].encode()}) == ""
    run = subprocess.run(["node", "made/line.js"], cwd=folder, capture_output=True, text=True, check=True)
    exact = cost(prices, Request(20_000, 5_000, 0, 800), OWN)
    assert exact is not None
    assert math.isclose(Decimal(run.stdout), exact, rel_tol=1e-12)


@pytest.fixture(scope="module")
def cards(export: Export, check: Check, folder: Path, node: Node, catalogue: Catalogue) -> Cards:
    check(export.files)
    ids = {catalogue.spelled(provider, "lobehub") or provider: provider for provider in _providers(catalogue)}
    found: Cards = {}
    for name in export.files:
        module = str(folder / "made" / Path(name).with_suffix(".js"))
        models = node("lobehub.mjs", {"cards": module, "requests": []})["models"]
        own = {(ids[Path(name).stem], card["id"]): (module, card) for card in models}
        assert len(own) == len(models)
        found |= own
    return found


def _providers(catalogue: Catalogue) -> set[str]:
    return {price["provider"] for price in catalogue.prices}


def test_it_costs_what_the_pages_print(cards: Cards, by_offer: Offers, node: Node) -> None:
    for module in {module for module, _ in cards.values()}:
        own = {offer: card for offer, (of, card) in cards.items() if of == module}
        asked = [each for offer, card in own.items() for each in _asked(offer, card, by_offer[offer])]
        told = [
            {
                "model": model, "tokens": request.tokens, "cached": request.cached, "written": request.written,
                "output": request.output, "images": int(request.units.get("image", 0)),
            }
            for (_, model), request, _ in asked
        ]  # fmt: skip
        billed = node("lobehub.mjs", {"cards": module, "requests": told})["costs"]
        assert asked
        for amount, (offer, request, exact) in zip(billed, asked, strict=True):
            assert math.isclose(amount, exact, rel_tol=1e-12), (offer, request)


def _asked(
    offer: tuple[str, str], card: Mapping[str, Any], prices: Sequence[Told]
) -> Iterator[tuple[tuple[str, str], Request, Decimal]]:
    written = any(unit["name"] == "textInput_cacheWrite" for unit in card["pricing"]["units"])
    drawn = [Request(units={"image": Decimal(3)}, stated=price["conditions"]) for price in prices]
    for request in drawn if card["type"] == "image" else requests(prices, written=written):
        exact = cost(prices, request, OWN)
        if exact is not None:
            yield offer, request, exact


def test_a_card_keeps_the_currency_of_the_page(cards: Cards, by_offer: Offers) -> None:
    for offer, (_, card) in cards.items():
        assert {card["pricing"]["currency"]} == {price["currency"] for price in by_offer[offer] if price["standard"]}


def test_what_is_left_out_is_what_the_losses_list(cards: Cards, catalogue: Catalogue, export: Export) -> None:
    meters = {
        "textInput": "input", "textOutput": "output", "textInput_cacheRead": "cache_read",
        "textInput_cacheWrite": "cache_write", "imageGeneration": "image",
    }  # fmt: skip
    told = {offer: {meters[unit["name"]] for unit in card["pricing"]["units"]} for offer, (_, card) in cards.items()}
    known = meters_held(catalogue, export)
    assert told.keys() == known.keys()
    for offer, own in told.items():
        assert known[offer] <= own <= known[offer] | {"cache_read"}  # which is billed as input where no page prints it
