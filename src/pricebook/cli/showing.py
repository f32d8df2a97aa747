"""`catalog list` and `show`: the published prices, and one model's prices side by side."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NamedTuple, NoReturn

import typer

from pricebook.cli import output
from pricebook.cli.options import (
    AsCsv,
    AsJson,
    AsOf,
    From,
    In,
    KnownAt,
    Model,
    ModelFilter,
    ProviderFilter,
    call,
    database_of,
    release_of,
    unknown_model,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pricebook.publish.released import Told, Wanted
    from pricebook.rates import Conversion
    from pricebook.run.asking import Shown
    from pricebook.run.releases import Asked


class Sort(StrEnum):
    """What prices are sorted by."""

    amount = "amount"
    model = "model"
    since = "since"
    provider = "provider"


class PriceQuestion(NamedTuple):
    """Of which release, of which day, and in which currency prices are shown."""

    context: typer.Context
    release: "Asked"
    source: str | None
    as_of: str | None
    known_at: str | None
    into: str | None

    def answer(self, wanted: "Wanted") -> "Shown":
        """The published prices that fit, or what was true on the day as the same."""
        from pricebook.run import asking  # noqa: PLC0415

        if self.as_of is None:
            return asking.now(self.release.release, wanted)
        from pricebook.run.histories import then  # noqa: PLC0415

        return then(self.release.kept("--as-of asks what was seen day by day"), self._database(), wanted,
                    self.as_of, self.known_at)  # fmt: skip

    def why_none(self, wanted: "Wanted") -> str:
        """Why nothing fits on the day that was asked for; empty where nothing ever did."""
        from pricebook.run.histories import why_none  # noqa: PLC0415

        if self.as_of is None:
            return ""
        return why_none(self.release.kept(""), self._database(), wanted, self.as_of, self.known_at)

    def conversion(self) -> "Conversion | None":
        """Into the currency that is asked for, by the rates of the day that the prices are of."""
        if self.into is None:
            return None
        from pricebook.run import currencies  # noqa: PLC0415

        return currencies.conversion(self.context.obj, self.into, self.as_of or currencies.day_of(self.release.release))

    def notes(self, answer: "Shown") -> list[str]:
        """How old the prices are, and of which providers the page can no longer be read.

        It is asked for before anything is shown, because the file that tells it may be damaged.
        """
        age = self.release.age([price["provider"] for price in answer.prices], datetime.now(UTC))
        return [*filter(None, (age, *answer.stale.values()))]

    def _database(self) -> str:
        return database_of(self.context)[1]


def _question(
    context: typer.Context, source: str | None, as_of: str | None, known_at: str | None, into: str | None
) -> PriceQuestion:
    from pricebook.errors import UsageError  # noqa: PLC0415

    if known_at is not None and as_of is None:
        message = "--known-at needs the day that is asked about: --as-of 2025-10-01 --known-at 2025-09-30."
        raise UsageError(message)
    return PriceQuestion(context, release_of(context, source), source, as_of, known_at, into)


def _complete_listed_kind(incomplete: str) -> list[str]:
    from pricebook.run.picking import KINDS  # noqa: PLC0415

    return [kind for kind in KINDS if kind.startswith(incomplete)]


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command("list")(list_prices)
    app.command()(show)


def list_prices(
    context: typer.Context,
    provider: ProviderFilter = None,
    model: ModelFilter = None,
    meter: Annotated[
        list[str] | None,
        typer.Option(metavar="METER", help="Only this meter: input, output, image ...; again: or that."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND",
            help="Only prices with this status (fresh, stale, held, missing, unread, withdrawn) or this mark (free, "
            "promotion, suspect, conflict); again: or that.",
            autocompletion=_complete_listed_kind,
        ),
    ] = None,
    suspect: Annotated[bool, typer.Option("--suspect", help="Only prices that may be a slip of the page.")] = False,
    current: Annotated[bool, typer.Option("--current", help="Only what is on sale, nothing that is absent.")] = False,
    sort: Annotated[
        Sort | None,
        typer.Option(
            help="What is on sale stands first, then: amounts from the lowest on, by currency and unit; since: the "
            "latest day first; else by the alphabet.",
        ),
    ] = None,
    into: In = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    source: From = None,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """List the published prices, or those of an earlier day.

    Outside of a collection those are listed that come with this program.
    """
    from pricebook.run import picking  # noqa: PLC0415

    asked = _question(context, source, as_of, known_at, into)
    wanted = picking.fitting(
        provider or [], model or [], meter or [], kind or [], suspect=suspect, current=current
    )  # fmt: skip
    for each in provider or ():
        asked.release.named(each)
    answer = asked.answer(wanted)
    answer = answer._replace(prices=picking.in_order(answer.prices, sort))
    notes = asked.notes(answer)
    _print_prices(answer.prices, asked.conversion(), as_csv, as_json=as_json)
    if not answer.prices:
        filtered = bool(provider or model or meter or kind or suspect or current)
        _refuse_no_price(asked, wanted, filtered=filtered)
    _remark(notes)


def _remark(notes: "Sequence[str]") -> None:
    for note in notes:
        output.say(note, err=True)


def _print_prices(prices: "Sequence[Told]", into: "Conversion | None", as_csv: bool | None, *, as_json: bool) -> None:
    from pricebook.cli import rows  # noqa: PLC0415

    if as_json:
        output.json(prices if into is None else [rows.with_conversion(price, into) for price in prices])
    elif output.is_data(as_csv):
        headings = rows.PRICE if into is None else (*rows.PRICE, *rows.CONVERTED)
        more = (rows.converted(price, into) if into else [] for price in prices)
        output.table(headings, [[*rows.price(each), *added] for each, added in zip(prices, more, strict=True)], as_csv)
    elif prices:
        _list_for_people(prices, into)


def _list_for_people(prices: "Sequence[Told]", into: "Conversion | None") -> None:
    from pricebook.publish import display  # noqa: PLC0415

    shown = [
        [
            price["provider"], *display.sold(price), display.conditions(price["conditions"]),
            _price_and_marks(price, into), price["valid_from"], price["id"],
        ]
        for price in prices
    ]  # fmt: skip
    output.table(["provider", "model", "service", "meter", "conditions", "price", "since", "id"], shown)


def _price_and_marks(price: "Told", into: "Conversion | None") -> str:
    """The price, its promotion, until when it holds, what is doubtful, and whether the page lists it no longer."""
    from pricebook.cli import rows  # noqa: PLC0415
    from pricebook.publish import display  # noqa: PLC0415

    amount, basis = (display.amount(price), "") if into is None else display.converted(price, into)
    return display.marked(amount, [basis, *display.terms(price), *display.doubts(price), rows.gone(price)])


def _refuse_no_price(asked: PriceQuestion, wanted: "Wanted", *, filtered: bool) -> NoReturn:
    from pricebook.errors import UsageError  # noqa: PLC0415

    if why := asked.why_none(wanted):
        message = f"no price that fits is known for {asked.as_of}{why}"
        raise UsageError(message)
    message = f"no price that is known for {asked.as_of} fits." if asked.as_of else "no price that is published fits."
    day = ["--as-of", asked.as_of] if asked.as_of else []
    see = call(asked.context, "list", asked.source, *day)
    raise UsageError(f"{message} See all of them: {see}" if filtered else message)


def show(
    context: typer.Context,
    model: Model,
    provider: ProviderFilter = None,
    into: In = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    source: From = None,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Show all prices of one model, from every provider that sells it, now or on an earlier day.

    Outside of a collection those are shown that come with this program.
    """
    from pricebook.run import asking, picking  # noqa: PLC0415

    asked = _question(context, source, as_of, known_at, into)
    wanted = asking.of_model(model)
    answer = asked.answer(wanted)
    if not answer.prices:
        _unknown(asked, model, wanted)
    answer = _sold_by(answer, [asked.release.named(each) for each in provider or ()], model)
    answer = answer._replace(prices=picking.in_order(answer.prices, None))
    notes = asked.notes(answer)
    if as_json or output.is_data(as_csv):
        _print_prices(answer.prices, asked.conversion(), as_csv, as_json=as_json)
    else:
        _sheets(answer.prices, asked.conversion())
    _remark(notes)


def _sheets(prices: "Sequence[Told]", into: "Conversion | None") -> None:
    from pricebook.publish.sheets import sheets  # noqa: PLC0415

    for sheet in sheets(prices, into):
        output.heading(sheet.title)
        output.table(sheet.headings, sheet.rows, numbers=range(1, len(sheet.headings)))
        typer.echo()


def _sold_by(answer: "Shown", providers: "Sequence[str]", model: str) -> "Shown":
    """What these providers ask for the model, or all; raises UsageError where others sell it alone."""
    from pricebook.errors import UsageError  # noqa: PLC0415

    if not providers:
        return answer
    chosen = [each for each in answer.prices if each["provider"] in providers]
    if not chosen:
        sellers = ", ".join(dict.fromkeys(each["provider"] for each in answer.prices))
        message = f"{' and '.join(providers)}: no price of the model {model!r}. It is sold by: {sellers}."
        raise UsageError(message)
    return answer._replace(prices=chosen)


def _unknown(asked: PriceQuestion, model: str, wanted: "Wanted") -> NoReturn:
    """Raises UsageError with the day for which the model is known, or with the nearest names, out of all prices."""
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.run import asking  # noqa: PLC0415

    if why := asked.why_none(wanted):
        message = f"no price is known for {asked.as_of} of the model {model!r}{why}"
        raise UsageError(message)
    names: list[str] = []
    asked.why_none(asking.noting_names(names)) if asked.as_of else asked.answer(asking.noting_names(names))
    said = "no price was ever seen of a model" if asked.as_of else "no published price of a model"
    unknown_model(model, names, said, call(asked.context, "list", asked.source))
