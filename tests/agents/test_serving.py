"""`catalog mcp` over a real pipe, asked by the protocol's own client as an assistant's program asks it."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import pricebook
from pricebook.book import BookError
from pricebook.publish.escaping import visible
from tests.agents.releases import HIDDEN, ORDER, PRICES, released
from tests.book.releases import price
from tests.book.requests import RELEASE, the_collections
from tests.command import started

mcp = pytest.importorskip("mcp")
stdio = pytest.importorskip("mcp.client.stdio")

COMMAND = ["-W", "error", "-m", "pricebook", "mcp"]
ASKED = 30
"""So many models of the collection's release are priced."""
INITIALIZE = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}  # fmt: skip
Talk = Callable[[Any], Awaitable[Any]]


def talked(folder: Path, talk: Talk, *words: str) -> Any:
    """What comes of talking to the command, which has nothing to say on stderr; it ends when the pipe does."""
    errors = folder / "stderr"

    async def run() -> Any:
        server = stdio.StdioServerParameters(
            command=sys.executable, args=[*COMMAND, *words], cwd=folder, env={"PYTHONPATH": os.environ["PYTHONPATH"]}
        )
        with errors.open("w", encoding="utf-8") as errlog:
            async with stdio.stdio_client(server, errlog) as (received, sent), mcp.ClientSession(received, sent) as one:
                await one.initialize()
                return await talk(one)

    told = asyncio.run(run())
    assert errors.read_text(encoding="utf-8") == ""
    return told


def asked(folder: Path, questions: Sequence[tuple[str, dict[str, Any]]], *words: str) -> list[Any]:
    """The structured answers, each of which is the same as its text."""

    async def talk(session: Any) -> list[Any]:
        results = [await session.call_tool(name, arguments) for name, arguments in questions]
        for result in results:
            assert not result.is_error, result.content
            assert json.loads(result.content[0].text) == result.structured_content
        return [result.structured_content for result in results]

    answers: list[Any] = talked(folder, talk, *words)
    return answers


@pytest.fixture
def release(tmp_path: Path) -> Path:
    return released(tmp_path / "v1")


def test_each_question_is_answered_with_ids_sources_and_the_release(release: Path) -> None:
    found, listed, cost, changes = asked(
        release.parent,
        [
            ("find_model", {"name": "pla"}),
            ("prices", {"model": "plain", "provider": "acme"}),
            ("cost", {"model": "plain", "input_tokens": 1_000_000}),
            ("changes", {"since": "2026-02-01"}),
        ],
        "--from",
        str(release),
    )
    for each in (found, listed, cost, changes):
        assert (each["release"]["release"], each["release"]["generated"]) == ("0" * 64, "2026-02-28")
        assert (each["release"]["expired"], each["refused"], each["more"]) == (True, None, 0)
    assert [each["provider"] for each in found["offers"]] == ["acme", "best", "doubted"]
    ids = [each["id"] for each in PRICES if (each["provider"], each["model"]) == ("acme", "plain")]
    assert [each["id"] for each in listed["prices"]] == ids
    assert {each["source"]["address"] for each in listed["prices"]} == {"https://acme.example"}
    assert [(each["provider"], each["amount"]) for each in cost["costs"]] == [("best", "1.5"), ("acme", "2")]
    assert [each["kind"] for each in cost["not_known"]] == ["Doubtful"]
    assert [each["day"] for each in changes["changes"]] == ["2026-02-20", "2026-02-10"]
    assert changes["whole"] is True


def test_refusals_are_answers_and_wrong_arguments_are_errors(release: Path) -> None:
    async def talk(session: Any) -> list[Any]:
        return [
            await session.call_tool(name, arguments)
            for name, arguments in (
                ("cost", {"model": "plane", "input_tokens": 1}),
                ("cost", {"model": "plain", "provider": "doubted", "input_tokens": 1}),
                ("prices", {"model": "plain", "at": "2020-01-01"}),
                ("prices", {"model": "many", "most": 3}),
                ("cost", {"model": "plain", "input_tokens": 1, "batch": True}),
                ("buy", {"model": "plain"}),
            )
        ]

    unknown, doubtful, early, many, wrong, nothing = talked(release.parent, talk, "--from", str(release))
    kinds = [each.structured_content["refused"]["kind"] for each in (unknown, doubtful, early)]
    assert kinds == ["UnknownModel", "Doubtful", "UnknownDay"]
    assert (len(many.structured_content["prices"]), many.structured_content["more"]) == (3, 37)
    assert (wrong.is_error, "batch: no such argument" in wrong.content[0].text) == (True, True)
    assert (nothing.is_error, nothing.content[0].text) == (
        True, "no tool 'buy'. Tools: find_model, prices, cost, changes.",
    )  # fmt: skip


def test_what_is_offered_is_typed_reads_only_and_takes_nothing_else(release: Path) -> None:
    async def talk(session: Any) -> Any:
        return await session.list_tools()

    tools = talked(release.parent, talk, "--from", str(release)).tools
    assert [each.name for each in tools] == ["find_model", "prices", "cost", "changes"]
    for each in tools:
        assert each.input_schema["additionalProperties"] is False
        assert {"release", "refused", "more"} <= set(each.output_schema["required"])
        assert each.annotations.read_only_hint
        assert all(said.get("description") for said in each.input_schema["properties"].values())
        assert len(each.description) < 300


def test_text_of_a_page_is_data_of_which_all_is_seen(release: Path) -> None:
    (told,) = asked(release.parent, [("prices", {"model": "odd"})], "--from", str(release))
    order, hidden, long = told["prices"][0]["source"]["heading"]
    assert (order, hidden) == (ORDER, visible(HIDDEN))
    assert hidden.isprintable()
    assert long == "长" * 1000 + "... (4000 characters more)"


def test_a_release_that_comes_while_it_runs_is_taken(release: Path) -> None:
    async def talk(session: Any) -> list[str]:
        amounts = []
        for more in ([], [price("new", "input", "3")]):
            released(release, [*PRICES, *more], sequence=5 + len(more), release=f"{len(more)}" * 64)
            told = await session.call_tool("find_model", {"name": "new"})
            amounts.append(told.structured_content["release"]["release"][0])
            assert bool(told.structured_content["offers"]) is bool(more)
        return amounts

    assert talked(release.parent, talk, "--from", str(release)) == ["0", "1"]


def test_costs_over_the_pipe_are_the_librarys(tmp_path: Path) -> None:
    """Of the collection's release, whatever stands in it tonight."""
    book = pricebook.load(RELEASE, accept_expired=True)
    offers = list(dict.fromkeys((each["provider"], each["model"]) for each in the_collections()))
    some = offers[:: max(len(offers) // ASKED, 1)]
    counts = {"input_tokens": 12_345, "output_tokens": 678}
    questions = [("cost", {"provider": provider, "model": model, **counts}) for provider, model in some]
    told = asked(tmp_path, questions, "--from", str(RELEASE))
    assert sum(bool(each["costs"]) for each in told)
    for (provider, model), each in zip(some, told, strict=True):
        try:
            own = book.cost(model, provider=provider, input_tokens=12_345, output_tokens=678)
        except BookError as problem:
            refused = type(problem).__name__
            assert (each["costs"], each["refused"]["kind"]) == ([], refused)
        else:
            assert [(one["amount"], one["currency"]) for one in each["costs"]] == [(f"{own.amount:f}", own.currency)]


def test_elsewhere_what_comes_with_the_program_answers(tmp_path: Path) -> None:
    """Without a collection around, as `catalog cost`."""
    (told,) = asked(tmp_path, [("find_model", {"name": the_collections()[0]["model"]})])
    assert told["release"]["source"].startswith("the catalogue inside pricebook ")
    assert told["offers"]


def frames(*messages: dict[str, Any] | str) -> str:
    return "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in messages)


@pytest.mark.parametrize("sent", ["", frames(INITIALIZE), frames("no JSON", "{}", "[1]", INITIALIZE)])
def test_it_ends_where_its_input_does_and_prints_the_protocol_alone(release: Path, sent: str) -> None:
    run = subprocess.run(
        [sys.executable, *COMMAND, "--from", str(release)],
        input=sent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert {json.loads(line)["jsonrpc"] for line in run.stdout.splitlines()} <= {"2.0"}


@pytest.mark.skipif(sys.platform == "win32", reason="a signal of a terminal is sent on POSIX only")
def test_a_person_who_stops_it_sees_nothing_of_how_it_is_made(release: Path) -> None:
    with subprocess.Popen(
        [sys.executable, *COMMAND, "--from", str(release)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as run:
        assert run.stdin
        assert run.stdout
        run.stdin.write(frames(INITIALIZE))
        run.stdin.flush()
        assert json.loads(run.stdout.readline())["id"] == 1
        run.send_signal(signal.SIGINT)
        out, err = run.communicate()
    assert (run.returncode, out, err) == (-signal.SIGINT, "", "")


def test_where_there_is_nothing_to_ask_it_does_not_begin(tmp_path: Path) -> None:
    run = started("mcp", "--from", tmp_path / "nowhere", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("catalog: ")
