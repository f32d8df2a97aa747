"""What was true when, and known when: derived from what was seen.

intervals.py  looks in order become intervals
replaying.py  from the files to a history
listing.py    what is on sale, as it is published
diff.py       two states become changes
forms.py      how a published file is divided
streams.py    published prices out of two files
comparing.py  what is compared: a collection at two moments
trail.py      how the looks at a provider went, told by their lines
present.py    what is known of a provider now
checkpoint.py  the same written down, to go on from
heads.py      the head of a checkpoint, and how a provider stands by it
health.py     the same as a record
"""
