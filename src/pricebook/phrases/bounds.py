"""Bounds that stand where none is read, in a sentence or a name: a price beside one holds for a part of the requests.

What a tier's own cell says of bounds is read in `tiers.py`; here they are only noticed.
"""

import re
from itertools import pairwise

from pricebook import vocabulary
from pricebook.phrases.tokens import alternatives, fold, tokens

_OUTSIDE = re.compile(rf"(?:(?<![a-z])|(?=[\u4e00-\u9fff]))(?:{alternatives(vocabulary.OUTSIDE.split('|'))})")
_IN_A_NAME = re.compile("[A-Za-z0-9]")
"""What a number that is a part of a name stands behind."""
_RANGE = re.compile(r"\s[0-9][0-9,]*\s?[kKmM]?\s?[-~～–—至到]\s?[0-9][0-9,]*\s?[kKmM]$")


def holds_bounds(text: str) -> bool:
    """Whether a word beside a number of tokens makes it a bound.

    >>> holds_bounds("32K以内"), holds_bounds("大于128k"), holds_bounds("longer than 200K tokens")
    (True, True, True)
    >>> holds_bounds("a context of 200K tokens")
    False
    """
    found = tokens(text)
    counted = any(
        token.kind == "number"
        and after.kind in {"count", "thing"}
        and not _IN_A_NAME.fullmatch(text[token.start - 1 : token.start])
        for token, after in pairwise(found)
    )
    outside = bool(_OUTSIDE.search(fold(text))) or any(token.kind == "compare" for token in found)
    return counted and outside


def ends_in_bounds(name: str) -> bool:
    """Whether a name goes on with bounds: they are no part of it.

    >>> ends_in_bounds("acme-1 <128k"), ends_in_bounds("acme-1 0-32k"), ends_in_bounds("acme-v1 32k")
    (True, True, False)
    """
    return holds_bounds(name) or bool(_RANGE.search(name))
