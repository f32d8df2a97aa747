"""What was true when, and known when: derived from what was seen.

intervals.py  looks in order become intervals
replaying.py  from the files to a history
listing.py    what is on sale, as it is published
diff.py       two states become changes
forms.py      how a published file is divided
streams.py    published prices out of two files
comparing.py  what is compared: a collection at two moments
health.py     how each provider stands by its looks alone
"""
