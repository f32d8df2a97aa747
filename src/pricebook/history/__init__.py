"""What was true when, and known when: derived from what was seen.

intervals.py  looks in order become intervals
replaying.py  from the files to a history
diff.py       two states become changes
comparing.py  what is compared: a collection at two moments
standing.py   how each provider stands by its looks alone
"""
