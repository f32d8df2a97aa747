"""The slim edition says of the standard offers what `prices.json` says, with every doubt."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.identity import offer_order
from pricebook.publish import records, slim
from pricebook.publish.slim import UNITS
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.keeping import failed
from pricebook.units import Unit
from pricebook.vocabulary import COUNTED, THINGS
from tests.pages import COLLECTION
from tests.publish.published import price
from tests.worlds import introduced, look, published, reading
from tests.worlds import price as seen

Told = Mapping[str, Any]
Sold = Mapping[tuple[str, str, str, str], Sequence[Told]]
"""By provider, model, service and meter what each price says, in order."""
MARKS = ("free", "promotion", "effective_from", "effective_until", "suspect", "conflict")
HOME = "华北"


def said(told: Told) -> Sold:
    """What the slim edition says, as docs/contract.md tells to read it."""
    found: dict[tuple[str, str, str, str], list[Told]] = {}
    for provider, own in told["providers"].items():
        for model, meters in own["models"].items():
            for name, prices in meters.items():
                service, _, meter = name.rpartition("/")
                listed = [[prices, {}]] if isinstance(prices, str) else prices
                usual = {"unit": told["units"][meter], "currency": own["currency"], "status": own["status"]}
                found[provider, model, service or "inference", meter] = [
                    {**dict.fromkeys(MARKS), "free": False, **usual, **dict(*marks), "amount": amount,
                     "conditions": conditions}
                    for amount, conditions, *marks in listed
                ]  # fmt: skip
    return found


def published_so(prices: Sequence[Told]) -> Sold:
    """The same from `prices.json`, without the region: of standard offers it is the home region."""
    found = defaultdict[tuple[str, str, str, str], list[Told]](list)
    for told in prices:
        if told["standard"]:
            conditions = {name: value for name, value in told["conditions"].items() if name != "region"}
            names = ("unit", "currency", "status", "amount", *MARKS)
            key = told["provider"], told["model"], told["service"], told["meter"]
            found[key].append({**{name: told[name] for name in names}, "conditions": conditions})
    return found


def test_the_collections_slim_edition_says_what_its_prices_say() -> None:
    told, prices = (json.loads((COLLECTION.release / name).read_bytes()) for name in ("slim.json", "prices.json"))
    assert said(told) == published_so(prices["prices"])
    records.SlimFile.model_validate(told)


def test_every_meter_has_a_unit_that_the_vocabulary_publishes() -> None:
    assert UNITS.keys() == set(COUNTED)
    published_units = {str(Unit(thing.published, thing.name)) for thing in THINGS if thing.published}
    assert {unit for unit in UNITS.values() if unit is not None} <= published_units


CONDITIONS = st.fixed_dictionaries({}, optional={
    "region": st.just(HOME), "resolution": st.sampled_from(["720p", "1080p"]), "thinking": st.booleans(),
    "input_tokens": st.sampled_from([{"lte": 32000}, {"gt": 32000}]),
})  # fmt: skip
DAY = st.sampled_from([None, None, "2026-03-01"])
PRICES = st.lists(
    st.builds(
        price, model=st.sampled_from(["a", "b/c", '"']), conditions=CONDITIONS, amount=st.sampled_from(["0", "2.5"]),
        service=st.sampled_from(["inference", "training"]),
        currency=st.sampled_from(["CNY", "CNY", "USD"]), status=st.sampled_from(["fresh", "fresh", "stale", "held"]),
        unit=st.sampled_from(["1M tokens", "1M tokens", "1M characters"]), free=st.booleans(), effective_from=DAY,
        effective_until=DAY, promotion=st.sampled_from([None, {"label": "限时"}]),
        suspect=st.sampled_from([None, "far away"]), conflict=st.sampled_from([None, "printed twice"]),
        meter=st.sampled_from(["input", "output"]),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@given(prices=PRICES, currency=st.sampled_from(["CNY", "USD", None]))
def test_no_doubt_is_hidden_and_nothing_is_lost(prices: list[dict[str, Any]], currency: str | None) -> None:
    ordered = sorted(prices, key=offer_order)
    told = json.loads(b"".join(slim.slim({"acme": slim.part(ordered, currency)})))
    assert said(told) == published_so(ordered)
    records.SlimFile.model_validate(told)
    for shown in (each for meters in told["providers"]["acme"]["models"].values() for each in meters.values()):
        assert isinstance(shown, str) or len(shown) > 1 or shown[0][1:] != [{}], "an amount alone stands alone"


def test_a_model_a_line() -> None:
    made = b"".join(
        slim.slim({"acme": slim.part([price(), price(model="acme-2")], "CNY"), "none": slim.part([], "CNY")})
    )
    assert made.decode().splitlines()[2:5] == [
        '"acme":{"currency":"CNY","models":{', '"acme-1":{"input":"2.1"},', '"acme-2":{"input":"2.1"}',
    ]  # fmt: skip
    assert '"none":{"currency":"CNY","models":{},"status":"fresh"}' in made.decode()


def test_of_a_day_whose_looks_failed_all_prices_are_stale(tmp_path: Path) -> None:
    introduced(tmp_path, "2026-01-01", HOME)
    look(tmp_path, "2026-01-01", reading([seen("a", "1", conditions={"region": HOME}), seen("b", "2")]))
    Archive(tmp_path).add(failed("acme", "2026-01-02", {}, "no such page"))
    (own,) = published(tmp_path)["slim.json"]["providers"].values()
    assert own == {
        "currency": "CNY", "models": {"a": {"input": "1"}, "b": {"input": "2"}}, "status": "stale",
    }  # fmt: skip


def test_only_what_everybody_pays_now_stands_there(tmp_path: Path) -> None:
    batch = seen("a", "1", conditions={"mode": "batch"})
    look(tmp_path, "2026-01-01", reading([seen("gone", "3"), seen("a", "2"), batch]))
    look(tmp_path, "2026-01-02", reading([seen("a", "2"), batch]))
    assert published(tmp_path)["slim.json"]["providers"]["acme"]["models"] == {"a": {"input": "2"}}


@pytest.mark.parametrize("known", [True, False])
def test_a_provider_that_nobody_ever_saw_sells_nothing(known: bool, tmp_path: Path) -> None:
    look(tmp_path, "2026-01-01", reading([seen("a", "2", provider="other")]), "other")
    Archive(tmp_path).add(failed("acme", "2026-01-01", {}, "no such page"))
    if known:
        introduced(tmp_path, "2026-01-01")
    files = published(tmp_path)
    records.SlimFile.model_validate(files["slim.json"])
    assert ("acme" in files["slim.json"]["providers"]) == known
    assert files["status.json"]["providers"]["acme"]["error"] == "no such page"
