"""The book: what a program asks for prices."""

from __future__ import annotations

from pricebook.book import checking
from pricebook.book.amounts import EXACT
from pricebook.book.edition import Edition
from pricebook.book.errors import Undecided, UnknownModel
from pricebook.book.loading import clock, supply
from pricebook.book.questions import Question, check_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from decimal import Decimal
    from typing import Any

    from pricebook.book.costs import Cost
    from pricebook.book.errors import RefusedData
    from pricebook.book.loading import Supply
    from pricebook.book.names import Offer
    from pricebook.book.plans import Band
    from pricebook.book.prices import Price
    from pricebook.book.tiers import Number

_multiply = EXACT.multiply
_NONE: tuple[Any, ...] = ()


class Book:
    """The prices of one release, and of newer ones as they are taken.

    What it answers comes from one release alone. It may be asked from several threads.
    """

    def __init__(self, supply: Supply, now: datetime | None) -> None:
        self._supply = supply
        self._now = now
        self._edition = Edition(supply.first(lambda: now or clock()), now)

    # Which release it is.

    @property
    def refused(self) -> RefusedData | None:
        """Why the newest release was not taken when it was last looked for; None if it was."""
        return self._supply.refused

    @property
    def release(self) -> str:
        """The digest of all that the release rests on."""
        return str(self._edition.release.manifest["release"])

    @property
    def sequence(self) -> int:
        """Which release it is: a later one has a larger number."""
        return int(self._edition.release.manifest["sequence"])

    @property
    def generated(self) -> datetime:
        """The moment of the newest look that is in it."""
        return checking.moment(self._edition.release.manifest, "generated")

    @property
    def expired(self) -> bool:
        """Whether the release says of itself that it is too old by now."""
        return self._edition.expired

    @property
    def age(self) -> int:
        """Whole days since the newest look that is in it."""
        return (self._edition.now() - self.generated).days

    def refresh(self, now: datetime | None = None) -> bool:
        """Looks for a newer release, and says whether one was taken; if not, `refused` may say why."""
        edition = self._edition
        given = now or self._now
        release = self._supply.newest(edition.release, lambda: given or clock())
        if release is edition.release:
            return False
        self._edition = Edition(release, self._now)
        return True

    def file(self, name: str) -> bytes:
        """A file of the release, such as `facts.json`; raises RefusedData if it is not what the manifest says."""
        return self._edition.release.file(name)

    # What it answers.

    def find(self, text: str) -> list[Offer]:
        """The offers that go by the name, then those whose name contains it; none if there are none."""
        check_text("text", text)
        return self._edition.names.find(text)

    def alike(self, model: str, *, provider: str | None = None) -> list[Offer]:
        """The offers of the same model at every provider, as `models.json` tells, whatever they are called there.

        Raises UnknownModel.
        """
        check_text("model", model)
        check_text("provider", provider, optional=True)
        names = self._edition.names
        found = names.alike(model, provider)
        if not found:
            raise UnknownModel(model, provider, names)
        return found

    def prices(self, model: str, *, provider: str | None = None, at: str | date | None = None) -> list[Price]:
        """All prices of one model that are on sale now, or were on a day, in the order of the contract.

        Raises UnknownModel, AmbiguousModel, NotSold, UnknownDay.
        """
        question = Question(model, provider, at, None, (), {})
        return list(self._edition.prices(self._edition.offer(model, provider, question.at), question.at))

    def price(
        self,
        model: str,
        counted: str = "input_tokens",
        *,
        provider: str | None = None,
        at: str | date | None = None,
        service: str | None = None,
        accept: str | Collection[str] = (),
        **keywords: Any,
    ) -> Price:
        """The one price of what the keyword `counted` counts, such as `output_tokens` or `images`, with its evidence.

        The keywords are those of `cost`; quantities say here how large the request is, which chooses the tier. Raises
        what `cost` raises, and WrongQuestion where the price depends on a size that is not stated.
        """
        check_text("counted", counted)
        edition = self._edition
        question = Question(model, provider, at, service, accept, keywords, counted)
        return edition.evidence(edition.plan(question).price(question.counts, question.context))

    def cost(
        self,
        model: str,
        *,
        input_tokens: Number | None = None,
        cached_tokens: Number | None = None,
        output_tokens: Number | None = None,
        provider: str | None = None,
        at: str | date | None = None,
        service: str | None = None,
        accept: str | Collection[str] = (),
        **others: Any,
    ) -> Cost:
        """What a request costs, exactly, in the currency of the page, with all that it rests on.

        Quantities are whole numbers or Decimals: `input_tokens`, those found in a cache included, `cached_tokens`,
        `output_tokens`, `images`, `seconds` and the others of docs/library.md. Conditions are those of
        docs/contract.md: `region`, `mode`, `thinking`, `resolution` and so on. `accept` names the doubts that the
        caller takes: `suspect`, `conflict`, `held`, `stale`, `as_printed`.

        Raises an error of `pricebook.book.errors` wherever the answer is not known.
        """
        edition = self._edition
        if not (others or service or accept):
            key = model if provider is None is at else (model, provider, at)
            usual = edition.usual.cost(edition, key, input_tokens, cached_tokens, output_tokens)
            if usual is not None:
                return usual
        edition.known(model)
        tokens = {"input_tokens": input_tokens, "cached_tokens": cached_tokens, "output_tokens": output_tokens}
        return edition.cost(Question(model, provider, at, service, accept, {**tokens, **others}))

    def bands(
        self,
        model: str,
        counted: Sequence[str] = ("input_tokens", "output_tokens"),
        *,
        provider: str | None = None,
        at: str | date | None = None,
        service: str | None = None,
        accept: str | Collection[str] = (),
        **conditions: Any,
    ) -> list[Band]:
        """The sizes of requests that are billed alike, for who adds up what others ask: the lowest first.

        Each says what one of each of `counted` costs in whole numbers of `scale`; tokens found in a cache count apart
        from those of the input. A request that counts nothing of one of them is of another kind. Raises what `cost`
        raises for such a request, Undecided where more than one size of it decides.
        """
        edition = self._edition
        question = Question(model, provider, at, service, accept, {**conditions, **_one_of_each(counted)})
        plan = edition.plan(question)
        found = list(plan.bands())
        if not found:
            plan.lines(question.counts, question.context)
            raise Undecided(f"{plan.offer}: what one of {', '.join(counted)} costs depends on more than the input.")
        return found

    def total(
        self,
        model: str,
        *,
        input_tokens: Number | None = None,
        output_tokens: Number | None = None,
        provider: str | None = None,
        at: str | date | None = None,
        **others: Any,
    ) -> Decimal:
        """The amount of `cost` alone, in the currency of the page. It takes the keywords of `cost`."""
        # What is asked for each request: whole numbers of input and output, and nothing else. The rates are the answers
        # that `cost` gave for each band of sizes; what is not among them goes the long way, which explains itself.
        edition = self._edition
        if type(input_tokens) is int is type(output_tokens) and output_tokens >= 0 and not others:
            key = model if provider is None is at else (model, provider, at)
            try:
                bands = edition.usual.rates.get(key, _NONE)
            except TypeError:  # a list, or whatever else cannot be looked up: refused by name below
                bands = _NONE
            for low, high, shared, given, made, scale in bands:
                if low <= input_tokens <= high and (not shared or input_tokens + output_tokens <= high):
                    return _multiply(scale, given * input_tokens + made * output_tokens)
            edition.known(model)
        return self.cost(
            model, input_tokens=input_tokens, output_tokens=output_tokens, provider=provider, at=at, **others
        ).amount


def _one_of_each(counted: Sequence[str]) -> dict[str, int]:
    """So much of each that is counted that none of it is nothing: of the input more than of what is counted in it."""
    return {name: len(counted) if name == "input_tokens" else 1 for name in counted}


def load(
    path_or_url: str | os.PathLike[str] | None = None,
    cache: str | os.PathLike[str] | None = None,
    timeout: float = 30,
    accept_shrunken: bool = False,
    *,
    accept_expired: bool = False,
    now: datetime | None = None,
) -> Book:
    """The book of a release: the one that comes with this package, or the one in a folder or at an address.

    Every file is held against the manifest when it is read. `cache` is a folder in which the last good release is
    kept: if the newest one is refused, that one is taken and `refused` says why. `timeout` is how many seconds a file
    may take. `now` is the moment to go by instead of the clock's.

    Raises RefusedData if no good release can be had. A release that has expired is refused, unless it came with this
    package or `accept_expired` is set; one that lost more than a tenth of what the last good one had, unless
    `accept_shrunken` is.
    """
    asked = supply(path_or_url, cache, timeout, accept_shrunken=accept_shrunken, accept_expired=accept_expired)
    return Book(asked, now)
