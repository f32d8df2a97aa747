"""The lines of docs/exports.md work as they stand, where the file is: beside them, or at an address on loopback."""

import math
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from pricebook.publish.exports import EXPORTS
from pricebook.publish.exports.export import Catalogue
from tests.consumers.conftest import HERE, RATES, ROOT, Serve, section
from tests.consumers.oracle import Request, cost
from tests.pages import COLLECTION
from tests.publish.told import into, tiered

pytest.importorskip("litellm")
pytest.importorskip("genai_prices")

PRICES = tiered("kimi-k2.6", {"x": ("6.5", "27", "1.1")}, provider="moonshot")
CATALOGUE = Catalogue(PRICES, crosswalk={"moonshot": COLLECTION.scraper("moonshot").elsewhere}, into=into)
ASKED = {"litellm": Request(20_000, 0, 0, 800), "genai-prices": Request(20_000, 5_000, 0, 800)}
ASKED |= dict.fromkeys(("models.dev", "openrouter", "llm-prices"), ASKED["genai-prices"])
"""What the lines ask for."""


@pytest.mark.parametrize("name", ASKED)
def test_the_lines_print_what_the_request_costs(name: str, tmp_path: Path, serve: Serve) -> None:
    found = re.search(r"```(python|javascript)\n(.*?)```", section(name), re.DOTALL)
    assert found
    [(file, data)] = EXPORTS[name](CATALOGUE).files.items()
    (tmp_path / file).write_bytes(data)
    lines = found[2].replace(f"https://example.org/{file}", serve(data))
    lines = lines.replace("https://example.org/openrouter", serve(data, under="models"))
    printed = _printed(["python", "-c", lines], tmp_path) if found[1] == "python" else _in_node(lines)
    exact = cost(PRICES, ASKED[name], RATES)
    assert exact is not None
    assert math.isclose(Decimal(printed), exact, rel_tol=1e-12)


def test_the_readmes_lines_register_what_is_exported(tmp_path: Path) -> None:
    (found,) = re.findall(r"```python\n(import json, litellm\n.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    [(file, data)] = EXPORTS["litellm"](CATALOGUE).files.items()
    exports = tmp_path / "catalog" / "v1" / "exports"
    exports.mkdir(parents=True)
    (exports / file).write_bytes(data)
    asked = "[cost] = {sum(litellm.cost_per_token(next(iter(rows)), 20_000, 800))}\nprint(cost)"
    printed = _printed(["python", "-c", found + asked], tmp_path)
    exact = cost(PRICES, ASKED["litellm"], RATES)
    assert exact is not None
    assert math.isclose(Decimal(printed), exact, rel_tol=1e-12)


def _in_node(lines: str) -> str:
    if shutil.which("node") is None or not (HERE / "node_modules").is_dir():
        pytest.skip("no node here, or its packages are not installed: .ci/consumers does")
    return _printed(["node", "--input-type=module", "--eval", lines], HERE)


def _printed(command: list[str], cwd: Path) -> str:
    program = sys.executable if command[0] == "python" else command[0]
    run = subprocess.run([program, *command[1:]], cwd=cwd, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()[-1]
