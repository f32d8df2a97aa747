"""What is published, as records: the contract's every field, frozen and closed, each with its meaning and unit.

fields.py      kinds of values
conditions.py  what must hold for a price
prices.py      prices: current, absent, pending
others.py      facts, what cannot be said, what was not understood, providers, models
history.py     forms of prices, and changes
files.py       the files

A program that writes a file makes these records; `schema.json` is made of them. There a record is open: within v1
fields may be added, and a copy of the schema that somebody keeps must not refuse them.
"""

from pricebook.publish.records.conditions import Bounds, Conditions
from pricebook.publish.records.fields import EXACT
from pricebook.publish.records.files import (
    AbsentFile,
    ChangesFile,
    FactsFile,
    FailingPage,
    FileEntry,
    Loss,
    LossesFile,
    Manifest,
    ModelsFile,
    PendingFile,
    PricesFile,
    ProviderFile,
    ProviderStatus,
    SlimFile,
    SlimMarks,
    SlimProvider,
    StatusFile,
    UnreadFile,
    UnsaidFile,
)
from pricebook.publish.records.history import ChangeEntry, ChangeSide, HistoryLine
from pricebook.publish.records.others import (
    ModelEntry,
    Offer,
    Provider,
    ProviderPage,
    StatedFact,
    UnreadText,
    UnsaidPrice,
)
from pricebook.publish.records.prices import AbsentPrice, DatedPrice, Listed, PendingPrice, Price, Promotion, Where

__all__ = [
    "EXACT",
    "AbsentFile",
    "AbsentPrice",
    "Bounds",
    "ChangeEntry",
    "ChangeSide",
    "ChangesFile",
    "Conditions",
    "DatedPrice",
    "FactsFile",
    "FailingPage",
    "FileEntry",
    "HistoryLine",
    "Listed",
    "Loss",
    "LossesFile",
    "Manifest",
    "ModelEntry",
    "ModelsFile",
    "Offer",
    "PendingFile",
    "PendingPrice",
    "Price",
    "PricesFile",
    "Promotion",
    "Provider",
    "ProviderFile",
    "ProviderPage",
    "ProviderStatus",
    "SlimFile",
    "SlimMarks",
    "SlimProvider",
    "StatedFact",
    "StatusFile",
    "UnreadFile",
    "UnreadText",
    "UnsaidFile",
    "UnsaidPrice",
    "Where",
]
