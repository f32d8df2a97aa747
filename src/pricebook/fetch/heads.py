"""How much of what came is the body of an answer: what stands behind its head, and behind those that announce it."""

import re

MAX_HEAD = 64 * 1024
"""Bytes of an answer's heads; servers that people use send a tenth of it."""
_END = re.compile(rb"\n\r?\n")
_ANNOUNCES = re.compile(rb"\s*HTTP/1\.[01] 1(?!01)[0-9]{2}\b")


class Heads:
    """Counts what comes of one answer."""

    def __init__(self) -> None:
        self._open: bytearray | None = bytearray()
        self._done = 0
        self.body = 0
        """Bytes behind the last head."""

    def take(self, data: bytes) -> None:
        """Counts what came next."""
        if self._open is None:
            self.body += len(data)
            return
        seen = max(0, len(self._open) - 2)
        self._open += data
        while end := _END.search(self._open, seen):
            self._done += end.end()
            rest, seen = self._open[end.end() :], 0
            if not _ANNOUNCES.match(self._open):
                self._open, self.body = None, len(rest)
                return
            self._open = rest

    @property
    def size(self) -> int:
        """Bytes of all heads so far."""
        return self._done + len(self._open or b"")
