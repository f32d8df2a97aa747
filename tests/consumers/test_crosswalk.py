"""The ids that scrapers give as `elsewhere` are those by which the tools know our providers."""

import re
from pathlib import Path

import pytest

litellm = pytest.importorskip("litellm")
genai_data = pytest.importorskip("genai_prices.data")

from pricebook.publish.exports import EXPORTS  # noqa: E402
from tests.consumers.conftest import HERE  # noqa: E402
from tests.pages import COLLECTION  # noqa: E402

PACKAGES = HERE / "node_modules"
SAID = [COLLECTION.scraper(provider).elsewhere for provider in COLLECTION.providers()]
SPELLED = {name: {ids[name] for ids in SAID if name in ids} for name in EXPORTS}


def package(name: str) -> Path:
    if not (PACKAGES / name).is_dir():
        pytest.skip("its packages are not installed: .ci/consumers does")
    return PACKAGES / name


def test_litellm_knows_them() -> None:
    assert SPELLED["litellm"] <= {getattr(each, "value", each) for each in litellm.provider_list}


def test_genai_prices_knows_them() -> None:
    assert SPELLED["genai-prices"] <= {provider.id for provider in genai_data.providers}


def test_tokenlens_knows_those_of_models_dev() -> None:
    known = package("tokenlens") / "dist" / "exports" / "providers"
    assert SPELLED["models.dev"] <= {path.stem for path in known.glob("*.js")}


def test_openrouter_knows_them() -> None:
    known = package("@openrouter/sdk") / "esm" / "models" / "byokproviderslug.js"
    assert SPELLED["openrouter"] <= set(re.findall(r': "([\w-]+)"', known.read_text(encoding="utf-8")))


def test_lobehub_knows_them() -> None:
    known = package("model-bank") / "dist" / "aiModels"
    assert SPELLED["lobehub"] <= {path.stem for path in known.glob("*.mjs")}
