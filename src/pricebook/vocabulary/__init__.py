"""The words of a price and what each means: one edit here teaches a word.

    things.py      what prices are paid for: tokens, images, instance-hours
    meters.py      what is counted, of what, and what is sold
    conditions.py  what must hold for a price, and where a request is served
    values.py      what each condition can be
    money.py       currencies and their marks, what is free, what changes an amount
    abroad.py      the same in other languages than English and Chinese
    days.py        words beside a printed day
    names.py       words of a model's cell that are no part of its name
    headings.py    words of columns' headings
    language.py    words that hold the others together
    characters.py  characters that nobody sees, and letters that look like others

Words are written as folded text shows them (lower case, half width), divided by `|`. A blank may be missing in the
text. A longer word is met before a shorter one. This room imports nothing: every other may learn from it, and the
ledger, which must not share the price language, takes only the marks of currencies and the characters.
"""

from pricebook.vocabulary.abroad import ABROAD
from pricebook.vocabulary.characters import HIDDEN, LOOK_ALIKES, TRADITIONAL, TURNING, UNSEEN, WIDTHLESS
from pricebook.vocabulary.conditions import (
    BEGUN_TASKS,
    BOUNDED,
    CHOICES,
    CONDITION_NAMES,
    CONDITIONS,
    PLACE_MARKS,
    PLACES,
    TASKS,
    Condition,
)
from pricebook.vocabulary.days import ANNOUNCED, SINCE_AFTER, SINCE_BEFORE, TOLD, UNTIL_AFTER, UNTIL_BEFORE
from pricebook.vocabulary.headings import (
    ABILITY_COLUMNS,
    CONSUMING_COLUMNS,
    DESCRIBING_COLUMNS,
    ESTIMATE_COLUMNS,
    IGNORED_COLUMNS,
    KIND_COLUMNS,
    LIMITING_COLUMNS,
    MEASURING_COLUMNS,
    NAME_COLUMNS,
    QUOTA_COLUMNS,
    TIER_COLUMNS,
    UNIT_COLUMNS,
)
from pricebook.vocabulary.language import (
    CHARGED,
    COMPARISONS,
    COUNTED_BY,
    ENDED,
    HEADING_QUIET,
    JOINS,
    LONG_CONTEXT,
    MARGINAL,
    MEANS,
    MENTIONS,
    NEGATIONS,
    NONE,
    ONLY,
    ORDINARY,
    OTHERS,
    OUTSIDE,
    PENDING,
    PER,
    POINTERS,
    QUIET,
    RESTATING,
    RESTRICTING,
    TTL,
)
from pricebook.vocabulary.meters import (
    COUNTED,
    MEDIA,
    METER_OF_SERVICE,
    METERS,
    NARROWER,
    ONLY_READING,
    PARTS,
    SERVICES,
    SUBJECTS,
)
from pricebook.vocabulary.money import (
    ABOUT,
    CHANGING,
    CURRENCY_MARKS,
    DISCOUNT,
    EQUAL,
    FORMER,
    FREE,
    LOWEST,
    NOW,
    OTHER_CALLS,
    PARTS_PAID,
    PROMOTION,
    SHARED_MARKS,
)
from pricebook.vocabulary.names import ALIASES, BADGES, NO_NAMES, STATES, SUMMARIES
from pricebook.vocabulary.things import COUNTS, MANY, PERIODS, THINGS, Thing
from pricebook.vocabulary.values import slip

__all__ = [
    "ABILITY_COLUMNS",
    "ABOUT",
    "ABROAD",
    "ALIASES",
    "ANNOUNCED",
    "BADGES",
    "BEGUN_TASKS",
    "BOUNDED",
    "CHANGING",
    "CHARGED",
    "CHOICES",
    "COMPARISONS",
    "CONDITIONS",
    "CONDITION_NAMES",
    "CONSUMING_COLUMNS",
    "COUNTED",
    "COUNTED_BY",
    "COUNTS",
    "CURRENCY_MARKS",
    "DESCRIBING_COLUMNS",
    "DISCOUNT",
    "ENDED",
    "EQUAL",
    "ESTIMATE_COLUMNS",
    "FORMER",
    "FREE",
    "HEADING_QUIET",
    "HIDDEN",
    "IGNORED_COLUMNS",
    "JOINS",
    "KIND_COLUMNS",
    "LIMITING_COLUMNS",
    "LONG_CONTEXT",
    "LOOK_ALIKES",
    "LOWEST",
    "MANY",
    "MARGINAL",
    "MEANS",
    "MEASURING_COLUMNS",
    "MEDIA",
    "MENTIONS",
    "METERS",
    "METER_OF_SERVICE",
    "NAME_COLUMNS",
    "NARROWER",
    "NEGATIONS",
    "NONE",
    "NOW",
    "NO_NAMES",
    "ONLY",
    "ONLY_READING",
    "ORDINARY",
    "OTHERS",
    "OTHER_CALLS",
    "OUTSIDE",
    "PARTS",
    "PARTS_PAID",
    "PENDING",
    "PER",
    "PERIODS",
    "PLACES",
    "PLACE_MARKS",
    "POINTERS",
    "PROMOTION",
    "QUIET",
    "QUOTA_COLUMNS",
    "RESTATING",
    "RESTRICTING",
    "SERVICES",
    "SHARED_MARKS",
    "SINCE_AFTER",
    "SINCE_BEFORE",
    "STATES",
    "SUBJECTS",
    "SUMMARIES",
    "TASKS",
    "THINGS",
    "TIER_COLUMNS",
    "TOLD",
    "TRADITIONAL",
    "TTL",
    "TURNING",
    "UNIT_COLUMNS",
    "UNSEEN",
    "UNTIL_AFTER",
    "UNTIL_BEFORE",
    "WIDTHLESS",
    "Condition",
    "Thing",
    "slip",
]
