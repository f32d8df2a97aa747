"""What was seen, kept whole and never edited.

archive.py       all of it, by provider
shelf.py         one provider's: its folder, listed once, and the journals that tell of it
stamps.py        how far journals go, and whether anything was added, told without reading them
journals.py      files of one record a line that only grow, each line chained to the one before it
earlier.py       the files of older programs
migrating.py     what these tell is moved over
folders.py       one snapshot: a folder of files, loose or out of a pack
keeping.py       a look becomes a line and, unless the one before says the same, a snapshot
looks.py         what is known of a provider when a look was taken, page by page
ageing.py        whether what came is older than what was seen
lines.py         files of one record a line
packs.py         a finished year in one file: how it is written and read
packing.py       loose folders become a pack
"""
