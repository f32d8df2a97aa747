"""Made-up providers: prices, snapshots of them, and what a person would answer by reading those from the beginning."""

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pricebook.beliefs import Decision, LaterReading, Observation, Profile, ProfilePage, Response, Visit
from pricebook.calendar import day_of, order
from pricebook.collection import Collection
from pricebook.history.checkpoint import Presents
from pricebook.identity import price_id
from pricebook.publish import release
from pricebook.records import Listed, Price, Reading, Remark, StatedFact, UnsaidPrice, Where
from pricebook.run.refresh import tables_of
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.folders import ABOUT
from pricebook.snapshots.keeping import about, observed, read_files

WHERE = Where(page="price", line=3, heading=["价目"], table=1, row=1, column="价格")


def price(
    model: str,
    amount: str,
    *,
    since: str | None = None,
    until: str | None = None,
    provider: str = "acme",
    page: str = "price",
    **more: Any,
) -> Price:
    """A price of one meter, in CNY per 1M tokens unless said otherwise."""
    identity: dict[str, Any] = {
        "provider": provider, "model": model, "service": "inference", "meter": "input", "unit": "1M tokens",
        "currency": "CNY", "conditions": {},
    }  # fmt: skip
    identity |= {name: value for name, value in more.items() if name in identity}
    said = Listed(
        amount=Decimal(amount), unit=identity["unit"], text=f"{amount} 元", unit_from="cell", currency_from="cell"
    )
    return Price(
        **identity, id=price_id(identity), name=None, amount=Decimal(amount), listed=said,
        free=more.get("free", False), promotion=more.get("promotion"), effective_from=since, effective_until=until,
        derived_from=None, where=WHERE.model_copy(update={"page": page}),
    )  # fmt: skip


def reading(
    prices: Sequence[Price],
    *,
    good: bool = True,
    withdrawn: dict[str, str] | None = None,
    unsaid: Sequence[UnsaidPrice] = (),
    page: str = "price",
) -> Reading:
    """What was read from the page: these prices, and an amount that was not understood if it was not good."""
    where = WHERE.model_copy(update={"page": page})
    unread = [] if good else [Remark(text="9", reason="no unit", where=where)]
    facts = [
        StatedFact(
            provider="acme", kind="withdrawn", subject="page", printed="下线", value={"date": on}, models=[model],
            where=where,
        )
        for model, on in (withdrawn or {}).items()
    ]  # fmt: skip
    return Reading(
        provider="acme", page=page, prices=list(prices), facts=facts, unsaid=list(unsaid), unread=unread,
        excused=[], conflicts=[], suspects=[],
    )  # fmt: skip


def approve_all(root: Path, at: str, provider: str = "acme") -> None:
    """A person approves all that waits."""
    archive = Archive(root)
    for case in Presents(archive).of(provider).cases:
        made = Decision(
            provider=provider, decision="approved", on=day_of(case.since), at=at, because="so", steps=list(case.steps)
        )
        archive.decide(made)


def unsaid(model: str, amount: str, per: str, provider: str = "acme") -> UnsaidPrice:
    """A price in CNY that the vocabulary cannot say."""
    return UnsaidPrice(
        provider=provider, model=model, amount=Decimal(amount), currency="CNY", per=per, text=f"{amount} 元/{per}",
        reason=f"no unit is per {per}", where=WHERE,
    )  # fmt: skip


def look(root: Path, at: str, read: Reading, provider: str = "acme", page: str = "") -> Observation | None:
    """Keeps what was seen of the provider at that moment; where the page says more than the prices, it is another."""
    text = f"{page}{read.model_dump_json()}"
    visit = Visit(provider, at, "captured", {"price": Response(text.encode())})
    return keep(root, visit, read.model_copy(update={"stored": text}))


def keep(root: Path, visit: Visit, *reads: Reading) -> Observation | None:
    """Keeps what was seen, unless it was before."""
    archive = Archive(root)
    shelf = archive.of(visit.provider)
    line, snapshot = observed(shelf, shelf.looks(), visit, reads, "1.0")
    if line is not None:
        archive.add(line, snapshot)
    return line


def again(root: Path, snapshot: str, number: int, at: str, *reads: Reading, provider: str = "acme") -> None:
    """Puts a later reading of the snapshot beside the earlier ones."""
    content = read_files(reads)
    told = LaterReading(provider=provider, snapshot=snapshot, number=number, at=at)
    Archive(root).of(provider).add_reading(told, {**content, ABOUT: about(at, "reread", "2.0", {}, content)})


def introduced(root: Path, at: str, home_region: str | None = None, provider: str = "acme", **more: Any) -> None:
    """Writes down what the provider's scraper says of it from that moment on."""
    said: dict[str, Any] = {"name": provider.title(), "currency": "CNY", "timezone": "Asia/Shanghai", **more}
    pages = [ProfilePage(name="price", address=f"https://{provider}.example/price")]
    Archive(root).of(provider).introduce(
        Profile(provider=provider, at=at, home_region=home_region, **{"pages": pages, **said})
    )


def published(root: Path) -> dict[str, Any]:
    """The release that what was seen gives, each file of JSON as its values."""
    made = release_of(Presents(Archive(root)))
    return {name: json.loads(data) for name, data in made.items() if name.endswith(".json")}


def release_of(presents: Presents, root: Path = Path("nowhere")) -> dict[str, bytes]:
    """The files of the release that what was seen gives, with the tables that stand in that collection, if any do."""
    made = release.assembled(presents, tables_of(Collection(root)))
    return {name: b"".join(pieces) for name, pieces in made.items()}


class Naive:
    """All that was seen, read and decided, kept as it came; every question is answered from the beginning."""

    def __init__(self) -> None:
        self.looks: dict[str, list[tuple[str, Reading]]] = {}
        """For each moment of a look, what was read from its page: first then, and again at later moments."""
        self.decisions: list[Decision] = []

    def as_of(self, day: str, known: str | None) -> dict[str, tuple[Any, ...]]:
        """For each price: its amounts, since when it holds, how that is known, who saw it, how it stood."""
        by = known or "9999-12-31"
        seen = {at: [read for when, read in reads if day_of(when) <= by] for at, reads in self.looks.items()}
        events: list[tuple[Any, int, str, Any]] = [
            (order(at), 0, at, reads[-1]) for at, reads in seen.items() if day_of(at) <= by
        ]
        events += [(order(made.at), 1, made.at, made) for made in self.decisions if day_of(made.at) <= by]
        events.sort(key=lambda event: event[:3])
        ids = {each.id for _, kind, _, read in events if kind == 0 for each in read.prices}
        answers = {key: _answer(_runs(key, events), day, by) for key in ids}
        return {key: answer for key, answer in answers.items() if answer is not None}


def _runs(key: str, events: Sequence[tuple[Any, int, str, Any]]) -> list[dict[str, Any]]:
    """The forms that the price had, one after the other."""
    runs: list[dict[str, Any]] = []
    before: object = None
    for _, kind, at, what in events:
        if kind:
            withdrawn = {what.id: what.on}
        else:
            quotes = [each for each in what.prices if each.id == key]
            terms = sorted((each.amount, each.free, str(each.promotion), *_period(each)) for each in quotes)
            if quotes and terms != before:
                runs.append(_run(quotes, at, runs))
            if not quotes and runs and "missing" not in runs[-1]["marks"]:
                runs[-1]["marks"].setdefault("unread" if what.unread else "missing", day_of(at))
            before = terms if quotes else "absent"
            withdrawn = {price(fact.models[0], "1").id: fact.value["date"] for fact in what.facts}
        if runs and key in withdrawn:
            runs[-1].setdefault("withdrawn", withdrawn[key])
    return runs


def _period(price: Price) -> tuple[str, str]:
    return price.effective_from or "", price.effective_until or ""


def _run(quotes: Sequence[Price], at: str, earlier: Sequence[dict[str, Any]]) -> dict[str, Any]:
    printed = {each.effective_from for each in quotes}
    known = {stated for run in earlier for stated in run["printed"]}
    stated = min(printed, key=str) if len(printed) == 1 and not printed & known else None
    return {
        "amounts": sorted(each.amount for each in quotes), "from": stated or day_of(at), "at": at,
        "basis": "printed" if stated else "observed", "marks": {}, "printed": printed,
    }  # fmt: skip


def _answer(runs: Sequence[dict[str, Any]], day: str, by: str) -> tuple[Any, ...] | None:
    holding = [run for run in runs if run["from"] <= day]
    if not holding or holding[-1].get("withdrawn", "9999-12-31") <= day:
        return None
    run = holding[-1]
    marks = {state: since for state, since in run["marks"].items() if since <= min(day, by)}
    state = next((state for state in ("missing", "unread") if state in marks), "listed")
    return run["amounts"], run["from"], run["basis"], run["at"], state, marks.get(state)
