"""The pages that tests read, and reading them."""

from pathlib import Path

from pricebook.collection import Collection
from pricebook.extraction.converting import accepted, to_reading
from pricebook.extraction.findings import findings_of
from pricebook.reading import read_page
from pricebook.reading.document import Block, Document
from pricebook.reading.remembered import Remembered
from pricebook.reading.text import decode
from pricebook.records import Reading
from pricebook.run.conformance import Candidate
from pricebook.scraping import Scraper

TESTS = Path(__file__).resolve().parent
COLLECTION = Collection(TESTS.parent)


def recordings(provider: str) -> dict[str, Path]:
    """The bodies of the provider's recordings, by their names: `<page>`, of a further day `<page>.<day>`."""
    made = {each.name: each.body for each in Candidate(COLLECTION, provider).recorded}
    assert made, f"tests/cassettes/{provider}: a recording is needed: catalog record {provider}"
    return made


def recorded(provider: str) -> Path:
    """The body of the oldest recording that the provider has: of those that tests know by heart the one they know."""
    return Candidate(COLLECTION, provider).oldest.body


def texts(provider: str) -> dict[str, str]:
    """The recorded pages as text, by the names of the recordings."""
    return {page: decode(path.read_bytes(), provider) for page, path in recordings(provider).items()}


def move(collection: Collection, provider: str, address: str) -> None:
    """Lets the provider have one page, that of its oldest recording, at that address."""
    _alone(collection, provider, f"former=False, url={address!r}")


def as_it_was(collection: Collection, provider: str) -> None:
    """Lets the provider have one page, that of its oldest recording, as if it had never been given up for others."""
    _alone(collection, provider, "former=False")


def _alone(collection: Collection, provider: str, changed: str) -> None:
    page = recorded(provider).name.partition(".")[0]
    with (collection.scrapers / f"{provider}.py").open("a", encoding="utf-8") as module:
        module.write(
            "\n\nfrom dataclasses import replace\n\n"
            f"pages = [replace(page, {changed}) for page in scraper.pages if page.name == {page!r}]\n"
            "scraper = replace(scraper, pages=pages)\n"
        )


def other_form(provider: str) -> Path | None:
    """The page of its oldest recording as Markdown or flattened text, where there is one."""
    return Candidate(COLLECTION, provider).other_form


def read(provider: str, data: bytes) -> Reading:
    """What the provider's scraper reads from these bytes."""
    return Candidate(COLLECTION, provider).read(data)


def read_text(provider: str, text: str) -> Reading:
    """What the provider's scraper reads from this text, whatever character set it says that it is in."""
    return read(provider, text.encode("utf-8-sig"))


class Alike:
    """Reads many pages that differ in little: a table that stands in several is read once, and so is the first page.

    What is remembered of a table is what would be read of it again (tests/extraction/test_remembered.py).
    """

    def __init__(self, scraper: Scraper) -> None:
        self._scraper, self._remembered = scraper, Remembered()
        self._blocks: dict[str, Block] = {}
        self._first: tuple[list[Block], Reading] | None = None

    def read(self, data: bytes) -> Reading:
        """What the scraper reads from the page; raises PageError where it refuses it."""
        document = read_page(data, f"{self._scraper.provider}/page")
        blocks = [self._blocks.setdefault(repr(block), block) for block in document.blocks]
        if self._first and list(map(id, blocks)) == list(map(id, self._first[0])):
            return self._first[1]
        document = Document(tuple(blocks), document.name)
        findings = findings_of(self._scraper, document, self._remembered)
        reading = accepted(self._scraper, to_reading(self._scraper, document, "page", findings))
        self._first = self._first or (blocks, reading)
        return reading


def readings(provider: str) -> list[Reading]:
    """What the provider's scraper reads from each of its recorded pages."""
    return [read(provider, path.read_bytes()) for path in recordings(provider).values()]
