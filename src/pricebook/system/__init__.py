"""The machine below: files, folders, threads, locks and processes. Nothing here knows of a price.

files.py        files that are old or new, never half
swap.py         two folders change places in one step
concurrency.py  several things at a time, in order within each lane
locking.py      one writer at a time
confining.py    a process shuts itself in for good, as far as the system can hold it
landlock.py  seccomp.py  syscalls.py  what holds it on Linux: files by their names, and calls by their numbers
"""
