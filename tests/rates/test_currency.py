"""docs/currency.md says what happens."""

import hashlib
import inspect
import json
import re
from pathlib import Path

import pytest

from pricebook.cli.rates import ADDRESS, rates
from pricebook.rates.dated import LONGEST
from pricebook.rates.kept import KeptRates, PublishedDay
from tests.conftest import ROOT
from tests.rates.bank import WEEKS


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    KeptRates(tmp_path / "rates").add({day: dict(told) for day, told in WEEKS.items()}, "file", "2026-08-04")
    return tmp_path


def text() -> str:
    return (ROOT / "docs" / "currency.md").read_text(encoding="utf-8")


def first_column(title: str) -> list[str]:
    section = text().partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return re.findall(r"(?m)^\| `([\w-]+)", section)


def test_every_option_is_told() -> None:
    renamed = {"--as-list": "--list", "--source": "--from", "--as-json": "--json", "--as-csv": "--csv"}
    options = [f"--{name.replace('_', '-')}" for name in inspect.signature(rates).parameters if name != "context"]
    assert sorted(first_column("Where rates come from")) == sorted(renamed.get(each, each) for each in options)
    assert ("ninety days" in text()) == ADDRESS.endswith("-90d.xml")


def test_every_field_of_a_line_is_told_and_the_digest_is_as_told(kept: Path) -> None:
    assert sorted(first_column("What is kept")) == sorted(PublishedDay._fields)
    before = ""
    for line in (kept / "rates" / "2026.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        whole = [before, told["day"], told["gap"], sorted(told["rates"].items())]
        before = hashlib.sha256(json.dumps(whole, separators=(",", ":")).encode()).hexdigest()
        assert told["digest"] == before


def test_the_program_runs_as_it_stands(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", text(), re.DOTALL)
    monkeypatch.chdir(kept)
    exec(compile(program, "docs/currency.md", "exec"), {})
    assert capsys.readouterr().out == "Rate(value=Decimal('0.14375'), day='2026-07-31', source='ECB')\n"


def test_how_long_a_rate_holds_is_told() -> None:
    assert f"more than {({7: 'seven'})[LONGEST]} days behind the last" in text()
