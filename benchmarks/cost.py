"""What a price costs a program that asks for it: `uv sync --group consumers`, then `python -m benchmarks.cost`.

Medians of one run in which all jobs take turns: what else the machine does, it does to all. By hand is a dictionary
look-up and a Decimal multiplication a line. The peers are those of the group `consumers`, each in a process of its own,
and asked for a model that it knows.
"""

import gc
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from decimal import Decimal
from functools import partial
from statistics import median
from timeit import Timer

import pricebook
from benchmarks.measuring import process, verdict
from pricebook.book import Book, UnknownModel

MODEL = "moonshot/kimi-k2.5"
PROVIDER, _, NAME = MODEL.partition("/")
TURNS, LOOPS, STARTS, NAMES = 61, 1_000, 21, 10_000
Seconds = Callable[[], float]
"""Gives how long one call took, of many."""

ASKED = "input_tokens=20_000, output_tokens=800"
QUESTIONS = {
    "by hand": f"by_hand({MODEL!r}, {ASKED})",
    "total": f"book.total({MODEL!r}, {ASKED})",
    "total at= a day": f"book.total({NAME!r}, provider={PROVIDER!r}, at=day, {ASKED})",
    "cost and its lines": f"[line.amount for line in book.cost({MODEL!r}, {ASKED}).lines]",
    "an unknown name": f"refused('nobody/knows-this', {ASKED})",
}
"""What is asked of the library, and the same by hand."""
PEERS = {
    "genai-prices": """
from genai_prices import Usage, calc_price
job = lambda: calc_price(Usage(input_tokens=20_000, output_tokens=800), model_ref="kimi-k2.5", provider_id="moonshotai")
""",
    "litellm": """
from litellm import cost_per_token
job = lambda: cost_per_token(model="moonshot/kimi-k2.5", prompt_tokens=20_000, completion_tokens=800)
""",
    "litellm-cost": """
from litellm_cost import get_cost
job = lambda: get_cost("gpt-4o", 20_000, 800)
""",
}
BARS: Mapping[str, Mapping[str, float]] = {
    "total": {"by hand": 1.5, "genai-prices": 0.01, "litellm": 0.01, "litellm-cost": 0.5},
    "total at= a day": {"by hand": 2.5},
    "cost and its lines": {"by hand": 8, "genai-prices": 0.05, "litellm": 0.05},
    "an unknown name": {"by hand": 5},
}
"""How many times the time of another one each may take."""
ANSWERING = """
from time import perf_counter
job()
for loops in map(int, iter(input, "")):
    began = perf_counter()
    for _ in range(loops):
        job()
    print((perf_counter() - began) / loops, flush=True)
"""
STARTED = {
    "a bare python": "pass",
    "import and first cost": f"import pricebook; pricebook.load().cost({MODEL!r}, {ASKED})",
    "genai-prices": f"{PEERS['genai-prices']}job()",
}
STARTING = {"a bare python": 2.5, "genai-prices": 0.12}


def questions(book: Book) -> dict[str, Seconds]:
    """How long each question takes."""
    rates = {
        (MODEL, meter): book.price(MODEL, f"{meter}_tokens").rate for meter in ("input", "output")
    }  # of one token, so that nothing has to be divided

    def by_hand(model: str, *, input_tokens: int, output_tokens: int) -> Decimal:
        return rates[model, "input"] * input_tokens + rates[model, "output"] * output_tokens

    def refused(model: str, *, input_tokens: int, output_tokens: int) -> None:
        try:  # noqa: SIM105 - it is measured
            book.total(model, input_tokens=input_tokens, output_tokens=output_tokens)
        except UnknownModel:
            pass

    known = {"book": book, "by_hand": by_hand, "refused": refused, "day": book.generated.date().isoformat()}
    assert eval(QUESTIONS["by hand"], known) == eval(QUESTIONS["total"], known)
    return {name: partial(timed, Timer(code, globals=known)) for name, code in QUESTIONS.items()}


def timed(timer: Timer) -> float:
    return timer.timeit(LOOPS) / LOOPS


def peer(stack: ExitStack, code: str) -> Seconds:
    """How long a peer takes, in a process that ends with the stack."""
    environment = {**os.environ, "LITELLM_LOCAL_MODEL_COST_MAP": "True"}  # else litellm asks a server
    pipe = subprocess.PIPE
    asked = stack.enter_context(
        subprocess.Popen(
            [sys.executable, "-c", code + ANSWERING], stdin=pipe, stdout=pipe, encoding="utf-8", env=environment
        )
    )
    stack.callback(lambda: print(file=asked.stdin, flush=True))

    def ask() -> float:
        assert asked.stdout is not None
        print(LOOPS // 10, file=asked.stdin, flush=True)
        return float(asked.stdout.readline())

    return ask


def medians(jobs: Mapping[str, Seconds]) -> dict[str, float]:
    """The median of each, all of them measured in turn, after a turn that does not count."""
    times = [[job() for job in jobs.values()] for _ in range(TURNS)][1:]
    return dict(zip(jobs, map(median, zip(*times, strict=True)), strict=True))


def starts() -> dict[str, float]:
    """The median time of a process of its own for each, all of them started in turn."""
    commands = [[sys.executable, "-c", code] for code in STARTED.values()]
    times = [[process(command, 0, least=1) for command in commands] for _ in range(STARTS)]
    return dict(zip(STARTED, map(median, zip(*times, strict=True)), strict=True))


def growth(book: Book) -> float:
    """The bytes that a book holds more of after each unknown name."""

    def ask(first: int) -> int:
        for number in range(first, first + NAMES):
            with suppress(UnknownModel):
                book.total(f"nobody/knows-{number}", input_tokens=1, output_tokens=1)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    before = ask(0)
    grown = ask(NAMES) - before
    tracemalloc.stop()
    return grown / NAMES


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    book = pricebook.load()
    with ExitStack() as stack:
        found = medians({**questions(book), **{name: peer(stack, code) for name, code in PEERS.items()}})
    print("; ".join(f"{name} {each * 1e6:.2f} µs" for name, each in found.items()))
    for name, bars in BARS.items():
        for against, bar in bars.items():
            print(verdict(f"{name}, against {against}", found[name] / found[against], bar))
    print(verdict("bytes that each unknown name leaves behind", growth(book), 1))
    started = starts()
    print("; ".join(f"{name} {each * 1e3:.1f} ms" for name, each in started.items()))
    for against, bar in STARTING.items():
        ratio = started["import and first cost"] / started[against]
        print(verdict(f"import and first cost, against {against}", ratio, bar))


if __name__ == "__main__":
    main()
