"""How much memory and time reading a page may take: by its size, because each price on it takes some of both.

Measured: a price takes some 9 KB and 0.1 ms, and in a dense table 13 bytes of the page; a byte of words takes some 100
bytes of memory, one of markup fewer. The limits are above that for any page that is one.
"""

_MIB = 1024 * 1024
BASE_MEMORY, MEMORY_PER_BYTE, MOST_MEMORY = 110 * _MIB, 700, 512 * _MIB
"""Bytes in use at once: the program itself and a page of nothing; for each byte of the page; and for any page."""
BASE_SECONDS, SECONDS_PER_BYTE, MOST_SECONDS = 10.0, 50e-6, 60.0
"""Seconds of the processor's time, likewise: several times what a slow machine needs."""


def memory_for(size: int) -> int:
    """Bytes in use at once, the program itself included, that reading pages of so many bytes together may take.

    >>> [memory_for(size) >> 20 for size in (0, 340_000, 4 * 1024 * 1024)]
    [110, 336, 512]
    """
    return min(BASE_MEMORY + MEMORY_PER_BYTE * size, MOST_MEMORY)


def seconds_for(size: int) -> float:
    """Seconds of the processor's time that reading pages of so many bytes together may take.

    >>> [seconds_for(size) for size in (0, 340_000, 4 * 1024 * 1024)]
    [10.0, 27.0, 60.0]
    """
    return min(BASE_SECONDS + SECONDS_PER_BYTE * size, MOST_SECONDS)
