"""Questions to what is published: which prices, of which model, and where one comes from."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import orjson

from pricebook.calendar import DAY
from pricebook.collection import Collection
from pricebook.errors import UsageError
from pricebook.publish.released import EVERY, Release, Released, Told, Wanted, asked
from pricebook.run.ages import Ages

if TYPE_CHECKING:
    from pricebook.publish.evidence import Evidence


_UNSAID = "unsaid.json"


class Shown(NamedTuple):
    """What was asked for, of now or of an earlier day."""

    prices: Sequence[Told]
    """Those that fit: what is on sale, sorted as it is published, what has no value yet, then what is absent.

    Beside the fields of the contract each says in `seen` on which day its page was, in `late` whether that is too long
    ago, of an earlier day in `unseen` why it is not known, else null; and in `pending` what waits where something does.
    """
    notes: Sequence[str] = ()
    """What must be said of their providers: how long ago they were looked at, of which no page can be read any more."""
    known: bool = True
    """Whether all of it is known: somebody looked at the time that is asked about."""


def now(release: Release, question: Wanted, ages: Ages) -> Shown:
    """The published prices that fit; raises as any release does."""
    return shown(asked(release, question), ages)


def shown(found: Released, ages: Ages) -> Shown:
    """What was found, with what must be said of its providers and of what waits."""
    prices = [with_waiting(price, found.waiting) for price in found.prices]
    place = next((number for number, price in enumerate(prices) if "absent_since" in price), len(prices))
    told = list(ages.aged([*prices[:place], *_without_value(found.pending), *prices[place:]]))
    return Shown(told, [*ages.notes(price["provider"] for price in told), *_stale_notes(told, ages.status)])


def with_waiting(price: Told, waiting: Mapping[str, Sequence[Told]]) -> Told:
    """A price that is held, with what waits."""
    if price["status"] != "held":
        return price
    return {**price, "pending": [*map(new_value, waiting.get(price["id"], ()))]}


def _without_value(pending: Sequence[Told]) -> Iterator[Told]:
    """A price for each id whose first value waits: its amount is null, whatever the page prints."""
    by_id: dict[str, list[Told]] = {}
    for each in pending:
        by_id.setdefault(each["id"], []).append(each)
    for first, *others in by_id.values():
        waits = [*map(new_value, (first, *others))]
        yield {"suspect": None, "conflict": None, **first, "amount": None, "free": False, "pending": waits}


def new_value(price: Told) -> Told:
    """What is told of a value that waits for a person."""
    return {name: price[name] for name in ("amount", "currency", "unit", "free")} | {
        "reasons": price.get("reasons") or []
    }


def _stale_notes(prices: Sequence[Told], known: Mapping[str, Told]) -> Iterator[str]:
    aged: dict[str, set[str]] = {}
    for price in prices:
        if price["status"] == "stale":
            aged.setdefault(price["provider"], set()).add(price["where"]["page"])
    yield from _stale(known, aged).values()


def _stale(known: Mapping[str, Told], pages: Mapping[str, AbstractSet[str]]) -> dict[str, str]:
    """What is told of providers of which no look sees these pages any more."""
    return {provider: "; ".join(_why_stale(provider, known[provider], own)) for provider, own in pages.items()}


def _why_stale(provider: str, told: Told, pages: AbstractSet[str]) -> Iterator[str]:
    """The pages that the provider gave up, then those that fail."""
    for page in sorted(pages & told["given_up"].keys()):
        day = told["given_up"][page][:DAY]
        yield f"{provider}/{page}: stale: the provider gave this page up; its prices are of {day}"
    failing = told["failing"]
    if pages - told["given_up"].keys():
        name = f"{provider}/{', '.join(sorted(failing))}" if failing else provider
        seen = [page["last_good"] for page in failing.values()] or [told["last_good"]]
        note = f"{name}: stale: not read since {told['failing_since'][:DAY]}"
        yield note if None in seen else f"{note}; these are its prices of {min(seen)[:DAY]}"


def matching(provider: str | None, model: str | None, meter: str | None) -> Wanted:
    """Those of the provider, of models whose name contains that, and of the meter; raises UsageError for no meter."""
    if meter is not None:
        _refuse_unknown(meter)
    exact = {name: value for name, value in (("provider", provider), ("meter", meter)) if value is not None}
    part = (model or "").lower()
    if not (exact or part):
        return EVERY

    def fits(price: Told) -> bool:
        named = not part or part in f"{price['model']}\n{price['name'] or ''}".lower()
        return named and all(price[name] == value for name, value in exact.items())

    needles = [*_certain(part), *(_field(name, value) for name, value in exact.items())]
    return Wanted(needles, fits, None if provider is None else {provider})


def _refuse_unknown(meter: str) -> None:
    from pricebook.vocabulary import COUNTED  # noqa: PLC0415 - only who names a meter needs them

    if meter not in COUNTED:
        message = f"no meter {meter!r}. Meters: {', '.join(COUNTED)}."
        raise UsageError(message)


def of_model(model: str, providers: Sequence[str] = ()) -> Wanted:
    """Those of the model of that API name or display name, with or without its vendor, at these providers or at all."""
    wanted = model.lower()

    def fits(price: Told) -> bool:
        sold = not providers or price["provider"] in providers
        return sold and wanted in {*names_of(price["model"]), (price["name"] or "").lower()}

    return Wanted(_certain(wanted), fits, set(providers) or None)


def _certain(part: str) -> list[bytes]:
    """What stands in the bytes of every price whose text, its letters made small, contains that; perhaps nothing.

    The longest run of characters that JSON writes as they are, and that no character beyond ASCII has as its small
    form: of the İ it is i, of the sign of the kelvin k.
    """
    runs = re.findall(r"[ !#-\[\]-hjl-~]+", part)
    return [max(runs, key=len).encode()] if runs else []


def _field(name: str, value: str) -> bytes:
    """The line in which a price of the file has that value."""
    return b'"%b":%b' % (name.encode(), orjson.dumps(value).lower())


def names_of(model: str) -> set[str]:
    """What the model may be called: `deepseek-ai/DeepSeek-R1` also without the vendor before it."""
    return {model.lower(), model.rpartition("/")[2].lower()}


def unsaid_of(release: Release, model: str, providers: Sequence[str]) -> list[Told]:
    """What the pages print of a model and the vocabulary cannot say; of these providers, or of all; raises likewise."""
    wanted = model.lower()
    if _UNSAID not in release.promised():
        return []
    known = orjson.loads(release.file(_UNSAID))["unsaid"]
    return [
        item for item in known if wanted in names_of(item["model"]) and (not providers or item["provider"] in providers)
    ]


def noting_names(into: list[str]) -> Wanted:
    """None of them, but what their models are called is added to the list."""

    def noted(price: Told) -> bool:
        into.extend(filter(None, (price["model"], price["name"])))
        return False

    return Wanted((), noted)


def one_price(release: Release, beginning: str, see: str = "catalog list") -> Released:
    """The prices of the one id that begins so, as `one_id` gives them; raises UsageError too where it has no value."""
    found = one_id(release, beginning, see)
    if not found.prices:
        message = f"{found.pending[0]['id']} has no value yet: its first one waits for a person. See: catalog status"
        raise UsageError(message)
    return found


def one_id(release: Release, beginning: str, see: str = "catalog list") -> Released:
    """What is published of the one id that begins so: more than one price are a conflict, none has no value yet.

    Raises UsageError, which names `see` as the command that lists the ids, or as any release does.
    """
    begun = beginning.lower()
    question = Wanted([_field("id", begun)[:-1]], lambda price: bool(begun) and price["id"].startswith(begun))
    found = asked(release, question)
    ids = dict.fromkeys(price["id"] for price in (*found.prices, *found.pending))
    if not ids:
        message = f"no published price has the id {beginning!r}. Ids stand in: {see}"
        raise UsageError(message)
    if len(ids) > 1:
        message = f"{len(ids)} ids begin with {beginning!r}: {', '.join(list(ids)[:5])} ..."
        raise UsageError(message)
    return found


class Explanation(NamedTuple):
    """Where a published price comes from."""

    proof: "Evidence"
    stored: Path
    """The stored page, from the collection's folder."""


def told_of(found: Released) -> list[Told]:
    """What `explain` tells of: each price, then the new values that wait of its id."""
    ids = dict.fromkeys(price["id"] for price in (*found.prices, *found.pending))
    return [*found.prices, *(each for id_ in ids for each in found.waiting.get(id_, ()))]


def explained(collection: Collection, found: Released) -> list[Explanation]:
    """Where each that is told of stands in the snapshots; raises StorageError if it is gone."""
    from pricebook.publish.evidence import evidence  # noqa: PLC0415 - it reads the stored page

    archive, told = collection.archive(), []
    for price in told_of(found):
        pages = {page["name"]: page["snapshot"] for page in found.providers[price["provider"]]["pages"]}
        held = _snapshot_of_held(collection, price) if price["status"] == "held" else None
        proof = evidence(archive, price, held or price.get("snapshot") or pages[price["where"]["page"]])
        told.append(Explanation(proof, proof.path.relative_to(collection.root)))
    return told


def _snapshot_of_held(collection: Collection, price: Told) -> str | None:
    """The last snapshot that holds what is published of a price while the page prints something else."""
    from pricebook.history.intervals import accepted  # noqa: PLC0415 - slow to load
    from pricebook.units import text  # noqa: PLC0415

    own = accepted(collection.presents().of(price["provider"]).history.intervals.get(price["id"], ()))
    if own is None:
        return None
    held = zip(own.latest, own.latest_snapshots, strict=True)
    return next((snapshot for each, snapshot in held if text(each.amount) == price["amount"]), None)
