"""Pages that were saved by others, or long ago: what an archive holds, and when it says that it stood there.

holding.py       the nouns: a page out of an archive, and what of it was passed over
compressed.py    a WARC file as it stands on the disk, part by part
framing.py       where each of its records begins and ends, though some are damaged
digests.py       whether a digest is that of what stands there
records.py       what one record says: a page, with its address and its time
coding.py        bodies as servers sent them: in chunks, compressed
spooling.py      pages that wait for their turn, on the disk
captures.py      the captures of some addresses out of WARC files, in the order of their times
naming.py        the day or the time that a file's name carries
repositories.py  what a file was at each commit that changed it
"""
