"""Use cases: what a command does once its words are understood, and before anything is printed.

refresh.py       one run, end to end
intake.py        pages as they were received become an observation
sources.py       where a run's pages come from: the servers, the recordings, what was received last
clock.py         whether this machine's clock fits what was seen before
status.py        how each provider stands by the clock, and whose move is next
doctor.py        whether all that a run needs is well
verification.py  the stored files and readings held to their word
report.py        what is told of a run: JSON, Markdown
"""
