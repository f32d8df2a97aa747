"""Use cases: what a command does once its words are understood, and before anything is printed.

refresh.py       one run, end to end
looking.py       one look at one provider: fetched, read, held against the ledger, told
sources.py       where a run's pages come from: the servers, the recordings, what was received last
saved.py         pages that somebody saved
seeing.py        how such a page is seen before a scraper reads it
lessons.py       what is to be learnt before all of it is read
ingest.py        a saved page becomes part of the history
reviewing.py     what waits for a person, with where it stands
choosing.py      which of it is meant, by the beginning of an id
deciding.py      what a person decides about it
decided.py       what was decided, and whether it still holds
asking.py        questions to what is published
histories.py     questions to the database
doubting.py      what was doubtful on an earlier day
changes.py       what changed between two days, snapshots or files
clock.py         whether this machine's clock fits what was seen before
status.py        how each provider stands by the clock, and whose move is next
doctor.py        whether all that a run needs is well
verification.py  the stored files and readings held to their word
report.py        what is told of a run: JSON, Markdown
"""
