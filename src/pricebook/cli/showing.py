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


_UNSAID_SHOWN = 5
"""Lines: a page of machines has dozens."""


class Sort(StrEnum):
    """What prices are sorted by."""

    amount = "amount"
    model = "model"
    since = "since"
    provider = "provider"


class PriceQuestion(NamedTuple):
    """Of which release, of which day, and in which currency prices are shown; `now` is the moment that it is."""

    context: typer.Context
    release: "Asked"
    source: str | None
    as_of: str | None
    known_at: str | None
    into: str | None
    now: datetime

    def answer(self, wanted: "Wanted") -> "Shown":
        """The published prices that fit, or what was true on the day as the same."""
        from pricebook.run import asking  # noqa: PLC0415

        if self.as_of is None:
            # The ages first: the file that tells them may be damaged, and then nothing is shown.
            ages = self.release.ages(self.now)
            return asking.now(self.release.release, wanted, ages)
        from pricebook.run.histories import then  # noqa: PLC0415

        return then(self.release.kept("--as-of asks what was seen day by day"), self._database(), wanted,
                    self.as_of, self.known_at)  # fmt: skip

    def why_none(self, wanted: "Wanted") -> str:
        """Why nothing fits on the day that was asked for; empty where nothing ever did."""
        if self.as_of is None:
            return ""
        from pricebook.run.histories import why_none  # noqa: PLC0415

        return why_none(self.release.kept(""), self._database(), wanted, self.as_of, self.known_at)

    def conversion(self) -> "Conversion | None":
        """Into the currency that is asked for, by the rates of the day that the prices are of."""
        if self.into is None:
            return None
        from pricebook.run import currencies  # noqa: PLC0415

        return currencies.conversion(self.context.obj, self.into, self.as_of or currencies.day_of(self.release.release))

    def _database(self) -> str:
        return database_of(self.context)[1]


def _question(
    context: typer.Context, source: str | None, as_of: str | None, known_at: str | None, into: str | None
) -> PriceQuestion:
    from pricebook import calendar  # noqa: PLC0415
    from pricebook.errors import UsageError  # noqa: PLC0415

    now = datetime.now(UTC)
    if known_at is not None and as_of is None:
        message = "--known-at needs the day that is asked about: --as-of 2025-10-01 --known-at 2025-09-30."
        raise UsageError(message)
    for day in filter(None, (as_of, known_at)):
        calendar.begun(day, now)
    return PriceQuestion(context, release_of(context, source), source, as_of, known_at, into, now)


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
            help="Only prices with this status (fresh, stale, held, pending, missing, unread, withdrawn) or this mark "
            "(free, promotion, suspect, conflict); again: or that.",
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
    _print_prices(answer.prices, asked.conversion(), as_csv, as_json=as_json)
    if not answer.prices:
        filtered = bool(provider or model or meter or kind or suspect or current)
        _refuse_no_price(asked, wanted, answer, filtered=filtered)
    _remark(answer)


def _remark(answer: "Shown") -> None:
    """Says what must be said of what was shown; if some of it is not known, the command ends so."""
    for note in answer.notes:
        output.say(note, err=True)
    if not answer.known:
        raise typer.Exit(output.NOT_KNOWN)


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
            _price_and_marks(price, into), display.since(price), price["id"],
        ]
        for price in prices
    ]  # fmt: skip
    output.table(["provider", "model", "service", "meter", "conditions", "price", "since", "id"], shown)


def _price_and_marks(price: "Told", into: "Conversion | None") -> str:
    """The price, its promotion, until when it holds, what is doubtful, and whether the page lists it no longer."""
    from pricebook.cli import rows  # noqa: PLC0415
    from pricebook.publish import display  # noqa: PLC0415

    amount, basis = (display.amount(price), "") if into is None else display.converted(price, into)
    return display.beside(amount, price, [basis, *display.terms(price), rows.gone(price)])


def _refuse_no_price(asked: PriceQuestion, wanted: "Wanted", answer: "Shown", *, filtered: bool) -> NoReturn:
    from pricebook.errors import UsageError  # noqa: PLC0415

    if why := asked.why_none(wanted):
        _raise_for_the_day(f"no price that fits is known for {asked.as_of}", why, answer)
    message = f"no price that is known for {asked.as_of} fits." if asked.as_of else "no price that is published fits."
    day = ["--as-of", asked.as_of] if asked.as_of else []
    see = call(asked.context, "list", asked.source, *day)
    raise UsageError(f"{message} See all of them: {see}" if filtered else message)


def _raise_for_the_day(message: str, why: str, answer: "Shown") -> NoReturn:
    """Raises UsageError where it is known that there was none on the day, NotKnown where nobody looked."""
    from pricebook.errors import NotKnown, UsageError  # noqa: PLC0415

    if answer.known:
        raise UsageError(message + why)
    raise NotKnown(f"{message} ({'; '.join(answer.notes)}){why}")


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
    providers = [asked.release.named(each) for each in provider or ()]
    wanted = asking.of_model(model, providers)
    answer = asked.answer(wanted)
    unsaid = [] if as_of else asking.unsaid_of(asked.release.release, model, providers)
    if not answer.prices:
        _refuse_unsaid(model, unsaid)
        _unknown(asked, model, wanted, answer)
    answer = answer._replace(prices=picking.in_order(answer.prices, None))
    if as_json or output.is_data(as_csv):
        _print_prices(answer.prices, asked.conversion(), as_csv, as_json=as_json)
    else:
        _sheets(answer.prices, asked.conversion())
    for line in _unsaid_lines(unsaid):
        output.say(f"not shown, as the vocabulary cannot say it: {line}", err=True)
    _remark(answer)


def _refuse_unsaid(model: str, unsaid: "Sequence[Told]") -> None:
    """Raises UsageError where all that the pages print of the model is what the vocabulary cannot say."""
    from pricebook.errors import UsageError  # noqa: PLC0415

    if unsaid:
        lines = "\n".join(_unsaid_lines(unsaid))
        message = f"no published price of the model {model!r}. What its page prints the vocabulary cannot say:\n{lines}"
        raise UsageError(message)


def _unsaid_lines(unsaid: "Sequence[Told]") -> list[str]:
    """What cannot be said, each in a line; of many the first."""
    from pricebook.publish import display  # noqa: PLC0415

    lines = [
        display.unsaid(item, f"{item['provider']}/{item['where']['page']}, line {item['where']['line']}")
        for item in unsaid[:_UNSAID_SHOWN]
    ]
    more = len(unsaid) - len(lines)
    return [*lines, f"and {more} more, in unsaid.json"] if more else lines


def _sheets(prices: "Sequence[Told]", into: "Conversion | None") -> None:
    from pricebook.publish.sheets import sheets  # noqa: PLC0415

    for sheet in sheets(prices, into):
        output.heading(sheet.title)
        output.table(sheet.headings, sheet.rows, numbers=range(1, len(sheet.headings)))
        for note in sheet.notes:
            output.say(note)
        typer.echo()


def _unknown(asked: PriceQuestion, model: str, wanted: "Wanted", answer: "Shown") -> NoReturn:
    """Raises with the day for which the model is known, with who else sells it, or with the nearest names."""
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.run import asking  # noqa: PLC0415

    if why := asked.why_none(wanted):
        _raise_for_the_day(f"no price is known for {asked.as_of} of the model {model!r}", why, answer)
    sellers = [price["provider"] for price in asked.answer(asking.of_model(model)).prices]
    if sellers:
        message = f"no price of the model {model!r}. It is sold by: {', '.join(dict.fromkeys(sellers))}."
        raise UsageError(message)
    names: list[str] = []
    asked.why_none(asking.noting_names(names)) if asked.as_of else asked.answer(asking.noting_names(names))
    said = "no price was ever seen of a model" if asked.as_of else "no published price of a model"
    unknown_model(model, names, said, call(asked.context, "list", asked.source))
