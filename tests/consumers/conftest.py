"""What each consumer is given: the catalogue, its prices by offer, its exports on loopback."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pricebook.publish.exports.crosswalk import crosswalk
from pricebook.publish.exports.export import Catalogue, Export
from pricebook.publish.exports.offers import Told
from tests.publish.told import CATALOGUE, into
from tests.serving import answer, once, serving

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # else litellm asks a server when it is imported
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RELEASE = Path(os.environ.get("CATALOG_TEST_RELEASE", ROOT / "catalog" / "v1"))
RATES = {"USD": Decimal(1), "CNY": into("CNY").value}
"""What an exact cost is converted at."""

Offers = Mapping[tuple[str, str], Sequence[Told]]
"""The prices of each provider's model."""
Node = Callable[[str, Mapping[str, Any]], Any]
Serve = Callable[..., str]


def the_collections() -> Catalogue:
    """What the collection publishes, with a rate that never changes."""
    listed = {name: json.loads((RELEASE / f"{name}.json").read_bytes()) for name in ("prices", "models", "status")}
    for name, file in listed.items():
        assert file["format"] == "pricebook-catalogue/1", name
    return Catalogue(listed["prices"]["prices"], crosswalk(listed["status"]), into)


@pytest.fixture(scope="module", params=["made by hand", "the collection's"])
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    return CATALOGUE if request.param == "made by hand" else the_collections()


@pytest.fixture(scope="module")
def by_offer(catalogue: Catalogue) -> Offers:
    """The prices of each provider's model."""
    found: dict[tuple[str, str], list[Told]] = {}
    for price in catalogue.prices:
        found.setdefault((price["provider"], price["model"]), []).append(price)
    return found


@pytest.fixture(scope="module")
def serve() -> Iterator[Serve]:
    """Puts a file on loopback and gives its address; `under`: that of a folder where the file has this name."""
    servers = serving()
    server = next(servers)

    def put(data: bytes, under: str = "") -> str:
        path = f"/{len(server.says)}.json"
        server.says[f"{path}/{under}" if under else path] = once(answer(data, kind="application/json"))
        return f"http://127.0.0.1:{server.server_address[1]}{path}"

    yield put
    server.shutdown()
    servers.close()  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def node() -> Node:
    """Runs a program of this folder: gives it a JSON document, and takes one."""
    program = shutil.which("node")
    if program is None or not (HERE / "node_modules").is_dir():
        pytest.skip("no node here, or its packages are not installed: .ci/consumers does")

    def run(name: str, question: Mapping[str, Any]) -> Any:
        asked = subprocess.run(
            [program, str(HERE / name)], input=json.dumps(question), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert asked.returncode == 0, asked.stderr
        return json.loads(asked.stdout)

    return run


def held(catalogue: Catalogue, export: Export) -> set[tuple[str, str]]:
    """The providers and models of which a price stands in the export, as its losses tell."""
    left = {loss.id for loss in export.losses if not loss.held}
    return {(price["provider"], price["model"]) for price in catalogue.prices if price["id"] not in left}


def meters_held(catalogue: Catalogue, export: Export) -> dict[tuple[str, str], set[str]]:
    """By provider and model, the meters whose prices stand in the export, as its losses tell."""
    left = {loss.id for loss in export.losses if not loss.held}
    found: dict[tuple[str, str], set[str]] = {}
    for price in catalogue.prices:
        if price["id"] not in left:
            found.setdefault((price["provider"], price["model"]), set()).add(price["meter"])
    return found


def section(name: str) -> str:
    """What docs/exports.md says of that export."""
    document = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    return document.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
