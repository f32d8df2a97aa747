"""What a question costs from its start to its end, against a bare python: `python -m benchmarks.starting`.

A bare python is `python -c pass` of the same environment in the same run, with bytecode beside what is loaded, as users
have it. Questions go to a collection of five providers of 100 prices, whose database is up to date; how much memory one
model's prices take is measured at 50,000 prices.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from tests.worlds import look, price, reading

from benchmarks.measuring import peak, process, verdict
from pricebook.collection import Collection
from pricebook.run.refresh import publish

PROVIDERS, EACH, LARGE, MANY = 5, 100, 50, 50_000
BARE, TYPER = [sys.executable, "-c", "pass"], [sys.executable, "-c", "import typer"]
ROUNDS = 25
SCRAPER = """
from pricebook.scraping import Address, Scraper
pages = [Address("price", "https://{0}.example")]
scraper = Scraper("{0}", "{0}", "CNY", pages, lambda page: iter(()), timezone="Asia/Shanghai")
"""
ABOUT: Sequence[tuple[Sequence[str], float]] = ((["--help"], 1.2), (["--version"], 1.2))
"""What is asked of the program itself, and how many imports of typer it may cost."""
QUESTIONS: Sequence[tuple[Sequence[str], float]] = (
    (["list"], 10), (["list", "--json"], 10), (["list", "--model", "model-7"], 10), (["show", "model-7"], 10),
    (["show", "model-7", "--json"], 10), (["cost", "provider-3/model-7", "--input", "1000"], 10),
    (["compare", "model-7", "--input", "1000"], 10), (["status"], 10), (["history", "model-7"], 12),
    (["list", "--as-of", "2026-01-02"], 12), (["show", "model-7", "--as-of", "2026-01-02"], 12),
)  # fmt: skip
"""What is asked, and how many bare pythons it may cost."""


def catalog(root: Path, *words: str) -> list[str]:
    """The command, as its entry point starts it."""
    return [sys.executable, "-c", "from pricebook.cli import main; main()", "-C", str(root), *words]


def collection(root: Path) -> Collection:
    """Looks of three days, published."""
    made = Collection(root)
    made.scrapers.mkdir()
    for provider in (f"provider-{number}" for number in range(PROVIDERS)):
        (made.scrapers / f"{provider}.py").write_text(SCRAPER.format(provider), encoding="utf-8")
        for day in range(1, 4):
            amounts = (str(Decimal(number % 40 + day) / 4) for number in range(EACH))
            listed = [price(f"model-{number}", amount, provider=provider) for number, amount in enumerate(amounts)]
            look(made.snapshots, f"2026-01-0{day}", reading(listed), provider)
    publish(made, made.presents())
    return made


def shortest(commands: Sequence[Sequence[str]]) -> list[float]:
    """The shortest time of each, all of them tried in turn: what else the machine does, it does to all."""
    times = [[process(command, 0, least=1) for command in commands] for _ in range(ROUNDS)]
    return [min(each) for each in zip(*times, strict=True)]


def large(root: Path) -> Path:
    """Where a release of many stands, each provider's prices of one look."""
    made = Collection(root / "large")
    made.scrapers.mkdir(parents=True)
    for provider in (f"provider-{number}" for number in range(LARGE)):
        (made.scrapers / f"{provider}.py").write_text(SCRAPER.format(provider), encoding="utf-8")
        listed = [price(f"maker/model-{number}", "4", provider=provider) for number in range(MANY // LARGE)]
        look(made.snapshots, "2026-01-01", reading(listed), provider)
    publish(made, made.presents())
    return made.root


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "small").mkdir()
        asked = collection(root / "small").root
        commands = [BARE, TYPER, *(catalog(asked, *words) for words, _ in (*ABOUT, *QUESTIONS))]
        bare, typer, *costs = shortest(commands)
        print(f"a bare python: {bare * 1000:.1f} ms; import typer: {typer / bare:.1f} bare pythons")
        for (words, bar), cost in zip(ABOUT, costs, strict=False):
            print(verdict(f"{' '.join(words)}, in imports of typer", cost / typer, bar))
        for (words, bar), cost in zip(QUESTIONS, costs[len(ABOUT) :], strict=True):
            print(verdict(f"{' '.join(words)}, in bare pythons", cost / bare, bar))
        words = ["catalog", "-C", str(large(root)), "show", "maker/model-700"]
        code = f"import sys; sys.argv = {words!r}\nfrom pricebook.cli.app import app\napp(standalone_mode=False)"
        print(verdict(f"show one model among {MANY:,} prices, in MB", peak(code), 120))


if __name__ == "__main__":
    main()
