"""What was seen, kept whole and never edited.

folders.py       one observation: a folder of files, loose or out of a pack
keeping.py       what was seen becomes a folder, unless the one before says the same
ageing.py        whether what came is older than what was seen
observations.py  the record of every look, also of those that found nothing new
approvals.py     what a person has decided
lines.py         files of one record a line
packs.py         a finished year in one file: how it is written and read
packing.py       loose folders become a pack
"""

from pricebook.snapshots.approvals import decide, decisions
from pricebook.snapshots.folders import Snapshot, StoredReading, snapshots
from pricebook.snapshots.keeping import Seen, keep
from pricebook.snapshots.observations import Look, note, observations, providers, stamp, timeline, timelines

__all__ = [
    "Look", "Seen", "Snapshot", "StoredReading", "decide", "decisions", "keep", "note",
    "observations", "providers", "snapshots", "stamp", "timeline", "timelines",
]  # fmt: skip
