"""The machine below: files, folders, threads and locks. Nothing here knows of a price.

files.py        files that are old or new, never half
swap.py         two folders change places in one step
concurrency.py  several things at a time, in order within each lane
locking.py      one writer at a time
"""
