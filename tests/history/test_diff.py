"""Changes: what they are called, which come first, and that files give the same as dictionaries."""

import csv
import html.parser
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pricebook.cli.output import NOT_KNOWN
from pricebook.errors import StorageError, UsageError
from pricebook.history.diff import Change, as_json, changes
from pricebook.history.streams import pairs
from pricebook.identity import offer_order, order_of
from pricebook.publish import changes as told
from pricebook.publish.pull_request import MAX_BYTES, markdown
from pricebook.run.changes import of_files
from tests.command import catalog
from tests.conftest import frozen
from tests.worlds import price

Json = dict[str, Any]


def said(model: str, amount: str, absent: str = "", **more: Any) -> Json:
    """A price as it is published; one that is absent says how."""
    whole = price(model, amount, **more).model_dump(mode="json")
    told = {**whole, "standard": True, "valid_from": "2026-01-01", "valid_from_basis": "observed", "status": "fresh"}
    return told | ({"status": absent, "absent_since": "2026-01-02", "snapshot": "2026-01-01"} if absent else {})


def as_known(told: Json) -> Json:
    """The same before it is published."""
    gone = (
        {"state": told["status"], "since": "2026-01-02", "snapshot": "2026-01-01"} if "absent_since" in told else None
    )
    lacking = ("standard", "status", "absent_since", "snapshot")
    return {name: value for name, value in told.items() if name not in lacking} | {"absent": gone}


def without_until(model: str, amount: str) -> Json:
    """As snapshots told a price when no page was known to print when it ends."""
    return {name: value for name, value in said(model, amount).items() if name != "effective_until"}


TIER = {"input_tokens": {"lte": 8192}}
LOW, HIGH = {"input_tokens": {"lte": 32768}}, {"input_tokens": {"gt": 32768}}


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ([], [], []),
        ([said("a", "4")], [said("a", "4")], []),
        ([said("a", "4")], [said("a", "5")], ["increase"]),
        ([said("a", "4")], [said("a", "2")], ["decrease"]),
        ([said("a", "4")], [said("a", "0.004")], ["jump"]),
        ([said("a", "4")], [said("a", "41")], ["jump"]),
        ([said("a", "4")], [said("a", "0", free=True)], ["free"]),
        ([said("a", "0", free=True)], [said("a", "4")], ["increase"]),
        ([said("a", "4")], [said("a", "4", promotion={"label": "限时"})], ["terms"]),
        ([said("a", "4")], [said("a", "4", since="2026-02-01")], ["terms"]),
        ([said("a", "4")], [said("a", "4", until="2026-02-01")], ["terms"]),
        ([without_until("a", "4")], [said("a", "4")], []),
        ([without_until("a", "4")], [said("a", "4", until="2026-02-01")], ["terms"]),
        ([], [said("a", "4")], ["added"]),
        ([said("a-1", "4")], [said("a-l", "4")], ["alike", "missing"]),
        ([said("a", "4")], [], ["missing"]),
        ([said("a", "4")], [said("a", "4", absent="missing")], ["missing"]),
        ([said("a", "4")], [said("a", "4", absent="withdrawn")], ["missing"]),
        ([], [said("a", "4", absent="missing")], []),
        ([said("a", "4", absent="missing")], [said("a", "400", absent="missing")], []),
        ([said("a", "4", absent="unread")], [said("a", "4", absent="missing")], ["missing"]),
        ([said("a", "4")], [said("a", "36")], ["jump"]),
        ([said("a", "4")], [said("a", "35")], ["increase"]),
        ([said("a", "4")], [said("a", "4", absent="unread")], ["unread"]),
        ([said("a", "4", absent="missing")], [said("a", "4")], ["back"]),
        ([said("a", "4", absent="missing")], [said("a", "4", absent="missing")], []),
        ([said("a", "4")], [said("a", "4"), said("a", "5")], ["conflict"]),
        ([said("a", "4"), said("a", "5")], [said("a", "4"), said("a", "5")], []),
        ([said("a", "4"), said("a", "5")], [said("a", "4"), said("a", "6")], ["conflict"]),
        ([said("a", "4"), said("a", "5")], [said("a", "5")], ["solved"]),
        ([said("A-1", "4")], [said("maker/a-1", "4")], ["rename"]),
        ([said("A-1", "4")], [said("maker/a-1", "8")], ["increase"]),
        (
            [said("a", "4"), said("A", "5", absent="missing")],
            [said("a", "4", absent="missing"), said("A", "4")],
            ["rename"],
        ),
        ([said("a", "4")], [said("a", "4", unit="1M characters")], ["unit"]),
        ([said("a", "4")], [said("a", "4", currency="USD")], ["currency"]),
        ([said("a", "4")], [said("a", "4", conditions=TIER)], ["conditions"]),
        ([said("a", "4")], [said("b", "4")], ["missing", "added"]),
        ([said("a", "4")], [said("a", "5", conditions={"as_printed": ["新"]})], ["conditions"]),
        ([said("a", "4")], [said("a", "4000", conditions={"as_printed": ["新"]})], ["jump"]),
        ([said("a", "4")], [said("a（新）", "4")], ["rename"]),
        ([said("a", "4")], [said("m/a-0324", "4")], ["rename"]),
        ([said("a-0513", "4")], [said("a-0806", "2")], ["missing", "added"]),
        ([said("a", "4")], [said("A", "4"), said("m/a", "4")], ["missing", "added", "added"]),
        ([said("a", "2")], [said("a", "1", conditions=LOW), said("a", "2", conditions=HIGH)], ["tiers"]),
        ([said("a", "1", conditions=LOW), said("a", "2", conditions=HIGH)], [said("a", "2")], ["tiers"]),
        ([said("a", "2")], [said("a", "1", conditions=LOW), said("a", "2000", conditions=HIGH)], ["jump"]),
        (
            [said("a", "1", conditions=LOW), said("a", "2", conditions=HIGH)],
            [said("m/A", "1", conditions=TIER), said("m/A", "2", conditions={"input_tokens": {"gt": 8192}})],
            ["tiers"],
        ),
        (
            [said("a", "2"), said("a", "8", meter="output")],
            [said("m/A", "1"), said("m/A", "8", meter="output")],
            ["decrease", "rename"],
        ),
        (
            [said("a", str(number), conditions={"resolution": f"{number}p"}) for number in (480, 720)],
            [
                said("a", str(number), conditions={"resolution": f"{number}p", "as_printed": ["新"]})
                for number in (480, 720)
            ],
            ["conditions", "conditions"],
        ),
        (
            [said("a", "4", conditions={"resolution": "720p"}), said("a", "5", conditions={"resolution": "480p"})],
            [said("a", "4", conditions={"resolution": "1080p"})],
            ["missing", "missing", "added"],
        ),
    ],
)
def test_a_change_is_called_what_it_is(old: list[Json], new: list[Json], kinds: list[str], tmp_path: Path) -> None:
    paths = write(tmp_path, old, new)
    known = by_hand([as_known(each) for each in old], [as_known(each) for each in new])
    for found in (pairs(*paths), pairs(*swapped_form(paths)), known):
        assert [change.kind for change in changes(found)] == kinds


def test_what_must_not_be_overlooked_comes_first() -> None:
    old = [said("a", "4"), said("b", "4"), said("c", "4"), said("d", "4"), said("e", "4"), said("f", "1")]
    new = [
        said("a", "4"),
        said("a", "5"),
        said("b", "4000"),
        said("c", "5"),
        said("d", "2"),
        said("g", "1"),
        said("f", "3"),
    ]
    found = changes(by_hand(old, new))
    assert [(change.kind, change.told.model) for change in found] == [
        ("conflict", "a"), ("jump", "b"), ("increase", "f"), ("decrease", "d"), ("increase", "c"), ("missing", "e"),
        ("added", "g"),
    ]  # fmt: skip
    assert [change.ratio for change in found][1:5] == [Decimal(1000), Decimal(3), Decimal("0.5"), Decimal("1.25")]


def by_hand(old: list[Json], new: list[Json]) -> list[tuple[list[Json], list[Json]]]:
    ids = dict.fromkeys(each["id"] for each in [*old, *new])
    sides = [([o for o in old if o["id"] == key], [n for n in new if n["id"] == key]) for key in ids]
    return [(was, now) for was, now in sides if was != now]


def write(folder: Path, old: list[Json], new: list[Json]) -> tuple[Path, Path]:
    for name, content in (("old", old), ("new", new)):
        published, ordered = (
            [orjson.dumps(each, option=orjson.OPT_SORT_KEYS) for each in sorted(content, key=order)]
            for order in (published_order, lambda each: (order_of(each), Decimal(each["amount"])))
        )
        (folder / f"{name}.json").write_bytes(HEAD + (b"[\n%b\n]}\n" % b",\n".join(published) if content else b"[]}\n"))
        (folder / f"{name}.jsonl").write_bytes(b"".join(line + b"\n" for line in ordered))
        whole = {"format": "pricebook-catalogue/1", "prices": content[::-1]}
        (folder / f"{name}-dense.json").write_bytes(orjson.dumps(whole))
    return folder / "old.json", folder / "new.json"


HEAD = b'{"format":"pricebook-catalogue/1",\n"prices":'


def published_order(told: Json) -> tuple[Any, Decimal]:
    return offer_order(told), Decimal(told["amount"])


def swapped_form(paths: tuple[Path, Path]) -> tuple[Path, Path]:
    return paths[0].with_suffix(".jsonl"), paths[1].with_suffix(".jsonl")


AMOUNTS = st.sampled_from(["1", "2", "3"])
SIDES = st.dictionaries(
    st.integers(0, 400), st.lists(AMOUNTS, min_size=1, max_size=3, unique=True), max_size=150
)  # fmt: skip


@given(old=SIDES, touched=SIDES, gone=st.sets(st.integers(0, 400), max_size=20))
def test_files_are_compared_as_dictionaries_would_be(
    old: dict[int, list[str]], touched: dict[int, list[str]], gone: set[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    sides = [
        [said(f"model {number}", amount) for number, amounts in side.items() for amount in sorted(amounts)]
        for side in (old, {number: each for number, each in {**old, **touched}.items() if number not in gone})
    ]
    paths = write(tmp_path_factory.mktemp("sides"), *sides)
    expected = changes(by_hand(*sides))
    dense = tuple(path.with_name(f"{path.stem}-dense.json") for path in paths)
    for first, second in (paths, swapped_form(paths), dense, (paths[0], swapped_form(paths)[1])):
        assert plain(changes(pairs(first, second))) == plain(expected)


def plain(found: list[Change]) -> list[Json]:
    sides = [as_json(change) for change in found]
    for change in sides:
        for side in ("old", "new"):
            change[side] = sorted(change[side], key=lambda each: each["amount"])
    return sides


NASTY = "@all #1 fixes #2 <b>|`*_[x](y)\\ ::set-output:: =1+1 \u202e\x1b[31m"


def test_the_printed_days_stand_beside_the_amount() -> None:
    was, now = said("a", "4", since="2026-01-01"), said("a", "4", since="2026-01-01", until="2026-03-31")
    (change,) = changes(by_hand([was], [now]))
    assert told.row(change)[4:6] == [
        "4 CNY / 1M tokens (from 2026-01-01)",
        "4 CNY / 1M tokens (from 2026-01-01 until 2026-03-31)",
    ]


def test_text_of_a_page_stays_text_in_markdown_and_html() -> None:
    found = changes(by_hand([said(NASTY, "4", promotion={"label": NASTY})], [said(NASTY, "5")]))
    body = markdown(found, NASTY)
    rendered = MarkdownIt("commonmark").enable("table").render(body)
    assert re.sub(r"<[^>]*>", "", rendered.replace("&lt;b&gt;", "")).count("@all") >= 3
    assert "@all" not in body
    assert "#1" not in re.sub(r"&#[0-9]+;", "", body)
    assert not re.search(r"<b>|<em>|<a ", rendered)
    assert "<b>" not in told.page(found, NASTY)
    tags: list[str] = []
    parser = html.parser.HTMLParser()
    parser.handle_starttag = lambda tag, _: tags.append(tag)  # type: ignore[method-assign, assignment]
    parser.feed(told.page(found, NASTY))
    assert tags.count("td") == len(told.HEADINGS)


def test_markdown_fits_a_pull_request_with_the_important_on_top() -> None:
    old = [said(f"model {number}" + "长" * 60, "4") for number in range(900)]
    new = [said(each["model"], "4000" if number % 2 else "5") for number, each in enumerate(old)]
    body = markdown(changes(by_hand(old, new)), "2026-01-01 → 2026-01-02")
    assert len(body.encode()) <= MAX_BYTES
    assert body.index("### jump (450)") < 200
    assert re.search(r"… and [0-9,]+ more", body)
    shown = body.count("`acme`")
    assert f"… and {900 - shown:,} more" in body


def test_the_less_important_is_folded() -> None:
    body = markdown(changes(by_hand([said("a", "4")], [said("a", "5"), said("b", "1")])), "x")
    assert body.index("### increase (1)") < body.index("<details><summary>added (1)")
    assert markdown([], "x").startswith("**No change.**")


@pytest.mark.parametrize(
    ("content", "reason", "error"),
    [
        (b"", "holds no published prices", UsageError),
        (b"[]", "holds no published prices", UsageError),
        (b"{}", "holds no published prices", UsageError),
        (HEAD.replace(b"/1", b"/2") + b"[\n{", "holds no published prices of format pricebook-catalogue/1", UsageError),
        (b'{"format": "pricebook/v1", "prices": []}', "holds no published prices", UsageError),
        (HEAD + b'[\n{"id":1', "ends in the middle", StorageError),
        (HEAD, "holds no published prices", UsageError),
    ],
)
def test_a_file_that_is_no_catalogue_is_named(
    content: bytes, reason: str, error: type[Exception], tmp_path: Path
) -> None:
    old, _ = write(tmp_path, [said("a", "4")], [])
    bad = tmp_path / "bad.json"
    bad.write_bytes(content)
    with pytest.raises(error, match=rf"bad\.json: .*{reason}"):
        list(pairs(old, bad))


def test_a_damaged_line_is_shown(tmp_path: Path) -> None:
    old, new = swapped_form(write(tmp_path, [said("a", "4"), said("b", "4")], [said("a", "4"), said("b", "5")]))
    new.write_bytes(new.read_bytes().replace(b'"amount":"5"', b'"amount":"5', 1))
    with pytest.raises(StorageError, match=r"new\.jsonl: holds what is no price"):
        list(pairs(old, new))


def test_every_form_and_exit_code_of_the_command(tmp_path: Path) -> None:
    old, new = write(tmp_path, [said("a", "4")], [said("a", "5")])
    shown = {
        how: catalog("diff", old, new, "--format", how, cwd=tmp_path) for how in ("table", "markdown", "json", "html")
    }
    assert {run.returncode for run in shown.values()} == {0}
    headings, row = (line.split("\t") for line in shown["table"].stdout.splitlines())
    told = dict(zip(headings, row, strict=True))
    assert [told[name] for name in ("change", "before", "after", "ratio", "percent", "the page's words")] == [
        "increase", "4 CNY / 1M tokens", "5 CNY / 1M tokens", "1.25", "25", "‘4 元’ → ‘5 元’",
    ]  # fmt: skip
    (change,) = json.loads(shown["json"].stdout)["changes"]
    assert change.keys() >= {"percent", "days", "between"}
    assert change["new"][0].keys() >= {"id", "place", "address", "snapshot", "reasons"}
    assert (change["kind"], change["ratio"], change["old"][0]["quote"]) == ("increase", "1.25", "4 元")
    assert shown["html"].stdout.startswith("<!doctype html>")
    assert catalog("diff", old, new, "--exit-code", cwd=tmp_path).returncode == 1
    same = catalog("diff", old, old, "--exit-code", cwd=tmp_path)
    assert (same.returncode, same.stderr.splitlines()[-1]) == (0, "No change.")
    assert catalog("diff", old, new, "--model", "zzz", "--exit-code", cwd=tmp_path).returncode == 0


def test_between_days_of_this_collection() -> None:
    run = catalog("diff", "2025-10-20", "2025-10-21", "--provider", "ucloud", cwd=frozen().root)
    assert run.stderr.splitlines()[0] == "ucloud 2025-10-20 → 2025-10-21.2"
    assert "\t0.001\t" in run.stdout
    assert "ucloud 2025-10-30 → 2025-11-18" in catalog("diff", cwd=frozen().root).stderr


def test_that_nothing_changed_is_said_only_where_somebody_looked() -> None:
    root = frozen().root
    run = catalog("diff", "--since", "1d", "--exit-code", cwd=root)
    assert (run.returncode, "No change" in run.stdout + run.stderr) == (NOT_KNOWN, False)
    assert "not known: ucloud was last looked at on 2025-11-18" in run.stderr.splitlines()
    assert catalog("diff", "--since", "1d", cwd=root).returncode == 0
    said = json.loads(catalog("diff", "--since", "1d", "--provider", "ucloud", "--json", cwd=root).stdout)
    assert said["not_known"] == [{"provider": "ucloud", "last_look": "2025-11-18"}]
    for how in ("markdown", "html", "summary"):
        assert "No change" not in catalog("diff", "--since", "1d", "--format", how, cwd=root).stdout
    seen = "diff", "2025-03-28", "2025-05-24", "--provider", "ucloud", "--kind", "jump", "--exit-code"
    assert catalog(*seen, cwd=root).returncode == 0
    two = catalog(*seen, "--provider", "bailian", cwd=root)
    assert (two.returncode, "No change where somebody looked." in two.stderr) == (NOT_KNOWN, True)
    same = catalog("diff", "2025-10-21", "2025-10-21", "--provider", "ucloud", "--exit-code", cwd=root)
    assert (same.returncode, same.stderr.splitlines()[-1]) == (0, "No change.")


def test_a_day_to_come_is_refused() -> None:
    for days in (("2999-01-01",), ("2025-10-20", "2999-01-01")):
        run = catalog("diff", *days, cwd=frozen().root)
        assert (run.returncode, "is still to come" in run.stderr) == (2, True)


def test_only_the_kinds_that_are_asked_for() -> None:
    days = "diff", "2025-10-20", "2025-10-21"
    for kinds, number in (("jump",), 2), (("jump", "back"), 4), (("increase",), 0):
        run = catalog(*days, *(word for kind in kinds for word in ("--kind", kind)), "--csv", cwd=frozen().root)
        rows = list(csv.DictReader(run.stdout.splitlines()))
        assert ({row["change"] for row in rows}, len(rows)) == ({*kinds} if number else set(), number)
    told = json.loads(catalog(*days, "--kind", "back", "--json", cwd=frozen().root).stdout)
    assert [change["kind"] for change in told["changes"]] == ["back", "back"]


def test_a_slip_among_thousands_of_harmless_changes_is_seen_first(tmp_path: Path) -> None:
    """Whatever the harmless ones are called: new, gone, renamed, dearer, of other conditions or another currency."""
    harmless: list[tuple[Json, Json | None]] = []
    for number in range(2000):
        was = said(f"model {number}", "4")
        now = [
            said(f"model {number}", "5"), said(f"model {number}", "3.2"), said(f"m/model-{number}", "4"), None,
            said(f"other {number}", "4"), said(f"model {number}", "4", conditions={"as_printed": ["新"]}),
            said(f"model {number}", "4", currency="USD"), said(f"model {number}", "0", free=True),
        ]  # fmt: skip
        harmless.append((was, now[number % len(now)]))
    old, new = [was for was, _ in harmless], [now for _, now in harmless if now]
    for slip in ("28.8", "0.5", "4000", "0.004", "9"):
        paths = write(tmp_path, [*old, said("the slip", "4")], [*new, said("the slip", slip)])
        for how in ("table", "markdown"):
            shown = catalog("diff", *paths, "--format", how, cwd=tmp_path).stdout
            assert len(shown.splitlines()) > 100
            assert "the slip" in "".join(shown.splitlines()[:40]), (slip, how)


def test_a_new_provider_is_one_line_but_for_what_is_doubtful(tmp_path: Path) -> None:
    came = [said(f"model {number}", "4", provider="newly") for number in range(30)]
    came[7] |= {"suspect": "far from all others"}
    paths = write(tmp_path, [said("a", "4")], [said("a", "4"), said("b", "4"), *came])
    found = of_files(*map(str, paths)).changes()
    assert [(change.kind, change.told.provider, len(change.new)) for change in found] == [
        ("added", "newly", 1), ("provider", "newly", 29), ("added", "acme", 1),
    ]  # fmt: skip
    assert told.row(found[1])[:6] == ["new provider", "newly", "29 models", "", "", "29 prices"]
    assert told.row(found[0])[5] == "4 CNY / 1M tokens ? far from all others"
    assert told.summary(found) == "3 changes: 1 new provider, 2 added"


def test_tiers_are_one_row() -> None:
    old = [said("a", "2")]
    new = [said("a", "2", conditions=HIGH), said("a", "1", conditions=LOW)]
    for first, second, texts in (
        (old, new, ["2 CNY / 1M tokens", "1 CNY / 1M tokens (≤32768), 2 (>32768)", "-50% to 0%"]),
        (new, old, ["1 CNY / 1M tokens (≤32768), 2 (>32768)", "2 CNY / 1M tokens", "+100% to 0%"]),
    ):
        (change,) = changes(by_hand(first, second))
        assert told.row(change)[4:7] == texts


def test_a_doubt_stands_behind_its_amount() -> None:
    new = said("a", "4", promotion={"label": "限时"}) | {"status": "held", "reasons": ["twice the price", "x"]}
    (change,) = changes(by_hand([said("a", "2")], [new]))
    assert told.row(change)[5] == "4 CNY / 1M tokens (限时) ? twice the price; x"
    assert as_json(change)["new"][0]["reasons"] == ("twice the price", "x")
    gone = said("a", "2", absent="missing") | {"reasons": ["a fifth of the page is gone"]}
    (change,) = changes(by_hand([said("a", "2")], [gone]))
    assert told.row(change)[5] == "missing since 2026-01-02 ? a fifth of the page is gone"
    assert change.weight == 1


def test_a_change_says_percent_and_days() -> None:
    old, new = said("a", "4"), said("a", "3.2") | {"valid_from": "2026-02-04"}
    (change,) = changes(by_hand([old], [new]))
    assert told.row(change)[6:8] == ["-20%", "34 days"]
    (change,) = changes(by_hand([old | {"last_seen": "2026-01-20", "not_seen": "2026-01-31"}], [new]))
    assert told.row(change)[6:8] == ["-20%", "30 days\n(2026-01-20 to 2026-01-31)"]
    whole = as_json(change)
    assert [whole[name] for name in ("percent", "days", "between")] == ["-20", 30, ("2026-01-20", "2026-01-31")]


@given(st.decimals("0.000001", "1000000", allow_nan=False, allow_infinity=False))
def test_how_much_more_is_never_said_to_be_nothing(ratio: Decimal) -> None:
    text = told.ratio(ratio)
    assert text[:1] in ({"+", "×"} if ratio > 1 else {"-", "÷"} if ratio < 1 else {""})
    assert text not in {"+0%", "-0%", "-100%"}


def test_a_reviewer_sees_what_an_added_name_looks_like(tmp_path: Path) -> None:
    paths = write(tmp_path, [said("qwen", "4")], [said("qwen", "4"), said("qw\u0435n", "2")])
    for ways in (paths, swapped_form(paths)):
        assert [change.kind for change in of_files(*map(str, ways)).changes()] == ["alike"]
    found = of_files(*map(str, paths)).changes()
    assert told.row(found[0])[2] == "qw\u0435n\n(looks like qwen)"
    assert "<code>qw&#92;u0435n</code> `(looks like qwen)`" in markdown(found, "now")
    assert "<details>" not in markdown(found, "now")
