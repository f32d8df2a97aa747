"""Letters that pass for others: where they stand in a text, told from what stands beside them.

A Latin word holds letters of no other script, and none in bold or fraktur (UTS 39, "highly restrictive"). A word of
letters that all look Latin is taken for Latin, unless its text is plainly in its own script.
"""

import re
import unicodedata
from functools import lru_cache

from pricebook.vocabulary import LOOK_ALIKES

_EAST_ASIAN = "\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff65-\uffdc\U00020000-\U0003ffff"
"""Scripts that stand beside Latin letters without a blank, as ranges."""
_TOKEN = re.compile(rf"[^\W_{_EAST_ASIAN}](?:[-._/]*[^\W_{_EAST_ASIAN}])*")
_WORD = re.compile(r"[^\W_]+")
_LATIN_1 = "\xff"


def passing_for_others(text: str) -> frozenset[int]:
    """Where such letters stand.

    >>> sorted(passing_for_others("qw\u0435n-max")), sorted(passing_for_others("вход API-ключ 1М，ＡＰＩ 模型"))
    ([2], [])
    >>> sorted(passing_for_others("\u0441\u043e\u0440\u0430-2 模型"))
    [0, 1, 2, 3]
    """
    if text.isascii():
        return frozenset()
    found: set[int] = set()
    for token in _TOKEN.finditer(text):
        if token[0].isascii():
            continue
        for word in _WORD.finditer(token[0]):
            mixed = any(letter.isascii() and letter.isalpha() for letter in word[0])
            places = (token.start() + n for n in range(*word.span()))
            found.update(n for n in places if _is_styled(text[n]) or (mixed and _is_foreign(text[n])))
        if _looks_latin(token[0], text):
            found.update(n for n in range(*token.span()) if text[n] in LOOK_ALIKES)
    return frozenset(found)


def _looks_latin(token: str, text: str) -> bool:
    """Whether all letters of the token look Latin, and neither they nor the text tell that they are not."""
    foreign = [letter for letter in token if letter > _LATIN_1 and letter.isalpha()]
    if not foreign or len(token) == 1 or any(letter not in LOOK_ALIKES for letter in foreign):
        return False
    if any(letter.isascii() and letter.isalpha() for letter in token):
        return True
    scripts = {_script(letter) for letter in foreign}
    return not any(_script(letter) in scripts and letter not in LOOK_ALIKES for letter in text if letter > _LATIN_1)


@lru_cache(maxsize=4096)
def _is_styled(character: str) -> bool:
    """Whether it is a Latin letter or a digit in bold, fraktur and the like; full width is plain to see."""
    if unicodedata.category(character) not in {"Lu", "Ll", "Nd"} or _script(character) in {"LATIN", "FULLWIDTH"}:
        return False
    return not character.isascii() and unicodedata.normalize("NFKC", character).isascii()


@lru_cache(maxsize=4096)
def _is_foreign(character: str) -> bool:
    """Whether it does not belong into a Latin word."""
    if character <= _LATIN_1:
        return False
    latin = _script(character) == "LATIN" and not unicodedata.normalize("NFKC", character).isascii()
    return not latin or character in LOOK_ALIKES


def _script(character: str) -> str:
    """The first word of its name, which is its script."""
    return unicodedata.name(character, "").partition(" ")[0]
