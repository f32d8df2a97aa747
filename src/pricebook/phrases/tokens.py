"""Text to tokens: numbers, days, words of the vocabulary and marks, each with its place in the text.

Scanning is one pass of one regular expression without nested repetition, so it is linear in the text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from pricebook import vocabulary
from pricebook.phrases.lexicon import LEXICON, Word

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {code: code + 32 for code in range(0x41, 0x5B)}
_FOLD |= {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}
_FOLD |= {0xFFE5: 0xA5, 0x2266: 0x2264, 0x2267: 0x2265, 0x2A7D: 0x2264, 0x2A7E: 0x2265, 0xFE64: 0x3C, 0xFE65: 0x3E}
_FOLD |= {
    code: ord(chr(code).lower())
    for code in (*range(0xC0, 0x250), *range(0x400, 0x430))
    if len(chr(code).lower()) == 1 and chr(code).lower() != chr(code)
}
_FOLD |= {ord(traditional): ord(simple) for traditional, simple in vocabulary.TRADITIONAL.items()}
_FOLD |= {0x2019: 0x27, 0xFF0C: 0xFF0C, 0xA0: 0x20, 0x3000: 0x20, 0x3010: 0x5B, 0x3011: 0x5D, 0xFFE1: 0xA3}
"""Full width becomes half width, upper case lower case, in Latin and Cyrillic, one character for one, so that places
stay the same.

The full-width comma stays: it divides clauses and never thousands.
"""


class Token(NamedTuple):
    """A piece of the folded text."""

    kind: str
    """`number`, `date` (with the words that say what begins or ends on it), `charged`, `compare`, `size`, `bare`,
    `break`, `open`, `close`, `strike`, `hidden` (what nobody sees and is read across by nobody), `unknown`, or a Word's
    kind; an x between words, as in 无声x5秒, is `noise`."""
    text: str
    start: int
    end: int
    word: Word | None = None


_WIDE = re.compile(f"[{''.join(re.escape(chr(code)) for code in _FOLD if code > 127)}]")


def fold(text: str) -> str:
    """The text in half width and lower case, of the same length.

    >>> fold("￥４.00/百万 Tokens，≦")
    '¥4.00/百万 tokens，≤'
    """
    if text.isascii():
        return text.lower()
    # Of bytes, only ASCII is made lower: no character becomes two.
    half = _WIDE.sub(lambda wide: chr(_FOLD[ord(wide.group())]), text)
    return half.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


LETTERS = "a-z\u00df-\u00f6\u00f8-\u024f\u0400-\u052f"
"""As ranges of a pattern: the letters of folded text that words are made of which blanks divide."""


def alternatives(words: Iterable[str]) -> str:
    """The words as one pattern, the longest word first; they are grouped by their first character, for speed."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=lambda word: (-len(word.replace(" ", "")), word)):
        groups[word[0]].append(
            re.escape(word[1:]).replace(r"\ ", " ?") + (f"(?![{LETTERS}_])" if word[-1].upper() != word[-1] else "")
        )
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items())


MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
DAY = (
    r"(?:20[0-9]{2} ?(?:年|[-/.]) ?[0-9]{1,2} ?(?:月 ?[0-9]{1,2}(?![0-9])|[-/.] ?[0-9]{1,2}(?![0-9])|月(?! ?[0-9]))"
    r"(?: ?[日号])?(?: [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
    rf"|{MONTH}[a-z]{{0,6}}\.? [0-9]{{1,2}}(?:st|nd|rd|th)?,? 20[0-9]{{2}}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)? {MONTH}[a-z]{{0,6}}\.?,? 20[0-9]{2})"
)
"""A printed day, perhaps with its time; or a month of a year."""
_BEGINS, _ENDS = alternatives(vocabulary.SINCE_BEFORE.split("|")), alternatives(vocabulary.UNTIL_BEFORE.split("|"))
_BEGUN, _ENDED = alternatives(vocabulary.SINCE_AFTER.split("|")), alternatives(vocabulary.UNTIL_AFTER.split("|"))

_DECIMAL = r"(?:0,[0-9]{1,6}|[1-9][0-9]{0,5},[0-9]{1,2})(?![0-9.,])"
_LED = r"(?:(?<=[$€£])|(?<=[$€£] ))"
_FOLLOWED = r"(?= ?(?:[$€£]|(?:us[$]|usd|eur|gbp)(?![a-z])))"
"""A comma divides decimals where it cannot divide thousands, and such a mark of money stands beside it."""

_TOKEN = (
    r"[ \t]*(?:"
    rf"(?P<date>(?:(?:{_BEGINS}|{_ENDS}) ?)?{DAY}(?: ?(?:{_BEGUN}|{_ENDED}))?)"
    r"|(?P<either>(?:(?<=/)|(?<=/ )|(?<=per ))1k(?= ?(?:images|videos)))"
    r"|(?P<size>[0-9]{3,4}p(?![a-z0-9])(?: ?及?以[上下](?!价))?|[0-9]{3,4} ?[x×*] ?[0-9]{3,4}(?![0-9])"
    r"|(?:(?<=分辨率)|(?<=分辨率为)|(?<=分辨率 )|(?<=分辨率为 ))[1248]k(?![a-z0-9])"
    r"|[1248]k(?= ?(?:张|图|高清|分辨率|视频|images?|resolution|videos?))"
    r"|(?<=per )(?:0\.5k(?= image(?!s))|[1248]k(?=/[1248]k image(?!s))))"
    r"|(?P<ratio>[0-9]{1,2}:[0-9]{1,2}(?= ?(?:画幅|宽高比|aspect))"
    r"|(?:21:9|9:21|16:9|9:16|4:3|3:4|3:2|2:3|1:1)(?![0-9:]))"
    r"|(?P<memory>[0-9]{1,4} ?[gmt]i?b(?![a-z0-9]))"
    rf"|(?P<decimal>(?:{_LED}{_DECIMAL}|{_DECIMAL}{_FOLLOWED}))"
    r"|(?P<number>(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?)"
    r"|(?P<compare><=|>=|=<|=>|[<>≤≥])"
    r"|(?P<strike>~~)"
    r"|(?P<footnote>\^[^^\n]{1,9}\^|[*†‡]{1,3}(?= ?(?:$|[\n)\],;:，/]|\.(?:\s|$)))"
    r"|(?<=[a-z)])[*†‡]{1,3}(?= (?:[$€£¥]|and ))|[①-⑳])"
    rf"|(?P<place>(?<![a-z0-9._/-]){vocabulary.PLACE_CODES}(?![a-z0-9_/-]))"
    rf"|(?P<word>{alternatives(LEXICON)})"
    r"|(?P<bare>长度)"
    r"|(?P<noise>(?<=[)\u4e00-\u9fff ])[x×](?= ?(?:[\u4e00-\u9fff]|[0-9]{1,2} ?(?:秒|s(?![a-z])))))"
    r"|(?P<break>[，,;。\n:]|·(?= )|\.(?=\s|$))"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])"
    rf"|(?P<hidden>[{vocabulary.HIDDEN}]+)"
    rf"|(?P<unknown>[{LETTERS}][{LETTERS}0-9_.]*|[^ \t]))"
)
_CHARGED = re.compile(r" ?(?:开始|起)? ?[收计]费")
"""Behind a day: on it a section began to charge, which says nothing of any one price."""
_SIZES_IN_K = {"1", "2", "4", "8"}
_COMPARE = {"=<": "<=", "=>": ">=", "≤": "<=", "≥": ">="}


@cache
def _token() -> re.Pattern[str]:
    """It takes as long to compile as half of the program to load, and many processes that load it read no text."""
    return re.compile(_TOKEN, re.DOTALL)


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of the text, blanks and footnote marks left out.

    >>> [(t.kind, t.text) for t in tokens("输出 16/百万 tokens")]
    [('meter', '输出'), ('number', '16'), ('per', '/'), ('count', '百万'), ('thing', 'tokens')]
    >>> [t.text for t in tokens("3,75 $")], [t.text for t in tokens("1,250 $")], [t.text for t in tokens("3,75元")]
    (['3.75', '$'], ['1,250', '$'], ['3', ',', '75', '元'])
    """
    found: list[Token] = []
    folded = fold(text)
    for match in _token().finditer(folded):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        piece = match[kind]
        if kind == "word":
            word = LEXICON.get(piece) or LEXICON[_spaced(piece)]
            shown = str(word.value) if word.kind == "compare" else piece
            found.append(Token(word.kind, shown, start, end, word))
        elif kind == "decimal":
            found.append(Token("number", piece.replace(",", "."), start, end))
        elif kind == "compare":
            found.append(Token(kind, _COMPARE.get(piece, piece), start, end))
        elif kind == "date" and _CHARGED.match(folded, end):
            found.append(Token("charged", piece, start, end))
        elif kind != "footnote":
            # How wide a clip is to its height, and how large a memory, are no words of the vocabulary, and no numbers;
            # whether 1K images are a thousand or one that large, nobody can tell.
            found.append(Token("unknown" if kind in {"ratio", "memory", "either"} else kind, piece, start, end))
    return _sized(tuple(found))


def _sized(found: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens, 4K that opens a bracket being a size where another one opens with a size: `$1 (720p) $2 (4k)`."""
    opened = [n for n, token in enumerate(found) if token.kind == "open"]
    if not any(found[n + 1 : n + 2] and found[n + 1].kind == "size" for n in opened):
        return found
    sized = list(found)
    for n in reversed(opened):
        many, count, behind = (*sized[n + 1 : n + 4], *[None] * 3)[:3]
        if many is None or many.kind == "size" or count is None or count.text != "k" or many.end != count.start:
            continue
        if many.text in _SIZES_IN_K and behind is not None and behind.kind in {"close", "meter"}:
            sized[n + 1 : n + 3] = [Token("size", f"{many.text}k", many.start, count.end)]
    return tuple(sized)


def lists_sizes(found: tuple[Token, ...], index: int) -> bool:
    """Whether the comma at that token stands between two sizes, which one price has both."""
    sides = found[max(0, index - 1) : index + 2 : 2]
    return found[index].text in {"，", ","} and [side.kind for side in sides] == ["size", "size"]


def lists_media(found: tuple[Token, ...], index: int) -> bool:
    """Whether the comma at that token stands in a bracket of nothing but media, all of which one price is for.

    >>> lists_media(tokens("$1 (text, image)"), 4), lists_media(tokens("$1 (text, 2 images)"), 4)
    (True, False)
    """
    if found[index].text not in {"，", ","}:
        return False
    first = last = index
    while first >= 0 and _lists(found[first]):
        first -= 1
    while last < len(found) and _lists(found[last]):
        last += 1
    sides = found[max(0, index - 1) : index + 2 : 2]
    bracketed = first >= 0 and last < len(found) and (found[first].kind, found[last].kind) == ("open", "close")
    return bracketed and all(side.word is not None and side.word.medium is not None for side in sides)


def _lists(token: Token) -> bool:
    """Whether it is a medium, or divides or joins media."""
    return token.kind == "join" or token.text in {"，", ",", "/"} or bool(token.word and token.word.medium)


@lru_cache(maxsize=256)
def _spaced(piece: str) -> str:
    """The vocabulary's spelling of a word that the text writes without a blank of it.

    >>> _spaced("文/ 图生视频")
    '文 / 图生视频'
    """
    return next(word for word in LEXICON if word.replace(" ", "") == piece.replace(" ", ""))
