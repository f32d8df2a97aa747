"""A release doubts the price of a model that is far from what others ask for it; without one, it is made as ever."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pricebook.history.checkpoint import Presents
from pricebook.history.present import Present
from pricebook.publish import parts
from pricebook.publish.peers import Peers
from pricebook.snapshots.archive import Archive
from tests.worlds import approve_all, introduced, look, price, reading, release_of

SPELLED = {"acme": "Deep-1", "bolt": "deep-1", "cord": "maker/Deep_1", "dune": "DEEP 1", "edge": "deep-1"}
SLIPPED = "1000 times the middle price of this model at 4 other providers"
HOME = "华北"
Files = dict[str, Any]


def sold(root: Path, at: str = "2026-01-01", spelled: Mapping[str, str] = SPELLED, **asked: str) -> None:
    """Each provider is seen to ask 2 for its model, or what is said, on a page that has nothing to hold it against."""
    for provider, model in spelled.items():
        look(root / "snapshots", at, reading([price(model, asked.get(provider, "2"), provider=provider)]), provider)


def released(root: Path) -> tuple[Files, Counter[str]]:
    """Each file of JSON, and how often each provider's part was made for it."""
    made: Counter[str] = Counter()
    part_of = parts.part_of

    def counted(present: Present, peers: Peers | None = None) -> parts.ProviderPart:
        made[present.provider] += 1
        return part_of(present, peers)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("pricebook.publish.release.part_of", counted)
        files = release_of(Presents(Archive(root / "snapshots")), root)
    return {name: json.loads(data) for name, data in files.items() if name.endswith(".json")}, made


def suspects(root: Path) -> dict[str, str]:
    """By provider why its price is doubted, of those that are."""
    files, _ = released(root)
    return {each["provider"]: each["suspect"] for each in files["prices.json"]["prices"] if each["suspect"]}


def test_a_release_without_such_a_price_makes_each_part_once(tmp_path: Path) -> None:
    sold(tmp_path, dune="19", edge="0.21")
    files, made = released(tmp_path)
    assert [each["suspect"] for each in files["prices.json"]["prices"]] == [None] * len(SPELLED)
    assert made == dict.fromkeys(SPELLED, 1)


def test_one_that_slipped_by_a_thousand_is_suspect_and_nothing_else_changes(tmp_path: Path) -> None:
    sold(tmp_path, dune="2000")
    files, made = released(tmp_path)
    assert made == dict.fromkeys(SPELLED, 1) | {"dune": 2}
    told = {
        each["provider"]: (each["amount"], each["status"], each["suspect"]) for each in files["prices.json"]["prices"]
    }
    assert told == dict.fromkeys(SPELLED, ("2", "fresh", None)) | {"dune": ("2000", "fresh", SLIPPED)}
    assert list(told) == list(SPELLED), "in the order in which they stood before"
    assert files["providers/dune.json"]["prices"][0]["suspect"] == SLIPPED
    slim = {provider: own["models"] for provider, own in files["slim.json"]["providers"].items()}
    usual = {provider: {model: {"input": "2"}} for provider, model in SPELLED.items()}
    assert slim == usual | {"dune": {"DEEP 1": {"input": [["2000", {}, {"suspect": SLIPPED}]]}}}


def test_what_a_person_approved_is_not_doubted_and_costs_nothing(tmp_path: Path) -> None:
    sold(tmp_path)
    sold(tmp_path, "2026-01-02", dune="2000")
    assert suspects(tmp_path) == {}, "what waits is not published"
    approve_all(tmp_path / "snapshots", "2026-01-02T20:00:00+08:00", "dune")
    files, made = released(tmp_path)
    assert {each["provider"]: each["amount"] for each in files["prices.json"]["prices"]}["dune"] == "2000"
    assert suspects(tmp_path) == {}
    assert made == dict.fromkeys(SPELLED, 1)


def test_it_takes_four_that_sell_it(tmp_path: Path) -> None:
    sold(tmp_path, spelled=dict(list(SPELLED.items())[1:4]), dune="2000")
    assert suspects(tmp_path) == {}


@pytest.mark.parametrize(
    ("table", "doubted"),
    [
        ("", False),
        ('aliases = ["maker/Deep_1"]\noffers.dune = "reasoner"', True),
        ('offers = { acme = "Deep-1", dune = "reasoner" }', True),
        ('offers = { acme = "Deep-1", dune = "reasoner" }\nnot = ["deep-1"]', False),
    ],
)
def test_the_table_of_models_says_which_are_the_same(table: str, doubted: bool, tmp_path: Path) -> None:
    sold(tmp_path, spelled=SPELLED | {"dune": "reasoner"}, dune="2000")
    (tmp_path / "models.toml").write_text(f'[models."the model"]\n{table}\n', encoding="utf-8")
    assert suspects(tmp_path) == ({"dune": SLIPPED} if doubted else {})


def test_a_name_of_two_models_is_of_neither(tmp_path: Path) -> None:
    sold(tmp_path, dune="2000")
    entries = '[models.one]\noffers.acme = "Deep-1"\n[models.two]\noffers.dune = "DEEP 1"\n'
    (tmp_path / "models.toml").write_text(entries, encoding="utf-8")
    assert suspects(tmp_path) == {}


def test_the_home_region_is_no_other_condition_and_all_others_are(tmp_path: Path) -> None:
    for provider, model in SPELLED.items():
        introduced(tmp_path / "snapshots", "2026-01-01", HOME, provider)
        conditions = {"region": HOME} if provider == "dune" else {}
        amount = "2000" if provider == "dune" else "2"
        odd = price(model, "2000", provider=provider, meter="output", conditions={"thinking": provider == "dune"})
        seen = [price(model, amount, provider=provider, conditions=conditions), odd]
        look(tmp_path / "snapshots", "2026-01-01", reading(seen), provider)
    files, _ = released(tmp_path)
    told = [(each["provider"], each["meter"]) for each in files["prices.json"]["prices"] if each["suspect"]]
    assert told == [("dune", "input")]
