"""Nights of a provider with several pages: one that fails takes nothing from the others."""

import json
import re
from collections.abc import Iterator

import pytest

from pricebook.collection import Collection
from tests.cli.test_reading import SCRAPER
from tests.command import catalog, looked, tree
from tests.serving import Server, alone, answer, once, serving, url

CHAT = "# Acme\n\n| 模型 | 输入价格（元/百万 tokens） |\n| - | - |\n| a | 2 |\n| b | 3 |\n| c | 4 |\n"
IMAGE = "# Acme\n\n| 模型 | 价格（元/张） |\n| - | - |\n| d | 5 |\n"
LOGIN = "<html><body><h1>登录</h1><form><input name=user></form></body></html>"


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serving()


@pytest.fixture
def acme(copy: Collection, server: Server) -> Collection:
    """One provider with two pages on the loopback server, which was looked at once."""
    alone(copy, SCRAPER, server)
    serve(server, CHAT, IMAGE)
    assert looked(cwd=copy.root).returncode == 0
    return copy


def serve(server: Server, chat: str, image: str | None) -> None:
    server.says["/chat"] = once(answer(chat.encode()))
    server.says["/image"] = once(answer(b"", "404 Not Found") if image is None else answer(image.encode()))


def listed(collection: Collection) -> dict[str, str]:
    prices = json.loads(catalog("list", "--json", cwd=collection.root).stdout)
    assert [price for price in prices if "absent_since" in price] == []
    return {price["model"]: price["amount"] for price in prices}


def standing(collection: Collection) -> dict[str, str]:
    prices = json.loads((collection.release / "prices.json").read_bytes())["prices"]
    return {price["model"]: price["status"] for price in prices}


@pytest.mark.parametrize("image", [None, LOGIN, IMAGE.replace("Acme", "Other")])
def test_the_other_pages_are_taken_and_the_failed_one_is_stale(
    image: str | None, acme: Collection, server: Server
) -> None:
    assert listed(acme) == {"a": "2", "b": "3", "c": "4", "d": "5"}
    serve(server, CHAT.replace("| 2 |", "| 1.5 |"), image)
    run = looked("--json", "--report", "told", cwd=acme.root)
    assert run.returncode == 3
    (told,) = json.loads(run.stdout)["providers"]
    assert (told["state"], told["error"], list(told["failing"])) == ("new", None, ["image"])
    assert (acme.root / "told" / "broken" / "acme.md").is_file()
    assert "- `acme/image` failed: " in (acme.root / "told" / "summary.md").read_text(encoding="utf-8")
    assert listed(acme) == {"a": "1.5", "b": "3", "c": "4", "d": "5"}
    assert standing(acme) == {"a": "fresh", "b": "fresh", "c": "fresh", "d": "stale"}
    shown = catalog("list", cwd=acme.root)
    assert shown.stderr.startswith("acme/image: stale: not read since ")
    (stands,) = json.loads(catalog("status", "--json", cwd=acme.root).stdout)
    assert (stands["prices"], list(stands["failing"]), stands["todo"][:8]) == (4, ["image"], "failed: ")
    (explained,) = [
        price["id"] for price in json.loads(catalog("list", "--json", "--model", "d", cwd=acme.root).stdout)
    ]
    assert "price:         acme d " in catalog("explain", explained, cwd=acme.root).stdout
    before = tree(acme.root)
    assert catalog("refresh", "--offline", cwd=acme.root).returncode == 3
    assert tree(acme.root) == before
    serve(server, CHAT, IMAGE)
    assert looked(cwd=acme.root).returncode == 0
    assert listed(acme) == {"a": "2", "b": "3", "c": "4", "d": "5"}
    assert {*standing(acme).values()} == {"fresh"}
    assert catalog("list", cwd=acme.root).stderr == ""
    assert catalog("verify", cwd=acme.root).returncode == 0


def test_where_every_page_fails_the_provider_does(acme: Collection, server: Server) -> None:
    before = listed(acme)
    serve(server, LOGIN, None)
    run = looked(cwd=acme.root)
    assert run.returncode == 1
    assert "acme: failed: " in run.stderr
    assert listed(acme) == before
    assert {*standing(acme).values()} == {"stale"}


def test_what_needs_a_person_on_a_page_that_failed_still_does(acme: Collection, server: Server) -> None:
    serve(server, CHAT, IMAGE.replace("| 5 |", "| 约 5 |"))
    assert looked(cwd=acme.root).returncode == 4
    serve(server, CHAT, None)
    told = json.loads(looked("--json", cwd=acme.root).stdout)
    assert (told["exit_status"], told["providers"][0]["needs_a_person"]) == (3, True)


def test_recordings_of_other_days_are_looks_of_their_own(copy: Collection) -> None:
    for module in copy.scrapers.glob("*.py"):
        module.unlink()
    (copy.scrapers / "acme.py").write_text(SCRAPER, encoding="utf-8")
    for page, text, day in (("chat", CHAT, "2026-01-07"), ("image", IMAGE, "2026-01-05")):
        (copy.root / "page.md").write_text(text, encoding="utf-8")
        assert (
            catalog("record", "acme", "--from", "page.md", "--page", page, "--on", day, cwd=copy.root).returncode == 0
        )
    before = None
    for _ in range(2):
        run = catalog("refresh", "--recorded", cwd=copy.root)
        assert run.returncode == 0, run.stderr
        assert re.findall(r"(?m)^acme: (\S+): ", run.stderr) == ["2026-01-05", "2026-01-07"]
        assert sorted(path.name for path in (copy.snapshots / "acme").iterdir()) == [
            "2026-01-05",
            "2026-01-07",
            "2026.jsonl",
            "profile.jsonl",
        ]
        assert listed(copy) == {"a": "2", "b": "3", "c": "4", "d": "5"}
        assert before in {None, str(tree(copy.root))}
        before = str(tree(copy.root))
    assert catalog("status", "--json", cwd=copy.root).returncode == 0
    (copy.recordings / "acme" / "image.yaml").unlink()
    assert catalog("refresh", "--recorded", cwd=copy.root).returncode == 0
    assert listed(copy) == {"a": "2", "b": "3", "c": "4", "d": "5"}, "a page that is not recorded lacks nothing"


def test_a_page_that_was_given_up_is_read_where_it_was_saved_and_asked_for_no_more(
    acme: Collection, server: Server
) -> None:
    module, old = acme.scrapers / "acme.py", CHAT.replace("| c | 4 |", "| old | 9 |")
    given_up = f'    pages=[\n        Address("all", "{url(server, "/gone")}", former=True),'
    module.write_text(module.read_text(encoding="utf-8").replace("    pages=[", given_up), encoding="utf-8")
    for page, day in (("all", "2026-01-01"), ("image", "2026-01-02")):
        (acme.root / "page.md").write_text(old if page == "all" else IMAGE, encoding="utf-8")
        run = catalog("ingest", "acme", "page.md", "--page", page, "--date", day, cwd=acme.root)
        assert run.returncode == 0, run.stderr
    assert catalog("publish", cwd=acme.root).returncode == 0
    known = json.loads(catalog("list", "--as-of", "2026-01-03", "--json", cwd=acme.root).stdout)
    assert {price["model"] for price in known} == {"a", "b", "old", "d"}
    assert not any("absent_since" in price for price in known)
    assert looked(cwd=acme.root).returncode == 0
    prices = json.loads(catalog("list", "--json", cwd=acme.root).stdout)
    assert {price["model"]: price["status"] for price in prices} == {
        **dict.fromkeys("abcd", "fresh"), "old": "missing",
    }  # fmt: skip
    assert not any("/gone" in asked for asked in server.asked)


def test_a_page_may_be_recorded_of_several_days_and_another_of_none(copy: Collection) -> None:
    for module in copy.scrapers.glob("*.py"):
        module.unlink()
    (copy.scrapers / "acme.py").write_text(SCRAPER, encoding="utf-8")
    made = copy.recordings / "acme"
    for text, day in ((CHAT.replace("| 2 |", "| 1.5 |"), "2026-01-05"), (CHAT, "2026-01-07")):
        (copy.root / "page.md").write_text(text, encoding="utf-8")
        words = ["record", "acme", "--from", "page.md", "--page", "chat", "--on", day]
        assert catalog(*words, cwd=copy.root).returncode == 0
        if day == "2026-01-05":
            content = (made / "chat.yaml").read_text(encoding="utf-8")
            (made / f"chat.{day}.yaml").write_text(content.replace("chat.body", f"chat.{day}.body"), encoding="utf-8")
            (made / "chat.body.md").rename(made / f"chat.{day}.body.md")
    assert catalog("refresh", "--recorded", cwd=copy.root).returncode == 0
    assert listed(copy) == {"a": "2", "b": "3", "c": "4"}
    history = json.loads(catalog("history", "a", "--json", cwd=copy.root).stdout)
    assert "2026-01-05" in json.dumps(history)
    assert catalog("status", "--json", cwd=copy.root).returncode == 0
