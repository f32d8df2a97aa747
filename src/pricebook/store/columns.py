"""The names of what is stored, and the form that it is stored in: all that one must know to ask."""

HEAD = "0004"
"""The form of the tables that this program knows; the last of migrations/versions/."""
KEY = ("price", "number", "first_seen", "known_from", "quote")
"""What a row of `period` is found by."""
MARKS = (
    "snapshot", "last_seen", "valid_from", "basis", "valid_to", "unread_since", "missing_since",
    "withdrawn_on", "withdrawn_at", "known_to",
)  # fmt: skip
"""What is known of an interval's time."""
LATER = ("last_seen", "valid_to", "unread_since", "missing_since", "withdrawn_on", "withdrawn_at", "gate")
"""What of it a later look can change."""
