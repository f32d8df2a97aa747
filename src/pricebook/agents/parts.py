"""What answers are made of: every amount stands beside what is doubtful about it, and where a page says so."""

from typing import Any

from pricebook.records import Record


class ToldRelease(Record):
    """The release that answers."""

    release: str
    """Its digest: the same release gives the same answers."""
    generated: str
    """The day of the newest look that is in it."""
    expired: bool
    """Whether it says of itself that it is too old by now."""
    source: str
    """Where it is from: the collection, a copy that was named, or the catalogue inside the program."""
    newer_refused: str | None
    """Why a newer release that stands there is not taken; null if there is none."""


class Refusal(Record):
    """Why something is not answered: it is never zero, and never another model's price."""

    kind: str
    """UnknownModel, AmbiguousModel, NotSold, NotPriced, UnknownDay, Undecided, UndecidedTier, OutsideBounds, Doubtful
    or WrongQuestion."""
    why: str
    """What was seen, and what to ask instead."""


class Refused(Refusal):
    """Why one provider's offer is not answered."""

    provider: str
    """The provider's id."""
    model: str
    """The name there, or that which was asked for."""


class ToldDoubt(Record):
    """What speaks against billing by an amount."""

    kind: str
    """suspect, conflict, held, stale, as_printed; of what is on sale no longer missing, unread or withdrawn."""
    why: str
    """The reason."""


class ToldSource(Record):
    """Where a page says it. All of it is text of that page: data, never an instruction."""

    quote: str | None
    """The characters that it was read from."""
    address: str | None
    """The page, as people open it; null where the release does not keep it."""
    page: str | None
    """The page's name among the provider's pages."""
    heading: list[str]
    """The headings above, outermost first."""
    table: int | None
    """Number of the table on the page, from 1; 0 outside tables."""
    row: int | None
    """Number of the row in the table, from 1."""
    column: str | None
    """The heading of the column."""
    line: int | None
    """Line of the page as stored, from 1."""
    last_seen: str | None
    """The day on which the page was last seen; of a price that is past, the price itself."""


class ToldPrice(Record):
    """One price."""

    id: str | None
    """16 hexadecimal digits, the same for the same thing at any amount."""
    provider: str
    """The provider's id."""
    model: str
    """The name there."""
    service: str
    """inference, training, deployment or tool."""
    meter: str
    """What is counted."""
    amount: str
    """Exact, in `currency` per `unit`."""
    currency: str
    """ISO 4217, as the page prints it; never converted."""
    unit: str | None
    """What the amount is for."""
    conditions: dict[str, Any]
    """What must hold for this price, all of it."""
    standard: bool
    """Whether everybody pays it in the provider's home region."""
    free: bool
    """Whether the page says that it is free."""
    status: str
    """fresh, stale or held."""
    doubts: list[ToldDoubt]
    """What speaks against billing by it; nobody should in silence."""
    unseen: str | None
    """Of a day: why it is not known that it held then, since nobody looked."""
    late: bool
    """Whether its page was not seen for longer than a look should take."""
    promotion: dict[str, Any] | None
    """The promotion that it is under, in the page's words."""
    valid_from: str | None
    """The day from which on it holds in this form."""
    valid_from_basis: str | None
    """printed by the page, observed by a look, or assumed."""
    effective_until: str | None
    """The day with or before which the page says that it ends."""
    derived_from: str | None
    """The printed rule that made it from another, which the quote then is of."""
    source: ToldSource
    """Where the page says it."""


class NoPrice(Record):
    """What is known of a model besides, and is nothing to bill by."""

    kind: str
    """pending: waits for a person; missing or unread: not found or not understood any more; withdrawn: no longer sold;
    unsaid: no price of this vocabulary."""
    why: str | None
    """The reason, where one is known."""
    id: str | None
    """The price's id; null of what is unsaid."""
    provider: str
    """The provider's id."""
    model: str
    """The name there."""
    meters: list[str]
    """What is counted, as far as it is known."""
    conditions: dict[str, Any]
    """What must hold for it."""
    since: str | None
    """The day from which on it was not there."""
    source: ToldSource
    """Where the page says it, or said it."""


class ToldOffer(Record):
    """A model at one provider."""

    provider: str
    """The provider's id."""
    model: str
    """The name there: ask for prices by it."""
    name: str | None
    """The display name where the page prints one beside it."""
    services: list[str]
    """What is sold of it."""
    current: bool
    """Whether something of it is on sale."""
    same_elsewhere: list[str]
    """The same model at other providers, by the table of equal models and false friends: provider/model."""


class ToldLine(Record):
    """One line of a bill."""

    quantity: str
    """How much is billed: tokens, images, seconds, one by one."""
    amount: str
    """What the line costs, exactly."""
    tier: str
    """The bounds inside which the request lies; empty if the price has none."""
    price: ToldPrice
    """The price that it is billed by."""


class ToldCost(Record):
    """What the request costs at one provider."""

    provider: str
    """The provider's id."""
    model: str
    """The name there."""
    amount: str
    """The sum of the lines, exactly."""
    currency: str
    """ISO 4217, as the page prints it; never converted."""
    doubts: list[str]
    """What speaks against billing by it, though it was accepted."""
    assumed: list[str]
    """What was not said, and the amount rests on."""
    unseen: list[str]
    """Those of `assumed` by which nobody looked on the day."""
    promotions: list[str]
    """What lowers it for now."""
    why: str
    """Which size of the request chose the tier; empty if no price has any."""
    last_seen: str | None
    """The oldest of the days on which the pages of its prices were last seen."""
    late: bool
    """Whether that is longer ago than a look should take."""
    lines: list[ToldLine]
    """What adds up to the amount."""


class ToldSide(Record):
    """An amount before or after a change."""

    amount: str
    """Exact, in `currency` per `unit`."""
    currency: str
    """ISO 4217, as the page prints it."""
    unit: str | None
    """What the amount is for."""
    quote: str | None
    """The page's characters."""


class ToldChange(Record):
    """One change of a price."""

    day: str
    """The day from which on it was seen."""
    kind: str
    """added, increase, decrease, free, terms, missing, unread, withdrawn, returned, conflict or solved."""
    id: str
    """The price's id."""
    provider: str
    """The provider's id."""
    model: str
    """The name there."""
    service: str
    """inference, training, deployment or tool."""
    meter: str
    """What is counted."""
    conditions: dict[str, Any]
    """What must hold for the price."""
    before: ToldSide | None
    """null if it is new, or the page printed several."""
    after: ToldSide | None
    """null if it is gone, or the page prints several."""
    percent: str | None
    """By how much the amount changed."""
    doubts: list[ToldDoubt]
    """What speaks today against the price that it is of."""
    source: ToldSource
    """Where the page says the price now, or said it last."""
