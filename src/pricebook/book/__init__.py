"""What `import pricebook` gives a program: prices, from a catalogue that is verified, and never a wrong one.

    import pricebook

    book = pricebook.load()
    book.cost("acme/acme-1", input_tokens=20_000, cached_tokens=5_000, output_tokens=800)

errors.py     what can go wrong
words.py      what can be counted, and which conditions a caller can state
sources.py    a folder, an address, a cache: bytes
checking.py   what a release has to be before anything is billed by it
loading.py    a release as it is read, and the last good one
names.py      names of models, as people write them
prices.py     one price
history.py  forms.py  what was on sale on a day, and what the forms of a price say of each other
questions.py  keywords become quantities and conditions
finding.py  offers.py   which prices hold: steps 2 and 3 of the contract
tiers.py      which tier, and what is billed by it: step 4
doubts.py     what is not taken in silence
plans.py      all of that for one kind of request, worked out once
costs.py  amounts.py    what it comes to, exactly: step 5
usual.py      what is asked for each request, answered at once
edition.py    one release and what was worked out from it
asking.py     the book

It imports json and decimal, and nothing else of this package: a program that asks for a price waits for nothing else.
"""

from pricebook.book.asking import Book, load
from pricebook.book.costs import Cost, Line
from pricebook.book.errors import (
    AmbiguousModel,
    BookError,
    Doubtful,
    NotPriced,
    NotSold,
    OutsideBounds,
    RefusedData,
    Undecided,
    UndecidedTier,
    UnknownDay,
    UnknownModel,
    WrongQuestion,
)
from pricebook.book.names import Offer
from pricebook.book.prices import Price

__all__ = [
    "AmbiguousModel",
    "Book",
    "BookError",
    "Cost",
    "Doubtful",
    "Line",
    "NotPriced",
    "NotSold",
    "Offer",
    "OutsideBounds",
    "Price",
    "RefusedData",
    "Undecided",
    "UndecidedTier",
    "UnknownDay",
    "UnknownModel",
    "WrongQuestion",
    "load",
]
