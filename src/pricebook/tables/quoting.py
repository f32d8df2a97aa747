"""One amount of a cell, with all that its surroundings say of it, becomes a quote.

Whatever words around it state meets in one merge: two that contradict each other leave the amount unread, and each that
is left must become part of the quote. What no place says is not assumed.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Inexact
from typing import NamedTuple, cast

from pricebook.phrases import Amount, Says, both
from pricebook.phrases.measures import Measure, NotUnderstood, counts, merged, only_meter, only_unit, resolve, unsayable
from pricebook.phrases.names import Named
from pricebook.phrases.says import AS_PRINTED, NOTHING, condition, ordered, shown
from pricebook.phrases.tokens import tokens
from pricebook.records import Finding, Origin, Quote, Service, Span, Unread, Unsaid
from pricebook.tables.context import Context
from pricebook.tables.ruling import ruled
from pricebook.tables.terms import as_published, conditions_of
from pricebook.units import EXACT, Unit, publish, text
from pricebook.vocabulary import METER_OF_SERVICE, ONLY_READING, READING_HEADINGS

_VIDEO_TASKS = {
    "text-to-video", "image-to-video", "reference-to-video", "start-end-to-video", "video-edit", "video-extension"
}  # fmt: skip
_KINDS = {
    "视频": "video",
    "语音": "audio",
    "音频": "audio",
    "音乐": "audio",
    "speech": "audio",
    "voice": "audio",
    "audio": "audio",
    "video": "video",
}
_MADE = re.compile("(?:视频|语音|音频|音乐)(?:生成|合成)(?:模型|$)", re.MULTILINE)
"""Headings of models whose tokens are of what they make."""
_BY_THING = {
    ("input", "image"): "image", ("output", "image"): "image", ("input", "character"): "text",
    ("output", "request"): "request", ("output", "song"): "song",
}  # fmt: skip
"""What 输入 and 输出 mean where no tokens are counted."""
_WORD = re.compile("[a-z]+")
_ONLY_READING, _READING_HEADING = re.compile(ONLY_READING), re.compile(READING_HEADINGS)
_GIGABYTES = re.compile(r"gb ?(?:[-/]|per) ?(day|hour)")
_TIMES = {"second", "minute", "hour"}
_THOUSANDS = re.compile(r"[0-9](?<![^0-9]0)(?<!^0),[0-9]{3}(?![0-9.,])")
_PAIR = re.compile(r"[0-9],[0-9]{1,2}(?![0-9])")
_NAMING = {"meter", "condition", "restricting", "service", "negation"}
"""Kinds of words that tell one price from another."""
_NO_UNIT = "no unit is printed for it, in its cell, its heading, a unit column or on the page"
_ONCE_MORE = "a second amount of a price, in another unit"
_NO_CURRENCY = "no currency is printed for it, in its cell, its heading or alone on the page"


class Lacking(NamedTuple):
    """Why a scraper says that the vocabulary cannot say a price."""

    reason: str
    per: str = ""
    """The page's words for the unit, where neither the amount nor what stands near it prints one that is understood."""
    free: bool = False
    """Whether it holds of what is free, too."""


class Surroundings(NamedTuple):
    """What stands around an amount, the nearest scope first."""

    page: Context
    """What the page says of the table."""
    service: str
    """What the table sells where no word says otherwise."""
    models: Sequence[Named]
    """What it is a price of, and what the model's cell says."""
    name: str | None
    row: Says
    """What the row's other cells say."""
    heading: Says
    """What the column's heading says."""
    wider: Says
    """What row, heading and all that stands around the table say together."""
    label: str = ""
    """The column's heading as it is printed."""
    cell_currency: str | None = None
    """The only currency of the other amounts in the cell."""
    column: Measure | None = None
    """The unit of the column's other cells, where the scraper says that it holds for all."""
    lacking: Lacking | None = None
    """What the scraper says that the vocabulary lacks for it."""
    compared: bool = False
    """Whether a price of its row is of requests from a size on."""


def quotes_of(amount: Amount, around: Surroundings, span: Span) -> Iterator[Quote | Unsaid]:
    """One quote for each model and meter that the amount is a price of.

    Raises NotUnderstood where the surroundings leave something open or contradict the cell, and `decimal.Inexact`
    where the price per published unit has no end.
    """
    wider = around.wider._replace(measure=None) if _has_own_unit(amount.says, around) else around.wider
    for named in around.models:
        says = both(both(amount.says, named.says), wider)
        if says.problem:
            raise NotUnderstood(says.problem)
        for each in _by_mode(_cache_lives(says)):
            yield from _Quoting(amount, around, span, each).quotes(named.model)


def _by_mode(says: Says) -> Iterator[Says]:
    """What is said of the price of each mode, where one price is for several."""
    modes = dict(says.conditions).get("mode")
    for mode in modes if isinstance(modes, tuple) else ():
        yield says._replace(conditions=ordered({**dict(says.conditions), "mode": mode}))
    if not isinstance(modes, tuple):
        yield says


def _has_own_unit(cell: Says, around: Surroundings) -> bool:
    """Whether the cell prints a unit of another thing than what surrounds it, which then is not of this amount.

    What stands around the table is of those that print none: `$100 / hour` among tokens. A unit of the row or of the
    heading is of what can be counted by it: `$14 / 1,000 searches` in a column of prices per 1M tokens.
    """
    own, wider = cell.measure, around.wider.measure
    if own is None or wider is None or not own.many or own.things == wider.things:
        return False
    if not (around.row.measure or around.heading.measure):
        return True
    meters = cell.meters or (only_meter(own),)
    return all(meter and counts(own, meter) and not counts(wider, meter) for meter in meters)


def _cache_lives(says: Says) -> Says:
    """How long a cache entry is written for is no length of a clip."""
    if says.meters != ("cache_write",) or "duration" not in says.kinds or "cache_ttl" in says.kinds:
        return says
    conditions = dict(says.conditions)
    conditions["cache_ttl"] = conditions.pop("duration")
    return says._replace(conditions=ordered(conditions))


def quotes_in(text: str, amounts: Sequence[Amount], around: Surroundings, span: Span) -> Iterator[Finding]:
    """The quotes of all amounts of a text, which is what `span` covers; each that is not understood is unread."""
    for amount in amounts:
        place = span._replace(start=span.start + amount.start, end=span.start + amount.end)
        try:
            printed = text[amount.start : amount.end]
            _refuse_comma(printed, around.page)
            _refuse_pair(printed, {*amount.says.meters, *around.wider.meters}, around.label)
            _refuse_second_spec(amount.says, around.row)
            yield from list(quotes_of(amount, around, place))
        except NotUnderstood as problem:
            yield Unread(place, problem.reason)
        except Inexact:
            yield Unread(place, "has no exact price in the published unit")


def unsaid_in(text: str, others: Sequence[Amount], around: Surroundings, span: Span) -> Iterator[Finding]:
    """Amounts of prices in another unit: a price has one amount, and the vocabulary no word for it once more."""
    wider = around.wider._replace(measure=None)
    apart = around._replace(wider=wider._replace(media=()), lacking=Lacking(_ONCE_MORE))
    for other in others:
        media = other.says.media or wider.media
        told = condition("modality", media[0] if len(media) == 1 else media) if media else NOTHING
        says = both(other.says._replace(media=()), told)
        yield from quotes_in(text, [other._replace(says=says)], apart, span)


def _refuse_second_spec(cell: Says, row: Says) -> None:
    """A label in a cell of prices may say once more, and otherwise, what instance the row is of."""
    spec, label = dict(row.conditions).get("spec"), dict(cell.conditions).get(AS_PRINTED)
    if spec and label:
        message = f"cannot tell how {shown(label)!r} goes with the specification {' '.join(str(spec).split())!r}"
        raise NotUnderstood(message)


def _refuse_comma(printed: str, page: Context) -> None:
    """On a page that writes 22,50 nobody can tell what 1,250 is."""
    if page.decimal_commas and _THOUSANDS.search(printed):
        message = "its comma may divide thousands or decimals: the page writes both"
        raise NotUnderstood(message)


def _refuse_pair(printed: str, meters: Collection[str], heading: str) -> None:
    """Below a heading that names two things, of one meter or of two, `$3,15` may be two prices."""
    if _PAIR.search(printed) and (len(meters) > 1 or _names_two(heading)):
        message = "its comma may divide decimals or the prices of two meters"
        raise NotUnderstood(message)


def _names_two(heading: str) -> bool:
    """Whether a heading divides words for what is paid: each may be of a price of its own.

    >>> _names_two("Input, cached input ($/1M tokens)"), _names_two("Cached input, $/1M tokens")
    (True, False)
    """
    parts = [False]
    for token in tokens(heading):
        if token.kind in {"break", "join"} or token.text in {"/", "+", "|"}:
            parts.append(False)
        elif token.kind in _NAMING:
            parts[-1] = True
    return sum(parts) > 1


class _Quoting:
    """One amount for one model."""

    def __init__(self, amount: Amount, around: Surroundings, span: Span, says: Says) -> None:
        self.amount, self.around, self.span, self.says = amount, around, span, says
        printed, self.unit_from = self._measure()
        self.measure = _in_gibibytes(printed) if printed and around.page.binary else printed
        self.currency, self.currency_from = self._currency()
        self.service = says.service or around.service

    def quotes(self, model: str) -> Iterator[Quote | Unsaid]:
        lacking = self.around.lacking
        if lacking and (lacking.free or not self.amount.free):
            yield self._lacked(model, lacking)
            return
        meters = self._meters(model)
        service = "deployment" if self.service == "inference" and "instance" in meters else self.service
        for meter in meters:
            if self.measure and unsayable(self.measure, meter):
                per = self.measure.text
                yield self._unsaid(model, per, f"no unit of the vocabulary is per {per}")
                continue
            unit, length = self._unit(meter)
            if unit is not None:
                publish(EXACT.multiply(self.amount.value, self.amount.multiplier), unit)
            quote = Quote(
                model=model,
                name=self.around.name,
                service=cast("Service", service),
                meter=meter,
                amount=self.amount.value,
                currency=self.currency,
                unit=unit,
                span=self.span,
                conditions=conditions_of(
                    self.says, meter, unit, length, self.around.page, compared=self.around.compared
                ),
                free=self.amount.free,
                effective_from=self.says.since,
                effective_until=self.says.until,
                promotion=self._promotion(),
                unit_from=self.unit_from,
                currency_from=self.currency_from,
                multiplier=self.amount.multiplier,
                derived_from=self.says.promotion if self.amount.multiplier != 1 else None,
            )
            yield quote
            yield from self._ruled(quote)

    def _promotion(self) -> dict[str, str] | None:
        """Its words; and the list price, where the page prints that one alone."""
        if not self.says.promotion:
            return None
        listed = {} if self.amount.multiplier == 1 else {"list_amount": text(self.amount.value)}
        return {"label": self.says.promotion, **listed}

    def _ruled(self, quote: Quote) -> Iterator[Quote]:
        """The prices that printed rules make of it."""
        return (made for rule in self.says.rules if (made := ruled(quote, rule)) is not None)

    def _lacked(self, model: str, lacking: Lacking) -> Unsaid:
        general = self.unit_from in {"page", "caption"} and lacking.per
        per = self.measure.text if self.measure and not general else lacking.per
        if not per:
            raise NotUnderstood(_NO_UNIT)
        return self._unsaid(model, per, lacking.reason)

    def _unsaid(self, model: str, per: str, reason: str) -> Unsaid:
        conditions = {name: as_published(value) for name, value in self.says.conditions if value is not None}
        meters = tuple(dict.fromkeys("input" if meter == "uncached" else meter for meter in self.says.meters))
        return Unsaid(self.span, model, self.amount.value, self.currency, per, reason, conditions, meters)

    def _measure(self) -> tuple[Measure | None, Origin]:
        """The unit and where it was printed; tokens of no number take theirs from the page's general sentence."""
        said = self.says.measure
        if said is not None and said.many:
            places = ((self.amount.says, "cell"), (self.around.row, "unit column"), (self.around.heading, "header"))
            for says, origin in places:
                if says.measure and says.measure.many:
                    return said, cast("Origin", origin)
            return self._counting(said, "caption") if self.amount.free else (said, "caption")
        if self.amount.free:
            column = self.around.column
            return self._counting(column, "column") if column else self._counting(*self.around.page.measure)
        if said is None and isinstance(length := dict(self.says.conditions).get("duration"), int):
            return Measure(length, ("second",), clip=True), "unit column"
        if said is None and self.around.column is not None:
            return self.around.column, "column"
        general, origin = self.around.page.measure
        if said is not None and general is not None and merged(said, general) is None:
            message = f"two units for one price: {general.text} and {said.text}"
            raise NotUnderstood(message)
        return general, origin

    def _counting(self, measure: Measure | None, origin: Origin) -> tuple[Measure | None, Origin]:
        """The unit of its siblings, where what is free can be counted by it."""
        meters = ["input" if meter == "uncached" else meter for meter in self.says.meters]
        counted = measure is not None and bool(meters) and all(counts(measure, meter) for meter in meters)
        return (measure, origin) if counted else (None, "cell")

    def _currency(self) -> tuple[str, Origin]:
        said, origin = self.says.currency, "page"
        if said is None and self.around.cell_currency:
            said, origin = self.around.cell_currency, "cell"
        elif said is not None:
            origin = (
                "cell" if self.amount.says.currency else "header" if self.around.heading.currency else "unit column"
            )
        code = self.around.page.of_mark(said) if said else self.around.page.currency
        home = self.around.page.home
        if code and home and origin == "page" and code != home:
            message = f"no currency is printed for it; the page's only one is {code}, the provider's {home}"
            raise NotUnderstood(message)
        if code is None:
            raise NotUnderstood(f"cannot tell which currency {said} is of on this page" if said else _NO_CURRENCY)
        return code, cast("Origin", origin)

    def _meters(self, model: str) -> Sequence[str]:
        """What is counted: as words say, else what the service or the unit can only mean."""
        if self.says.meters:
            if self.service == "training" and set(self.says.meters) != {"training"}:
                message = f"{' and '.join(self.says.meters)} of a training"
                raise NotUnderstood(message)
            return list(dict.fromkeys(self._said(meter, model) for meter in self.says.meters))
        if self.service in METER_OF_SERVICE:
            # What is trained by the hour is paid for the machine.
            by_time = self.measure is not None and set(self.measure.things) <= _TIMES
            return ["instance" if by_time else METER_OF_SERVICE[self.service]]
        if self.measure is None:
            if self.amount.free:
                return ["usage"]
            raise NotUnderstood(_NO_UNIT)
        if unsayable(self.measure, None):
            return [""]
        return [only_meter(self.measure) or self._of_time_or_tokens(model)]

    def _said(self, meter: str, model: str) -> str:
        meter = "input" if meter == "uncached" else meter
        if self.measure is None or meter not in {"input", "output"} or self.service != "inference":
            return meter
        thing = self.measure.things[0] if len(self.measure.things) == 1 else ""
        if thing in _TIMES:
            return self._of_time_or_tokens(model)
        return _BY_THING.get((meter, thing), meter)

    def _of_time_or_tokens(self, model: str) -> str:
        """A second is of video or of audio, and so may tokens be: the row, the headings or the name must say so."""
        conditions = dict(self.says.conditions)
        tasks = conditions.get("task", ())
        tasks = set(tasks) if isinstance(tasks, tuple) else {tasks}
        if conditions.keys() & {"audio", "reference_video"} or (tasks and tasks <= _VIDEO_TASKS):
            return "video"
        headings = self.around.page.heading.lower()
        said = {*self.says.media} & {"video", "audio"}
        if len(said) == len(self.says.media) == 1 and not ("resolution" in conditions and said == {"audio"}):
            return said.pop()
        above, named = _kinds_above(headings), _kinds_above("\n".join(_WORD.findall(model.lower())))
        kinds = above & named if above and named else above | named
        timed = self.measure is not None and set(self.measure.things) <= _TIMES
        if timed and "resolution" in conditions and kinds != {"audio"}:
            return "video"
        if len(kinds) == 1 and not self.says.media and (timed or _MADE.search(self.around.page.heading)):
            return kinds.pop()
        if self.measure and self.measure.things == ("token",) and _only_reads(headings, model.lower()):
            return "input"
        thing = "/".join(self.measure.things) if self.measure else ""
        message = f"cannot tell what is counted by the {thing}: no word says input, output, video or audio"
        raise NotUnderstood(message)

    def _unit(self, meter: str) -> tuple[Unit | None, int | None]:
        if self.measure is not None:
            return resolve(self.measure, meter)
        unit = only_unit(meter) if self.amount.free else None
        if unit is None and not (self.amount.free and meter == "usage"):
            raise NotUnderstood(_NO_UNIT)
        return unit, None


def _in_gibibytes(measure: Measure) -> Measure:
    """The same per GiB, on a page that says that its GB is one.

    >>> _in_gibibytes(Measure(1, (), words="GB per day")).things
    ('day', 'gib')
    """
    per = _GIGABYTES.fullmatch(measure.words.lower())
    return Measure(1, tuple(sorted((per[1], "gib")))) if per else measure


def _only_reads(headings: str, model: str) -> bool:
    r"""Whether the model's name, or a nearest heading that is of nothing else, tells that it puts out no tokens.

    >>> _only_reads("prices\nembeddings", "acme-1"), _only_reads("chat or embeddings", "acme-1")
    (True, False)
    """
    nearest = headings.rpartition("\n")[2].strip()
    return bool(_ONLY_READING.search(model) or _READING_HEADING.fullmatch(nearest))


def _kinds_above(headings: str) -> set[str]:
    """The kinds of clips that the nearest heading speaks of that speaks of any."""
    for heading in reversed(headings.split("\n")):
        if kinds := {kind for word, kind in _KINDS.items() if word in heading}:
            return kinds
    return set()
