"""What is loaded is what was published: the last good release stays, and the reason is told."""

import gzip
import json
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import pricebook
from pricebook.book import RefusedData, loading
from tests.book.releases import FORMAT, NOW, encode, files, manifest, price, write
from tests.conftest import ROOT
from tests.serving import Server, answer, once, serving

PRICES = [price(f"model-{number}", meter, str(number + 1)) for number in range(20) for meter in ("input", "output")]
GOOD = files(PRICES)
NEXT = files([{**one, "amount": str(int(one["amount"]) + 1)} for one in PRICES])
ASKED: dict[str, Any] = {"input_tokens": 1_000_000, "output_tokens": 1_000_000}
Contents = dict[str, bytes]


def flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def altered(name: str, how: Callable[[bytes], bytes]) -> Callable[[], Contents]:
    """A release whose file is other than its manifest says."""
    return lambda: {**NEXT, "manifest.json": manifest(NEXT, sequence=6), name: how(NEXT[name])}


def swapped() -> Contents:
    return {**altered("slim.json", lambda _: NEXT["models.json"])(), "models.json": NEXT["slim.json"]}


def newer(contents: Contents, **fields: Any) -> Callable[[], Contents]:
    """A release that agrees with itself."""
    return lambda: {**contents, "manifest.json": manifest(contents, **{"sequence": 6, **fields})}


def times(factor: str) -> Contents:
    return files([{**one, "amount": str(int(one["amount"])) + factor} for one in PRICES])


def with_slim(content: Any) -> Contents:
    return {**NEXT, "slim.json": encode(content)}


def whole(content: bytes) -> Callable[[], Contents]:
    """Whatever is asked for, this comes."""
    return lambda: dict.fromkeys([*NEXT, "manifest.json"], content)


ATTACKS: dict[str, tuple[Callable[[], Contents], str]] = {
    "one bit flipped": (altered("slim.json", flipped), "digest"),
    "truncated": (altered("slim.json", lambda content: content[:-9]), "truncated"),
    "longer": (altered("slim.json", lambda content: content + b" "), "truncated"),
    "two files swapped": (swapped, "truncated"),
    "two files swapped, the manifest with them": (
        newer({**NEXT, "slim.json": NEXT["models.json"], "models.json": NEXT["slim.json"]}), "format",
    ),
    "an older release replayed": (newer(NEXT, sequence=4), "older"),
    "expired": (newer(NEXT, expires="2026-03-01T11:59:59Z"), "expired"),
    "a list": (whole(b"[]"), "format"),
    "an empty object": (whole(b"{}"), "format"),
    "a page": (whole(b"<!doctype html><html><body>Please log in</body></html>"), "unreadable"),
    "nothing": (whole(b""), "unreadable"),
    "no text": (whole(b"\xff\xfe\x00"), "unreadable"),
    "brackets without end": (whole(b"[" * 100_000), "unreadable"),
    "no file at all": (dict, "unreachable"),
    "the manifest alone": (lambda: {"manifest.json": manifest(NEXT, sequence=6)}, "unreachable"),
    "another format": (newer(NEXT, format="pricebook-catalogue/2"), "format"),
    "a manifest without files": (newer(NEXT, files={}), "format"),
    "a manifest of text": (newer(NEXT, files={"slim.json": "here"}), "format"),
    "a sequence that is no number": (newer(NEXT, sequence=True), "format"),
    "an expiry that is no moment": (newer(NEXT, expires="soon"), "format"),
    "no prices": (newer(files([])), "empty"),
    "half of the models": (newer(files(PRICES[:20])), "shrunken"),
    "half of the meters": (newer(files(PRICES[::2])), "shrunken"),
    "other models": (newer(files([{**one, "model": f"x-{one['model']}"} for one in PRICES])), "shrunken"),
    "a thousand times": (newer(times("000")), "scaled"),
    "a thousandth": (newer(files([{**one, "amount": f"0.{int(one['amount']):04}"} for one in PRICES])), "scaled"),
    "amounts that are numbers": (newer(files([{**one, "amount": 1} for one in PRICES])), "format"),
    "amounts that are words": (newer(files([{**one, "amount": "NaN"} for one in PRICES])), "format"),
    "a slim edition of something else": (newer(with_slim({"format": FORMAT, "units": {}, "providers": []})), "format"),
    "a provider of something else": (
        newer(with_slim({"format": FORMAT, "units": {}, "providers": {"acme": {"models": []}}})), "format",
    ),
}  # fmt: skip
FIRST = {name: attack for name, attack in ATTACKS.items() if attack[1] not in {"older", "shrunken", "scaled"}}


def put(folder: Path, contents: Contents) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serving()


def serve(server: Server, contents: Contents) -> str:
    """The address below which these files stand."""
    server.says = {f"/v1/{name}": once(answer(content)) for name, content in contents.items()}
    return f"http://127.0.0.1:{server.server_address[1]}/v1"


@pytest.fixture(params=["folder", "address"])
def publish(request: pytest.FixtureRequest, tmp_path: Path, server: Server) -> Callable[[Contents], str]:
    """Puts a release in the place of the last one, and says where."""
    if request.param == "address":
        return lambda contents: serve(server, contents)
    return lambda contents: str(put(tmp_path / "v1", contents))


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_last_good_release_is_kept_and_the_reason_told(publish: Callable[[Contents], str], attack: str) -> None:
    asked = pricebook.load(publish(newer(GOOD, sequence=5)()), now=NOW)
    contents, reason = ATTACKS[attack]
    publish(contents())
    assert asked.refresh() is False
    assert asked.refused is not None
    assert asked.refused.reason == reason
    assert asked.sequence == 5
    assert asked.total("model-3", **ASKED) == 8
    publish(newer(files([{**one, "amount": "9"} for one in PRICES]))())
    assert asked.refresh() is True
    assert asked.refused is None
    assert asked.sequence == 6
    assert asked.total("model-3", **ASKED) == 18


@pytest.mark.parametrize("attack", FIRST)
def test_a_first_load_that_fails_raises(publish: Callable[[Contents], str], attack: str) -> None:
    contents, reason = FIRST[attack]
    place = publish(contents())
    with pytest.raises(RefusedData) as refused:
        pricebook.load(place, now=NOW).total("model-3", **ASKED)
    assert refused.value.reason == reason


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_cache_keeps_the_last_good_release(publish: Callable[[Contents], str], attack: str, tmp_path: Path) -> None:
    place, cache = publish(newer(GOOD, sequence=5)()), tmp_path / "cache"
    assert pricebook.load(place, cache=cache, now=NOW).refused is None
    contents, reason = ATTACKS[attack]
    publish(contents())
    asked = pricebook.load(place, cache=cache, now=NOW)
    assert asked.refused is not None
    assert (asked.refused.reason, asked.sequence) == (reason, 5)
    assert asked.total("model-3", **ASKED) == 8


def test_a_cache_serves_what_it_has_when_nothing_else_does(server: Server, tmp_path: Path) -> None:
    place, cache = serve(server, newer(GOOD)()), tmp_path / "cache"
    first = pricebook.load(place, cache=cache, now=NOW)
    assert first.cost("model-3", **ASKED).lines[0].id
    server.says = {}
    later = pricebook.load(place, cache=cache, now=NOW + timedelta(days=90))
    assert later.refused is not None
    assert (later.refused.reason, later.expired, later.age) == ("unreachable", True, 91)
    assert later.cost("model-3", **ASKED).lines[0].id == first.cost("model-3", **ASKED).lines[0].id


def test_a_cache_that_was_damaged_is_had_anew(tmp_path: Path) -> None:
    place, cache = put(tmp_path / "v1", newer(GOOD)()), tmp_path / "cache"
    pricebook.load(place, cache=cache, now=NOW)
    for kept in cache.iterdir():
        kept.write_bytes(flipped(kept.read_bytes()))
    asked = pricebook.load(place, cache=cache, now=NOW)
    assert asked.refused is None
    assert asked.total("model-3", **ASKED) == 8
    assert pricebook.load(tmp_path / "nowhere", cache=cache, now=NOW).total("acme/model-3", **ASKED) == 8


def test_a_cache_forgets_releases_that_were_replaced(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for day in range(3):
        contents = files([{**one, "amount": str(int(one["amount"]) + day)} for one in PRICES])
        place = put(tmp_path / "v1", newer(contents, sequence=day)())
        pricebook.load(place, cache=cache, now=NOW).cost("model-3", **ASKED).as_dict()
    (cache / "notes.txt").write_text("mine", encoding="utf-8")
    pricebook.load(place, cache=cache, now=NOW)
    assert len(list(cache.iterdir())) == len({"manifest", "slim", "models", "status", "provider", "notes"})


def test_what_shrank_or_expired_is_taken_where_the_caller_says_so(tmp_path: Path) -> None:
    place, cache = put(tmp_path / "v1", newer(GOOD)()), tmp_path / "cache"
    pricebook.load(place, cache=cache, now=NOW)
    put(place, newer(files(PRICES[:20]), sequence=7)())
    assert pricebook.load(place, cache=cache, now=NOW).sequence == 6
    assert pricebook.load(place, cache=cache, now=NOW, accept_shrunken=True).sequence == 7
    old = pricebook.load(place, now=NOW + timedelta(days=20), accept_expired=True)
    assert (old.expired, old.age) == (True, 21)
    assert old.cost("model-3", **ASKED).expired
    assert "the release has expired since" in str(old.cost("model-3", **ASKED))


def test_a_tenth_less_is_no_reason(tmp_path: Path) -> None:
    asked = pricebook.load(put(tmp_path / "v1", newer(GOOD)()), now=NOW)
    put(tmp_path / "v1", newer(files(PRICES[:36]), sequence=7)())
    assert asked.refresh() is True


def test_a_file_that_was_replaced_meanwhile_is_not_taken_for_the_one_that_was_loaded(
    publish: Callable[[Contents], str],
) -> None:
    asked = pricebook.load(publish(newer(GOOD)()), now=NOW)
    publish(newer(files([{**one, "amount": "9.5"} for one in PRICES]), sequence=7)())
    cost = asked.cost("Model 3", **ASKED)
    assert (str(cost.amount), cost.seen) == ("8", "2026-02-28")
    with pytest.raises(RefusedData, match=r"providers/acme.json .* refresh\(\) takes"):
        _ = cost.lines[0].quote
    assert asked.refresh()
    assert asked.cost("Model 3", **ASKED).lines[0].evidence.amount == Decimal("9.5")


def test_what_comes_with_the_package_is_loaded_after_its_expiry_and_says_its_age(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "packaged", lambda: str(write(tmp_path, GOOD)))
    asked = pricebook.load(now=NOW + timedelta(days=400))
    assert (asked.expired, asked.age, asked.generated) == (True, 401, datetime(2026, 2, 28, 8, tzinfo=UTC))
    assert asked.total("model-3", **ASKED) == 8
    assert asked.refresh() is False
    assert asked.refused is None


def test_a_server_that_does_not_end_is_left(server: Server) -> None:
    def slowly(say: Callable[[bytes], None], _: str) -> None:
        say(b"HTTP/1.1 200 OK\r\nContent-Length: 500000\r\n\r\n")
        for _number in range(1000):
            say(b" " * 64)

    place = serve(server, newer(GOOD)())
    server.says["/v1/manifest.json"] = slowly
    with pytest.raises(RefusedData) as refused:
        pricebook.load(place, timeout=0.2, now=NOW)
    assert refused.value.reason in {"unreachable", "unreadable"}


def test_no_more_is_read_than_the_manifest_says(server: Server) -> None:
    place = serve(server, {**newer(GOOD)(), "slim.json": GOOD["slim.json"] + b" " * 10**7})
    with pytest.raises(RefusedData, match=r"slim.json is not of \d+ bytes"):
        pricebook.load(place, now=NOW)
    with pytest.raises(RefusedData):
        pricebook.load(serve(server, {"manifest.json": b" " * (1 << 22)}), now=NOW)


def test_an_address_may_name_the_manifest(server: Server) -> None:
    place = serve(server, newer(GOOD)())
    for each in (place, f"{place}/", f"{place}/manifest.json"):
        assert pricebook.load(each, now=NOW).total("acme/model-3", **ASKED) == 8
    assert [request.split()[1] for request in server.asked[:2]] == ["/v1/manifest.json", "/v1/slim.json"]


def loaded(code: str) -> set[str]:
    """The modules that a process of its own has after the code."""
    ending = "\nimport sys, json; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", code + ending], check=True, capture_output=True, encoding="utf-8", cwd=ROOT
    )
    return set(json.loads(run.stdout.splitlines()[-1]))


def test_a_program_that_asks_for_a_price_waits_for_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    bare = loaded("")
    assert {name for name in loaded("import pricebook") - bare if name != "json"} <= {"pricebook"} | loaded(
        "import json"
    )
    code = (
        f"import pricebook\nbook = pricebook.load({str(tmp_path)!r}, accept_expired=True)\n"
        "assert book.cost('acme/model-3', input_tokens=5, output_tokens=5).amount\n"
    )
    allowed = loaded("import json, decimal, datetime")
    taken = {name for name in loaded(code) - allowed - bare if not name.startswith("pricebook")}
    assert taken <= {"__future__", "_sha256", "_sha2"}
    for heavy in ("pydantic", "orjson", "urllib.request", "dataclasses", "pathlib", "typing"):
        assert heavy in bare or heavy not in loaded(code), heavy


def test_the_package_has_no_attribute_but_its_own() -> None:
    assert pricebook.__version__
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = pricebook.nothing_of_the_kind


def test_a_checkout_has_the_catalogue_of_the_repository() -> None:
    assert Path(loading.packaged()).samefile(ROOT / "catalog" / "v1")


def test_a_package_without_a_catalogue_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "__file__", str(tmp_path / "src" / "pricebook" / "book" / "loading.py"))
    with pytest.raises(RefusedData, match=r"catalog publish.*load\(path_or_url\)"):
        pricebook.load()
    beside, within = tmp_path / "catalog" / "v1", tmp_path / "src" / "pricebook" / "data" / "v1"
    for folder in (beside, within):
        write(folder, GOOD)
        assert loading.packaged() == str(folder)


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """A release as the wheel holds it: what not every answer needs is compressed."""
    write(tmp_path, GOOD)
    for name in GOOD.keys() - {"slim.json", "models.json", "status.json"}:
        path = tmp_path / name
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    return tmp_path


def test_a_file_may_stand_there_compressed(packed: Path) -> None:
    asked = pricebook.load(packed, now=NOW)
    assert asked.cost("model-3", **ASKED).lines[0].quote == "4 元"
    assert asked.total("model-3", at="2026-02-01", **ASKED) == 8


@pytest.mark.parametrize("how", [flipped, lambda content: content[:-9], lambda _: b"", lambda _: b"<html>"])
def test_a_compressed_file_is_verified_like_any_other(packed: Path, how: Callable[[bytes], bytes]) -> None:
    path = packed / "providers" / "acme.json.gz"
    path.write_bytes(how(path.read_bytes()))
    with pytest.raises(RefusedData, match=r"acme\.json"):
        _ = pricebook.load(packed, now=NOW).cost("model-3", **ASKED).lines[0].quote


def test_a_compressed_file_is_read_as_far_as_the_manifest_says(packed: Path) -> None:
    (packed / "providers" / "acme.json.gz").write_bytes(gzip.compress(b" " * 10**8))
    tracemalloc.start()
    with pytest.raises(RefusedData, match="is not of"):
        pricebook.load(packed, now=NOW).prices("model-3")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 10**7
