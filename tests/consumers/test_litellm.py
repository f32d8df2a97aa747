"""litellm: its keys are popped, the dict is registered, and it bills what the pages print."""

import json
import math
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from pricebook.publish.exports.export import Catalogue, Export
from pricebook.publish.exports.litellm import litellm as exported
from tests.consumers.conftest import RATES, Offers, Serve, held
from tests.consumers.oracle import Request, cost, requests
from tests.publish.told import CATALOGUE

litellm = pytest.importorskip("litellm")
types, videos = pytest.importorskip("litellm.types.utils"), pytest.importorskip("litellm.types.videos.main")
pytestmark = pytest.mark.filterwarnings("ignore")
"""What it warns of is its own affair."""

Rows = Mapping[tuple[str, str], tuple[str, Mapping[str, Any]]]
"""By provider and model: the key that litellm knows it by, and the row."""


@pytest.fixture(scope="module")
def export(catalogue: Catalogue) -> Export:
    return exported(catalogue)


@pytest.fixture(scope="module")
def untouched(export: Export) -> Iterator[Mapping[str, Any]]:
    """All that litellm told of other models before ours were registered, as docs/exports.md says."""
    before = deepcopy(litellm.model_cost)
    ours = json.loads(export.files["litellm.json"])
    names = {name.lower() for name in ours}
    meant = {
        key for key, row in before.items() if {key.lower(), f"{row.get('litellm_provider')}/{key}".lower()} & names
    }
    for key in meant:
        litellm.model_cost.pop(key)
    litellm.register_model(deepcopy(ours))
    yield {key: row for key, row in before.items() if key not in meant}
    litellm.model_cost.clear()
    litellm.model_cost.update(before)


@pytest.fixture(scope="module")
def rows(catalogue: Catalogue, export: Export, by_offer: Offers, untouched: Mapping[str, Any]) -> Rows:
    """What is exported, registered."""
    ours = json.loads(export.files["litellm.json"])
    assert not untouched.keys() & ours.keys()
    keys = {offer: _key(catalogue, *offer) for offer in by_offer}
    return {offer: (key, ours[key]) for offer, key in keys.items() if key in ours}


def _key(catalogue: Catalogue, provider: str, model: str) -> str:
    known = catalogue.spelled(provider, "litellm")
    return f"{known}/{model}" if known else f"openai/{provider}/{model}"


def _usage(request: Request) -> Any:
    details = {"cached_tokens": request.cached, "cache_creation_tokens": request.written}
    total = request.tokens + request.output
    return types.Usage(request.tokens, request.output, total, prompt_tokens_details=details)


def _same(billed: float, exact: Decimal) -> bool:
    return math.isclose(billed, exact, rel_tol=1e-12, abs_tol=1e-15)


def test_tokens_cost_what_the_pages_print(rows: Rows, by_offer: Offers) -> None:
    asked = 0
    for offer, (key, row) in rows.items():
        if row["mode"] != "chat":
            continue
        for request in requests(by_offer[offer], written="cache_creation_input_token_cost" in row):
            exact = cost(by_offer[offer], request, RATES)
            if exact is not None:
                billed = sum(litellm.cost_per_token(model=key, usage_object=_usage(request)))
                assert _same(billed, exact), (key, request)
                asked += 1
    assert asked > 100


def test_a_response_costs_what_its_tokens_do(rows: Rows, by_offer: Offers) -> None:
    for offer, (key, row) in rows.items():
        exact = cost(by_offer[offer], Request(1000, 250, 0, 80), RATES)
        if row["mode"] == "chat" and exact is not None:
            response = types.ModelResponse(model=key, usage=_usage(Request(1000, 250, 0, 80)))
            assert _same(litellm.completion_cost(response, model=key), exact), key


def test_batches_cost_what_the_pages_print(rows: Rows, by_offer: Offers) -> None:
    batched = {offer: key for offer, (key, row) in rows.items() if "input_cost_per_token_batches" in row}
    assert batched
    for offer, key in batched.items():
        for request in requests(by_offer[offer]):
            exact = cost(by_offer[offer], request._replace(mode="batch"), RATES)
            if exact is not None:
                billed = sum(litellm.cost_calculator.batch_cost_calculator(_usage(request), key))
                assert _same(billed, exact), (key, request)


def test_images_and_seconds_cost_what_the_pages_print(rows: Rows, by_offer: Offers) -> None:
    tasks = {"image_generation": "text-to-image", "image_edit": "image-to-image"}
    modes = set()
    for offer, (key, row) in rows.items():
        mode = row["mode"]
        modes.add(mode)
        if mode in tasks:
            exact = cost(by_offer[offer], Request(units={"image": Decimal(3)}, stated={"task": tasks[mode]}), RATES)
            response = types.ImageResponse(created=1, data=[types.ImageObject(url="x")] * 3)
            billed = litellm.completion_cost(response, model=key, call_type=mode)
        elif mode == "video_generation":
            exact = cost(by_offer[offer], Request(units={"video": Decimal("7.5")}), RATES)
            video = videos.VideoObject(id="1", object="video", status="completed", usage={"duration_seconds": 7.5})
            billed = litellm.completion_cost(video, model=key, call_type="create_video")
        else:
            continue
        assert exact is not None
        assert _same(billed, exact), key
    assert modes == {"chat", "image_generation", "image_edit", "video_generation"}


def test_what_is_left_out_is_what_the_losses_list(rows: Rows, catalogue: Catalogue, export: Export) -> None:
    assert rows.keys() == held(catalogue, export)


def test_every_row_states_what_a_cache_costs(rows: Rows) -> None:
    for key, row in rows.values():
        for tier in [row, *row.get("tiered_pricing", [])] if row["mode"] == "chat" else []:
            assert {"cache_read_input_token_cost", "cache_creation_input_token_cost"} <= tier.keys(), key


def test_no_other_model_is_touched(rows: Rows, untouched: Mapping[str, Any]) -> None:
    ours = {key for key, _ in rows.values()}
    assert {key: row for key, row in litellm.model_cost.items() if key not in ours} == untouched
    assert ours <= litellm.model_cost.keys()


def test_the_file_as_an_address_is_refused_and_its_own_prices_are_used(serve: Serve) -> None:
    file = exported(CATALOGUE).files["litellm.json"]
    address = serve(file)
    environment = {name: value for name, value in os.environ.items() if name != "LITELLM_LOCAL_MODEL_COST_MAP"}
    code = "import json, litellm; print(json.dumps(sorted(litellm.model_cost)))"
    asked = subprocess.run(
        [sys.executable, "-c", code], env=environment | {"LITELLM_MODEL_COST_MAP_URL": address},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    known = set(json.loads(asked.stdout.splitlines()[-1]))
    assert "gpt-4o" in known
    assert not {key for key in json.loads(file) if key.startswith("openai/")} & known
