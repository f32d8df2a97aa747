"""What stands in a WARC file: whatever its form, what of it is damaged, and what is no page of the provider."""

import gzip
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pricebook.archives.compressed import frames
from pricebook.archives.framing import MAX_RECORD
from pricebook.archives.holding import Passed
from pricebook.archives.spooling import Spool
from pricebook.collection import Collection
from pricebook.errors import UsageError
from pricebook.extraction.visit import Unconfined
from pricebook.reading.text import MAX_BYTES
from pricebook.run.archived import PageInTurn, Sought, turns_of
from pricebook.run.archiving import Keeper
from tests.archives.synthetic import Amounts, Writer, collection_in, digest_of, encoded, page, response, revisit
from tests.command import catalog

NOW = datetime(2026, 1, 1, tzinfo=UTC)
URL = "https://alpha.example/price"
AMOUNTS: Amounts = ("1", "4", "0.5", "2")
BODY = page("alpha", AMOUNTS)


def moment(number: int) -> str:
    return f"2025-03-{number:02}T10:11:12Z"


def answered(number: int, body: bytes = BODY, url: str = URL, how: str = "", zipped: bool = False) -> bytes:
    data, headers = encoded(body, how)
    return response(url, moment(number), data, headers, zipped=zipped)


@pytest.fixture
def made(tmp_path: Path) -> Collection:
    return collection_in(tmp_path / "made")


def held(made: Collection, *files: bytes) -> tuple[list[tuple[str, bytes]], list[Passed]]:
    """The pages of alpha that these files hold, by their moments, and what was passed over."""
    paths = []
    for number, data in enumerate(files):
        paths.append(made.root / f"{number}.warc")
        paths[-1].write_bytes(data)
    with Spool() as spool:
        turns, passed = turns_of(Sought(made.scraper("alpha"), paths), NOW, spool, lambda _: None)
        return [(turn.at, turn.held.load().body) for turn in turns], passed


def seen(*numbers: int) -> list[tuple[str, bytes]]:
    return [(f"2025-03-{number:02}T10:11:12+00:00", BODY) for number in numbers]


@pytest.mark.parametrize("how", ["", "gzip", "gzip+", "deflate", "bare", "br", "br+", "+"])
def test_bodies_are_read_as_they_were_sent(how: str, made: Collection) -> None:
    assert held(made, answered(1, how=how)) == (seen(1), [])


@pytest.mark.parametrize("header", ["gzip", "deflate", "br"])
def test_bodies_that_were_unpacked_before_are_read_as_they_are(header: str, made: Collection) -> None:
    told = [("Content-Encoding", header), ("Transfer-Encoding", "chunked")]
    assert held(made, response(URL, moment(1), BODY, told, zipped=False)) == (seen(1), [])


@pytest.mark.parametrize("form", [lambda data: data, gzip.compress, lambda data: data + b"\r\n" * 9])
def test_a_file_may_be_compressed_as_a_whole_or_not_at_all(form: type[bytes], made: Collection) -> None:
    assert held(made, form(answered(2) + answered(1))) == (seen(1, 2), [])


@pytest.mark.parametrize("zipped", [True, False])
def test_what_stands_behind_damage_is_found(zipped: bool, made: Collection) -> None:
    whole = [answered(number, zipped=zipped) for number in (1, 2, 3)]
    for damaged in (whole[1][:-60], whole[1][9:], whole[1][: len(whole[1]) // 2], b"nothing of the kind"):
        pages, passed = held(made, whole[0] + damaged + whole[2])
        assert pages == seen(1, 3)
        assert [each.lost for each in passed] == [True]


def test_a_byte_that_is_another_is_seen_by_the_digest(made: Collection) -> None:
    pages, (passed,) = held(made, answered(1).replace(b"$4<", b"$5<") + answered(2))
    assert pages == seen(2)
    assert (passed.what, passed.lost) == (f"0.warc at 0: {URL}", True)
    assert "its digest is another" in passed.why


def test_a_length_that_reaches_over_the_file_takes_nothing_with_it(made: Collection) -> None:
    wrong = answered(1).replace(b"Content-Length: ", b"Content-Length: 99999999", 1)
    pages, (passed,) = held(made, wrong + answered(2))
    assert (pages, passed.why) == (seen(2), "it is not as long as it says")


def test_a_length_that_leads_to_the_end_of_another_record_takes_none_with_it(made: Collection) -> None:
    first, second, third = (answered(number) for number in (1, 2, 3))
    for reach in (len(second), len(second) - 4, second.index(b"\r\n\r\n")):
        length = int(first.rpartition(b"Content-Length: ")[2].split()[0])
        wrong = first.replace(b"Content-Length: %d" % length, b"Content-Length: %d" % (length + 4 + reach), 1)
        pages, passed = held(made, wrong + second + third)
        assert pages == seen(2, 3)
        assert [each.why for each in passed] == ["it is not as long as it says"]


def test_a_page_that_holds_what_looks_like_a_record_is_one_page(made: Collection) -> None:
    page_of_records = BODY + answered(2)
    pages, passed = held(made, answered(1, page_of_records) + answered(3))
    assert pages == [(seen(1)[0][0], page_of_records), *seen(3)]
    assert passed == []


def test_a_record_larger_than_any_page_is_never_in_memory(made: Collection) -> None:
    large = response(URL, moment(1), b"x" * (MAX_RECORD + 1), zipped=True)
    pages, (passed,) = held(made, large + answered(2, zipped=True))
    assert pages == seen(2)
    assert f"no pricing page has more than {MAX_BYTES:,}" in passed.why
    assert max(len(frame.data) for frame in frames(made.root / "0.warc")) < MAX_BYTES


@pytest.mark.parametrize("how", ["gzip", "deflate", "bare", "br"])
def test_a_body_that_unpacks_to_more_than_any_page_is_passed_over(how: str, made: Collection) -> None:
    pages, (passed,) = held(made, answered(1, b"x" * (MAX_BYTES + 1), how=how))
    assert (pages, passed.lost) == ([], True)
    assert passed.why.startswith(f"more than {MAX_BYTES:,} bytes")


@pytest.mark.parametrize("how", ["gzip", "br", "+"])
def test_a_body_that_was_cut_short_is_no_page(how: str, made: Collection) -> None:
    data, headers = encoded(BODY, how)
    pages, (passed,) = held(made, response(URL, moment(1), data[:-20], headers, zipped=False))
    assert (pages, passed.lost) == ([], True)
    assert "before their end" in passed.why or "before its end" in passed.why


def test_a_revisit_has_the_payload_of_its_digest_wherever_that_stands(made: Collection) -> None:
    again = revisit(URL, moment(1), digest_of(BODY), zipped=False)
    assert held(made, again, answered(2)) == (seen(1, 2), [])
    pages, passed = held(made, again, answered(3, url="https://mirror.example/"))
    assert pages == seen(1)
    assert passed == [Passed("mirror.example", "1 capture of no page of this provider")]
    assert held(made, again)[1] == [Passed(f"{URL} at {moment(1)}", _missing(digest_of(BODY)), lost=True)]


def _missing(digest: str) -> str:
    return f"its payload {digest} stands in none of these files. Give the one that has it"


def test_a_file_that_was_saved_by_itself_is_a_resource(made: Collection) -> None:
    into = io.BytesIO()
    writer = Writer(into, gzip=False)
    told = {"WARC-Date": moment(1)}
    kept = io.BytesIO(BODY)
    writer.write_record(
        writer.create_warc_record(URL, "resource", payload=kept, warc_content_type="text/html", warc_headers_dict=told)
    )
    assert held(made, into.getvalue()) == (seen(1), [])


def test_what_is_of_other_addresses_is_named_or_counted(made: Collection) -> None:
    near = [answered(1, url=url) for url in (f"{URL}?lang=zh", "https://www.alpha.example/price")]
    far = [answered(1, url=f"https://{number}.example/") for number in range(25) for _ in range(2)]
    same = [answered(2, url="http://ALPHA.example:80/price/#top")]
    pages, passed = held(made, b"".join(near + far + same))
    assert pages == seen(2)
    assert passed[0].what == f"{URL}?lang=zh"
    assert passed[-1] == Passed("6 more hosts", "11 captures of no page of this provider")
    assert not any(each.lost for each in passed)


def test_a_time_that_is_to_come_or_none_is_no_moment(made: Collection) -> None:
    late, vague = (answered(1).replace(moment(1).encode(), time) for time in (b"2027-01-01T00:00:00Z", b"2025-03"))
    pages, passed = held(made, vague + late)
    assert pages == []
    assert [each.lost for each in passed] == [True, True]
    assert "still to come" in passed[0].why
    assert "to the second" in passed[1].why


@pytest.mark.parametrize("data", [b"", b"filedesc://a.arc 0.0.0.0 2025", b"(\xb5/\xfd"])
def test_what_is_no_warc_file_is_said(data: bytes, made: Collection) -> None:
    file = made.root / "0.warc"
    file.write_bytes(data)
    with pytest.raises(UsageError, match="is no WARC file"):
        list(frames(file))
    assert catalog("backfill", "alpha", file, cwd=made.root).returncode == 1


def test_two_pages_of_one_second_and_an_older_one(made: Collection) -> None:
    other = page("alpha", ("1.1", "4", "0.5", "2"))
    file = made.root / "0.warc"
    file.write_bytes(answered(1) + answered(1, other) + answered(1))
    run = catalog("backfill", "alpha", file, cwd=made.root)
    assert run.returncode == 3
    assert run.stderr.splitlines()[-1].startswith(f"failed: {URL} at {moment(1)}: alpha: another page was seen at")
    assert len(made.archive().of("alpha").told) == 1


def test_pages_that_the_scraper_does_not_know_are_no_looks(made: Collection) -> None:
    file = made.root / "0.warc"
    file.write_bytes(answered(1, b"<p>Another page.</p>"))
    run = catalog("backfill", "alpha", file, cwd=made.root)
    assert (run.returncode, f"failed: {URL} at {moment(1)}" in run.stderr) == (1, True)
    assert made.archive().of("alpha").told == []


def test_a_line_that_tells_of_a_page_which_it_did_not_see_is_found(made: Collection) -> None:
    scraper, shelf = made.scraper("alpha"), made.archive().of("alpha")
    file = made.root / "0.warc"
    file.write_bytes(answered(1))
    with Spool() as spool:
        (turn,), _ = turns_of(Sought(scraper, [file]), NOW, spool, lambda _: None)
        assert isinstance(turn, PageInTurn)
        Keeper(made.archive(), Unconfined(made.scraper), scraper).keep(turn)
    (line,) = made.archive().of("alpha").told
    assert line.validators == {}
    shelf.write([line.model_copy(update={"archived": {"chat": line.archived["price"]}})])
    run = catalog("verify", cwd=made.root)
    assert run.returncode == 1
    assert "tells of an archive's chat, and did not see it" in run.stdout + run.stderr


@pytest.mark.parametrize(
    ("command", "status", "kept"),
    [
        ("backfill", 3, ("2025-03-02T10:11:12+00:00", "new")),
        ("ingest", 1, ("2025-03-01T10:11:12+00:00", "failed")),
    ],
)
def test_a_page_that_ends_whoever_reads_it_ends_nothing_else(
    command: str, status: int, kept: tuple[str, str], made: Collection
) -> None:
    """What an archive holds may be anybody's: it is read where it reaches nobody, like a page of a night."""
    scraper = made.scrapers / "alpha.py"
    known = '    page.known_by("alpha")\n'
    deadly = known + '    if any(page.find("deadly")):\n        __import__("os")._exit(7)\n'
    text = scraper.read_text(encoding="utf-8")
    scraper.write_text(text.replace(known, deadly), encoding="utf-8")
    body = BODY.replace(b"</h1>", b"</h1><p>deadly</p>")
    if command == "ingest":
        file, words = made.root / "page.html", ["--at", moment(1)]
        file.write_bytes(body)
    else:
        file, words = made.root / "0.warc", []
        file.write_bytes(answered(1, body) + answered(2))
    run = catalog(command, "alpha", file, *words, cwd=made.root)
    assert "alpha/price: the reader ended with status 7" in run.stderr
    looks = [(line.at, line.outcome) for line in made.archive().of("alpha").told]
    assert (run.returncode, looks) == (status, [kept])
