"""Each kind of page in a real browser: it fits every width, holds still, prints, and is used by the keyboard alone."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from pricebook.publish.site.words import LANGUAGES
from tests.publish.site import releases, test_hostile
from tests.publish.site.browsing import KINDS, NEEDED, Watched, at_address, place

pytestmark = [NEEDED, pytest.mark.long]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
SHIFTS = """() => { window.shifts = [];
  const inside = node => node && document.querySelector("#offers > tbody").contains(node);
  new PerformanceObserver(list => list.getEntries().forEach(entry => {
    const others = entry.sources.filter(({ node }) => !inside(node)).map(({ node }) => node && node.textContent);
    window.shifts.push(...others.map(text => `${text}`.slice(0, 80)));
  })).observe({ type: "layout-shift", buffered: false }); }"""
SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
FOCUS = """() => { const it = document.activeElement; if (!it || it === document.body) return null;
  const style = getComputedStyle(it), box = it.getBoundingClientRect();
  const seen = box.right > Math.max(box.left, 0) && box.bottom > Math.max(box.top, 0);
  return { tag: it.tagName, name: it.name || "", text: it.textContent.trim().slice(0, 40),
    outline: style.outlineStyle, wide: parseFloat(style.outlineWidth),
    seen: seen && box.left < innerWidth && box.top < innerHeight }; }"""
REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
  .filter(it => it.tabIndex >= 0 && it.checkVisibility({ visibilityProperty: true }))
  .reduce((sum, it) => sum + (it.type === "date" ? 4 : 1), 0)"""
WIDTHS = (360, 768, 1280, 2560)


def wide(page: Page) -> tuple[int, int]:
    """How wide the page is, and its window."""
    found: list[int] = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return found[0], found[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_page_is_wider_than_its_window(watched: Watched, kind: str, language: str) -> None:
    for file in ("moving.html", releases_file()) if kind == "model" else ("",):
        page = watched.open(place(kind, language, file))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            there, room = wide(page)
            assert there <= room, f"{kind} {file} at {width}"


def releases_file() -> str:
    """The page of the model with the longest name."""
    return releases.file_of(max(releases.ODD, key=len))


def violations(page: Page) -> Sequence[str]:
    """What breaks a rule of accessibility: the rule, and where."""
    found = Axe().run(page, options=RULES).response
    return [
        f"{broken['id']}: {node['html'][:120]} {node['any'][:1] and node['any'][0]['message']}"
        for broken in found["violations"] for node in broken["nodes"][:3]
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_page_can_be_used_by_all(watched: Watched, kind: str, language: str, scheme: str) -> None:
    page = watched.open(place(kind, language), color_scheme=scheme, bypass_csp=False)
    assert violations(page) == []
    if kind == "model":
        for file in ("plain.html", "contrary.html", "old.html", "left.html"):
            watched.goto(page, place(kind, language, file))
            assert violations(page) == [], file
    if kind == "start":
        page.locator("[name=q]").fill("by-")
        page.locator("[name=tokens]").fill("9000")
        page.locator("thead [data-by=input] button").click()
        page.locator("summary:visible").first.click()
        assert violations(page) == [], "narrowed, sorted and unfolded"
    if kind == "calculator":
        page.locator("[name=input]").fill("9000")
        assert page.locator("#costs tr[data-why]").count() > 0
        assert violations(page) == [], "with costs"


@pytest.mark.parametrize("kind", KINDS)
def test_the_keyboard_reaches_all_that_can_be_used(watched: Watched, kind: str) -> None:
    page = watched.open(place(kind, "en"))
    expected = min(page.evaluate(REACHABLE), 150)
    seen = 0
    for step in range(expected):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus is not None, f"after {step} of {expected}"
        assert focus["seen"], focus
        if focus["name"] != "day":  # a date has parts, whose focus the browser draws
            assert focus["outline"] != "none", focus
            assert focus["wide"] >= 1, focus
        seen += 1
    assert seen == expected > 0


def test_the_first_key_leads_past_the_head(watched: Watched) -> None:
    page = watched.open("en/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["text"] == page.locator(".skip").inner_text()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["name"] == "q"


def test_nothing_moves_while_one_types(watched: Watched) -> None:
    """But the rows themselves, which take the place of those that are hidden."""
    page = watched.open("en/index.html")
    page.evaluate(SHIFTS)
    frame = page.locator("#filters").bounding_box(), page.locator(".scroll.big").bounding_box()
    for key in "plain":
        page.locator("[name=q]").press(key)
        page.evaluate(SETTLED)
        assert (page.locator("#filters").bounding_box(), page.locator(".scroll.big").bounding_box()) == frame
    widths = page.locator("#offers > thead th").evaluate_all("all => all.map(one => one.getBoundingClientRect().width)")
    for name, value in (("provider", "acme"), ("kind", "batch"), ("state", "fresh")):
        page.locator(f"[name={name}]").select_option(value)
        page.evaluate(SETTLED)
    assert widths == page.locator("#offers > thead th").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().width)"
    )
    assert page.evaluate("window.shifts") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_head_of_the_table_stays(watched: Watched, width: int) -> None:
    page = watched.open("en/index.html", width=width)
    box = page.locator(".scroll.big")
    for by in (300, 2000, 10**6):
        box.evaluate("(box, by) => { box.scrollTop = by; }", by)
        page.evaluate(SETTLED)
        assert box.evaluate("box => box.scrollTop") > 0
        head, frame = page.locator("#offers > thead th").first.bounding_box(), box.bounding_box()
        assert head is not None
        assert frame is not None
        assert abs(head["y"] - frame["y"]) <= 2
        top = box.evaluate(
            """box => { const at = box.getBoundingClientRect();
              return document.elementFromPoint(at.left + 60, at.top + 12).closest("thead") !== null; }"""
        )
        assert top, "nothing covers it"


def test_a_narrow_window_shows_names_and_filters(watched: Watched) -> None:
    page = watched.open("en/index.html", width=360)
    for name in ("q", "provider", "free"):
        box = page.locator(f"[name={name}]").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360


def test_on_paper_the_whole_table_stands(watched: Watched) -> None:
    page = watched.open("en/index.html")
    page.locator("[name=q]").fill("plain")
    page.emulate_media(media="print")
    for name in (".filters", "header nav", ".language"):
        assert page.locator(name).is_hidden()
    assert page.locator("#offers").is_visible()
    box = page.locator(".scroll.big")
    assert box.evaluate("box => getComputedStyle(box).overflow") == "visible"
    assert box.evaluate("box => getComputedStyle(box).maxHeight") == "none"
    assert page.locator("#offers > tbody > tr:visible").count() == 3


@pytest.mark.parametrize("kind", KINDS)
def test_without_scripts_nothing_is_missing(watched: Watched, kind: str) -> None:
    page = watched.open(place(kind, "zh"), java_script_enabled=False)
    assert page.locator("h1").is_visible()
    for table in page.locator("main table:not(.tiers)").all():
        assert table.is_visible()
    assert page.locator("button:visible").count() == 0


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Watched]:
    """The site of a release in which every text means harm."""
    text = test_hostile._Written(test_hostile.EVERYTHING)
    with at_address(test_hostile.made(tmp_path_factory.mktemp("hostile"), text)) as address:
        yield Watched(browser, address)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_release_does_nothing(hostile: Watched, language: str) -> None:
    page = hostile.open(f"{language}/index.html")
    assert page.locator("#filters").is_visible()
    for link in page.locator("#offers > tbody > tr > th > a").all()[:1]:
        file = link.get_attribute("href") or ""
    for path in (file, "providers/acme.html", "changes.html", "providers/index.html"):
        hostile.goto(page, f"{language}/{path}")
        assert page.locator("main").is_visible()
        assert page.locator("script").count() == 1
        assert (
            page.locator("img, iframe, object, embed, base, svg[onload], [onclick], [onerror], [onfocus]").count() == 0
        )
        there, room = wide(page)
        assert there <= room
    page = hostile.open(f"{language}/calculator.html")
    page.locator("[name=input]").fill("9000")
    page.locator("[name=q]").fill("alert(1)")
    assert page.locator("#costs tbody tr").count() >= 1
    assert page.locator("#costs img, #costs script").count() == 0
    hostile.close()


def test_a_page_that_is_opened_from_a_disk_stands(browser: Browser, town: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((town / "en" / "index.html").as_uri())
    assert page.locator("#offers").is_visible()
    page.locator("[name=q]").fill("plain")
    assert page.locator("output[name=shown] span").inner_text() == "3"
    context.close()
