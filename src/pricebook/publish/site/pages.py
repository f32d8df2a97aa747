"""Which pages there are, and what each is told."""

from collections.abc import Container, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, cached_property
from itertools import groupby
from typing import Any, NamedTuple

import orjson

from pricebook.book import Book
from pricebook.publish.site import calculator, charts, histories, words
from pricebook.publish.site.addresses import back, model_file
from pricebook.publish.site.offers import TOKENS, KnownAs, Offering, names, offers, state
from pricebook.publish.site.recipes import recipes
from pricebook.publish.site.release import Published, Told
from pricebook.publish.site.rendering import STATIC, render, static
from pricebook.publish.site.trust import PROMISES, measured

NAVIGATION = (
    ("all_prices", "index.html"),
    ("providers", "providers/index.html"),
    ("changes", "changes.html"),
    ("calculator", "calculator.html"),
    ("trust", "trust.html"),
    ("data", "data.html"),
)
_COLUMNS = ("model", "provider", "offer", "currency", *TOKENS, "other", "changed", "last_seen", "status")
_EXAMPLE = (10_000, 1_000)
"""Tokens of input and output of the request that the calculator shows before it is asked."""


class OfferRow(NamedTuple):
    """An offer as a row of a table."""

    offer: Offering
    name: str
    """The model that it is, as it is known across providers."""
    href: str
    """Where more is said of it, from the language's folder."""
    search: str
    """What it can be found by besides what the row shows."""
    columns: Mapping[str, Sequence[Any]]
    meters: str
    kind: str
    state: str
    currency: str
    change: histories.AmountMoved | None
    seen: str
    """The day on which the one of its prices was last seen that was seen longest ago."""
    many: bool
    """Whether it has prices, or conditions of prices, that the row does not show."""
    free: bool
    """Whether all of it is free."""
    promotions: Sequence[str]
    """The promotions that its amounts are under."""
    unsaid: Sequence[Told] = ()
    """What its page prints and nobody can say, where it has nothing else."""


class PricePast(NamedTuple):
    """What one price was."""

    provider: str
    model: str
    first: Told
    steps: Sequence[histories.Stretch]
    chart: charts.Chart


def site(release: Published, book: Book) -> Iterator[tuple[str, bytes]]:
    """Every file of the site by its path, but for the release itself, which stands beside them in `v1/`."""
    costs = calculator.table(release, book)
    told = _Telling(release, costs)
    for name in STATIC:
        yield name, static(name)
    yield "calculator.json", _calculator_file(release, costs)
    yield "llms.txt", told.page("llms.txt.jinja", "en", "llms.txt", {}).encode()
    root = {"languages": words.LANGUAGES, "words": {each: words.words(each) for each in words.LANGUAGES}}
    yield "index.html", render("root.html.jinja", root).encode()
    for language in words.LANGUAGES:
        for path, template, own in told.pages(language):
            yield f"{language}/{path}", told.page(template, language, path, own).encode()


def _calculator_file(release: Published, costs: Sequence[Mapping[str, Any]]) -> bytes:
    named = [{**each, "file": model_file(each["of"])} for each in costs]
    names = {name: provider["name"] for name, provider in release.providers.items()}
    last = release.manifest["generated"][:10]
    return orjson.dumps({"last": last, "offers": named, "providers": names})


class _Telling:
    """What the pages of one release are told."""

    def __init__(self, release: Published, costs: Sequence[Mapping[str, Any]]) -> None:
        self.release, self.costs = release, costs
        self.named = names(release)
        self.today = release.manifest["generated"][:10]
        self.rows = [self._row(offer) for offer in offers((*release.prices, *release.absent))]
        self.file_of = cache(lambda provider, model: model_file(self._named(provider, model).name))

    def page(self, template: str, language: str, path: str, own: Mapping[str, Any]) -> str:
        """One page in one language."""
        others = [each for each in words.LANGUAGES if each != language]
        return render(template, {
            "t": words.words(language), "said": words, "language": language, "languages": words.LANGUAGES,
            "other": others[0], "path": path, "root": back(f"{language}/{path}"), "navigation": NAVIGATION,
            "manifest": self.release.manifest, "providers": self.release.providers, "release": self.release,
            "numbers": TOKENS, "chart_size": (charts.WIDTH, charts.HEIGHT),
            "states_of": lambda price: state(price, self.today),
            "file_of": lambda told: self.file_of(told["provider"], told["model"]), **own,
        })  # fmt: skip

    def pages(self, language: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """The path, the template and what it is told."""
        yield "index.html", "start.html.jinja", self._start()
        for model in self.release.models:
            yield f"models/{model_file(model['model'])}", "model.html.jinja", self._model(model)
        yield "providers/index.html", "providers.html.jinja", {}
        for name in self.release.providers:
            yield f"providers/{name}.html", "provider.html.jinja", self._provider(name)
        yield "changes.html", "changes.html.jinja", self._changes()
        yield "calculator.html", "calculator.html.jinja", self._calculator()
        yield "trust.html", "trust.html.jinja", {"promises": PROMISES[language], "measured": measured(language)}
        yield "data.html", "data.html.jinja", self._data()

    def _named(self, provider: str, model: str) -> KnownAs:
        return self.named.get((provider, model)) or KnownAs(model, ())

    def _row(self, offer: Offering) -> OfferRow:
        named = self._named(offer.provider, offer.model)
        columns = offer.columns()
        priced = [each for groups in columns.values() for each in groups]
        steps = [self._steps(price) for price in offer.prices]
        return OfferRow(
            offer=offer,
            name=named.name,
            href=f"models/{model_file(named.name)}",
            search=" ".join(sorted({named.name, *named.others} - {offer.model})),
            columns=columns,
            meters=" ".join(dict.fromkeys(each.meter for each in priced)),
            kind=_filtered_as(offer),
            state=offer.state(self.today),
            currency=" ".join(dict.fromkeys(price["currency"] for price in offer.prices)),
            change=histories.last_change(steps),
            seen=min(map(self.release.seen, offer.prices)),
            many=any(len(each.prices) > 1 or each.prices[0]["conditions"] != offer.choice for each in priced),
            free=all(price["free"] for price in offer.prices),
            promotions=_promotions(offer),
        )

    def _steps(self, price: Told) -> list[histories.Stretch]:
        return histories.steps(self.release.forms.get(price["id"], ()), self.release.seen(price))

    def _start(self) -> dict[str, Any]:
        rows = sorted(
            (*self.rows, *self._without_prices()),
            key=lambda row: (row.name.casefold(), row.name, row.offer.provider, not row.offer.standard),
        )
        meters = dict.fromkeys(price["meter"] for price in (*self.release.prices, *self.release.absent))
        states = dict.fromkeys(row.state for row in rows)
        return {"rows": rows, "columns": _COLUMNS, "meters": sorted(meters), "states": sorted(states)}

    def _without_prices(self) -> Iterator[OfferRow]:
        """What is sold of which no price is published: it waits for a person, or nobody can say it."""
        known = {(row.offer.provider, row.offer.model) for row in self.rows}
        for place, told in (("waiting", self.release.pending), ("unsaid", self.release.unsaid)):
            found: dict[tuple[str, str], list[Told]] = {}
            for each in told:
                found.setdefault((each["provider"], each["model"]), []).append(each)
            for key in (each for each in found if each not in known):
                provider, model = key
                yield OfferRow(
                    offer=Offering(provider, model, "inference", {}, ()), name=model,
                    href=f"providers/{provider}.html#{place}", search="",
                    columns={column: [] for column in (*TOKENS, "other")},
                    meters="", kind="other", state="pending" if place == "waiting" else "unsaid",
                    currency=" ".join(dict.fromkeys(each["currency"] for each in found[key])), change=None, seen="",
                    many=False, free=False, promotions=(), unsaid=found[key] if place == "unsaid" else (),
                )  # fmt: skip
            known |= found.keys()

    def _model(self, model: Told) -> dict[str, Any]:
        own = {(offer["provider"], offer["model"]) for offer in model["offers"]}
        rows = self._by_model[model["model"]]
        return {
            "name": model["model"],
            "others": self._named(*min(own)).others if own else (),
            "false_friends": model["not"],
            "rows": rows,
            "unsaid": [each for each in self.release.unsaid if (each["provider"], each["model"]) in own],
            "pending": [each for each in self.release.pending if self._is(each, model, own)],
            "histories": [past for row in rows for past in self._pasts(row.offer)],
        }

    @staticmethod
    def _is(price: Told, model: Told, own: Container[tuple[str, str]]) -> bool:
        """Whether a price is of that model, by a name that is published or by another way to write it."""
        return (price["provider"], price["model"]) in own or price["model"] in model["aliases"]

    @cached_property
    def _by_model(self) -> Mapping[str, Sequence[OfferRow]]:
        found: dict[str, list[OfferRow]] = {model["model"]: [] for model in self.release.models}
        for row in self.rows:
            found.setdefault(row.name, []).append(row)
        return found

    def _pasts(self, offer: Offering) -> Iterator[PricePast]:
        """The histories of those of its prices that were ever another."""
        name = self.release.providers[offer.provider]["name"]
        for price in {price["id"]: price for price in offer.prices}.values():
            steps = self._steps(price)
            if len(steps) > 1:
                yield PricePast(name, offer.model, price, steps, charts.chart(steps, self.today))

    def _provider(self, name: str) -> dict[str, Any]:
        release = self.release

        def own(told: Sequence[Told]) -> list[Told]:
            return [each for each in told if each["provider"] == name]

        return {
            "provider": release.providers[name],
            "known": release.status[name],
            "pending": own(release.pending),
            "unread": own(release.unread),
            "unsaid": own(release.unsaid),
            "facts": own(release.facts),
            "prices": own((*release.prices, *release.absent)),
        }

    def _changes(self) -> dict[str, Any]:
        moved = histories.moves(histories.steps(forms, self.today) for forms in self.release.forms.values())
        told = {(each.day, each.after.form["id"]) for each in moved}
        others = (each for each in self.release.changes if (each["day"], each["id"]) not in told)
        by_place = groupby(
            sorted(others, key=lambda each: (each["day"], each["provider"]), reverse=True),
            lambda each: (each["day"], each["provider"]),
        )
        days = groupby(((*key, list(changes)) for key, changes in by_place), lambda each: each[0])
        return {"moves": moved, "days": [(day, [each[1:] for each in told]) for day, told in days]}

    def _calculator(self) -> dict[str, Any]:
        costs = [
            {
                **each,
                "file": model_file(each["of"]),
                "amount": amount,
                "currency": currency,
                **{name: each["periods"][0][1]["io"][name] for name in ("seen", "notes")},
            }
            for each in self.costs
            if (found := calculator.cost(each, "io", _EXAMPLE)) is not None
            for amount, currency in [found]
        ]
        costs.sort(key=lambda each: (each["currency"], Decimal(each["amount"]), each["of"], each["provider"]))
        kinds = [kind for kind in calculator.KINDS if len(kind) > 3]
        return {
            "costs": costs, "kinds": kinds, "first_day": calculator.first_day(self.release), "last_day": self.today
        }  # fmt: skip

    def _data(self) -> dict[str, Any]:
        standard = [row.offer for row in self.rows if row.offer.standard]
        first = min(standard, key=lambda offer: (len(offer.model), offer.provider, offer.model), default=None)
        return {"recipes": recipes(first.provider, first.model) if first else []}


def _promotions(offer: Offering) -> list[str]:
    """The labels of the promotions that its amounts are under."""
    return list(dict.fromkeys(price["promotion"]["label"] for price in offer.prices if price["promotion"]))


def _filtered_as(offer: Offering) -> str:
    """What the filter of offers calls it: `standard`, `batch` or `other`."""
    return "batch" if offer.choice.get("mode") == "batch" else "standard" if offer.standard else "other"
