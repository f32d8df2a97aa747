r"""A model's cell: the names in it, and what the notes behind them say.

A note is a bracket behind a name or a line below it. Known words of a note are conditions, dates and states; a note
that is not understood is kept as printed; badges and marks vanish. What is no name leaves the cell unread.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pricebook import vocabulary
from pricebook.phrases.bounds import ends_in_bounds
from pricebook.phrases.dates import no_day, read_date
from pricebook.phrases.rules import read_rule
from pricebook.phrases.says import AS_PRINTED, NOTHING, Says, both, condition, unread
from pricebook.phrases.tokens import alternatives, fold, tokens
from pricebook.phrases.words import read_words

_API_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:@+-]*")
_MARKS = re.compile(r"\^[^^\n]{1,9}\^|[*†‡§¹²³①-⑳]+(?=$|[\s(（])|[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f]+")
_BADGE = re.compile(
    rf"(?:(?<=[A-Za-z0-9)）\u4e00-\u9fff])|\s)(?:{'|'.join(w for w in vocabulary.BADGES.split('|') if w > '~')})\s*$"
    r"|(?:(?<=[A-Za-z0-9\u4e00-\u9fff])(?:NEW|HOT)|(?:(?<=[a-z0-9])|\s)(?:NEW|HOT|New|Hot))\s*$"
)
_NOTE = re.compile(r"\s*[（(【\[]([^()（）【】\[\]]*)[)）】\]]\s*$")
_NAME_LIKE = re.compile(r"[A-Za-z][A-Za-z0-9]*[-.][A-Za-z0-9]|[A-Za-z][0-9]")
_OF_VERSIONS = re.compile(vocabulary.VERSIONS)
"""A line below a name that says nothing of its price."""
_PRAISES = re.compile(rf"(?:{vocabulary.PRAISES})(?:[，、,] ?(?:{vocabulary.PRAISES}))+")
_TRAINED = re.compile("基于(.+)训练(?:出来)?的模型")
"""A model that the customer trained from another."""
_PROSE = re.compile("[，。；]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_JOINED = re.compile(r"\s(?:和|与|及|and|&)\s")
_SIZE = re.compile(r"[vV]?[0-9][0-9.]{0,6}[bBmM](?:-[A-Za-z0-9]{1,12})?|[vV]?[0-9]{1,4}[.-][0-9.-]{1,8}|[0-9]{3,4}")
"""What in brackets is a part of the name: `(70B)`, `(25.02)`."""
_SIZED = re.compile(r"[0-9][0-9.]{0,6}[bB](?![A-Za-z])")
"""How a note begins that tells the size of a model: `685B 满血版`."""
_OF_MONEY = {"free", "currency", "discount", "changing", "compare", "ended", "others", "date"}
_VERSION = re.compile(r"[0-9][0-9.]{0,6}[a-z]?", re.IGNORECASE)
_SUMMARY = re.compile(vocabulary.SUMMARIES)
_ALIAS = re.compile(alternatives(vocabulary.ALIASES.split("|")))
_BESIDE_ALIAS = re.compile(
    rf"(?:{alternatives(vocabulary.BESIDE_ALIASES.split('|'))}|[\s、，,;；/:：。.&\"'“”]){{0,40}}"
)
_FAMILY = re.compile("[a-z]+")
"""What the names of one model's versions begin with."""
_OTHER_CALLS = re.compile(alternatives(vocabulary.OTHER_CALLS.split("|")))
_WIDTHLESS = re.compile(f"[{vocabulary.WIDTHLESS}]+")
_UNSEEN = re.compile(f"[{vocabulary.UNSEEN}]")
_TURNING = re.compile(f"[{vocabulary.TURNING}]")
_WITH = re.compile(r"(\S*[0-9-]\S*) (with(?:out)? \S.*)")
"""A name as programs write it, and what it is called with: `acme-4 with data sharing`."""
_LAST = 3
"""Words at the end of a name that are tried as a condition."""
_LONG = 20
"""Characters: a name as long as this may hold a date."""
_VERSIONED = re.compile(r"[^\W_]-20[0-9]{2}-[01][0-9]-[0-3][0-9]$")
"""A name that ends in the day of its version."""
_NO_NAMES = frozenset(vocabulary.NO_NAMES.split("|"))
_TRAILING = {("mode", "batch"), ("mode", "offline"), ("mode", "off-peak")}
"""What a last word of a name, apart by a blank, states although it stands in no bracket."""
_OF_A_CACHE = {"cache_read", "cache_write", "cache_storage"}
"""What no model is called by: its name says then which of its prices stands there."""
_OPEN, _CLOSE = "（(【[", "）)】]"
_DIVIDERS = frozenset("、，,;；")


class Named(NamedTuple):
    """One model and what its cell says of its prices."""

    model: str
    says: Says


class Names(NamedTuple):
    """The models of a cell, or why nobody can tell which they are."""

    models: tuple[Named, ...]
    problem: str | None = None


@lru_cache(maxsize=4096)
def read_names(text: str) -> Names:
    r"""The models that a cell names, each without its badges and with what its notes say.

    >>> [(n.model, n.says.conditions) for n in read_names("acme-l (Batch)").models]
    [('acme-l', (('mode', 'batch'),))]
    >>> [n.model for n in read_names("Sonnet 4.5 / 4").models], read_names("合计").problem
    (['Sonnet 4.5', 'Sonnet 4'], "'合计' is no model's name")
    """
    text = _WIDTHLESS.sub("", text)
    if _API_NAME.fullmatch(text) and not _BADGE.search(text) and not _damage(text) and not _no_name(text):
        return Names((Named(text, NOTHING),))
    if problem := _damage(text):
        return Names((), problem)
    names, notes = _divided(re.split(r"(?<!/)\n", text.strip()))
    names, notes = _stated(names, notes)
    return _together([_named(name, notes) for name in names])


def model_names(text: str) -> list[str]:
    r"""The names alone; empty where nobody can tell them.

    >>> model_names("chat-turbo推荐"), model_names("chat-a\nchat-b"), model_names("Spark Max")
    (['chat-turbo'], ['chat-a', 'chat-b'], ['Spark Max'])
    >>> model_names("chat-x^1^"), model_names("labs/\nchat-v2")
    (['chat-x'], ['labs/chat-v2'])
    >>> model_names("chat-long\nBatch调用半价"), model_names("chat-old（已下线）"), model_names("Chat One\nChat Two")
    (['chat-long'], ['chat-old'], [])
    """
    return [named.model for named in read_names(text).models]


def _damage(text: str) -> str | None:
    if text.rstrip().endswith("…"):
        return "the model's name is cut off"
    if "~~" in text:
        return "the model's name is struck through"
    if re.search(r"[A-Za-z0-9]-\s*(?:\n|$)", text):
        return "the model's name ends in a hyphen, so it may go on"
    if _TURNING.search(text):
        return "the model's name is displayed in another order than it is written in"
    if _UNSEEN.search(_MARKS.sub("", text)):
        return "characters stand in the model's name that nobody sees"
    return None


def _divided(lines: list[str]) -> tuple[list[str], list[str]]:
    """The names in the cell and the notes on lines of their own."""
    if len(lines) > 1 and all(_API_NAME.fullmatch(_unmarked(line)) for line in lines):
        return lines, []
    first, *below = lines
    notes = [line.strip() for line in below]
    if _NOTE.fullmatch(first):
        return [first], notes
    return _slashed(list(_parts(first))), notes


def _stated(names: list[str], notes: list[str]) -> tuple[list[str], list[str]]:
    """`acme-7, fine-tuned`: a part behind a comma that is no name but a condition is a note."""
    stating = [name for name in names[1:] if (says := read_words(name)).conditions and not says.problem]
    return [name for name in names if name not in stating], [*notes, *stating]


def _parts(text: str) -> Iterator[str]:
    """The text cut at commas outside brackets."""
    depth, start = 0, 0
    for index, char in enumerate(text):
        depth += (char in _OPEN) - (char in _CLOSE)
        if char in _DIVIDERS and depth == 0:
            yield text[start:index]
            start = index + 1
    yield text[start:]


def _slashed(parts: list[str]) -> list[str]:
    """`A / B` is two names; a bare version behind the slash is of the same family. `a-1 和 a-2` is two API names."""
    found: list[str] = []
    for part in parts:
        first, *others = re.split(r"\s+[/|]\s+", part.strip())
        family = " ".join(first.split()[:-1])
        found += [first, *(f"{family} {each}" if _VERSION.fullmatch(each) and family else each for each in others)]
    return [name for each in found for name in _joined_names(each)]


def _joined_names(name: str) -> list[str]:
    parts = [part.strip() for part in _JOINED.split(name)]
    return parts if all(_API_NAME.fullmatch(part) for part in parts) else [name]


def _unmarked(name: str) -> str:
    """Without footnote marks, badges and doubled blanks."""
    name = _MARKS.sub("", name.replace("/\n", "/"))
    name = " ".join(name.split())
    while (shorter := _BADGE.sub("", name).strip()) != name and shorter:
        name = shorter
    return name


def _named(name: str, notes: list[str]) -> Named:
    """One name with what its brackets and the lines below it say."""
    says = NOTHING
    rest = _unmarked(name)
    while (found := _NOTE.search(rest)) and found.start() and not _SIZE.fullmatch(found.group(1).strip()):
        says = both(says, _note(found.group(1), name))
        rest = _unmarked(rest[: found.start()])
    for note in notes:
        if _PRAISES.fullmatch(fold(note)):
            continue
        inside = _NOTE.fullmatch(note)
        if not inside and _may_name(note):
            says = both(says, unread("cannot tell which line of the cell names the model"))
        else:
            says = both(says, _note(inside.group(1) if inside else note, name))
    if trained := _TRAINED.fullmatch(rest):
        rest, says = trained.group(1), both(says, condition("fine_tuned", True))
    rest, stated = _trailing(rest)
    says = both(says, stated)
    problem = _no_name(rest)
    return Named(rest, unread(problem) if problem else says)


def _may_name(line: str) -> bool:
    """Whether a line below a name may be another name: it is not understood, and is no prose in Han."""
    if not read_words(line).problem or _ALIAS.search(fold(line)) or _OF_VERSIONS.fullmatch(line):
        return False
    return not _HAN.search(line) or (_NAME_LIKE.search(line) is not None and not _PROSE.search(line))


def _trailing(name: str) -> tuple[str, Says]:
    """`acme-1 Batch`, `acme-1 — Batch API`: the last words are how the model is called."""
    if called := _WITH.fullmatch(name):
        return called[1], _note(called[2])
    head, *words = name.split(" ")
    for count in range(min(len(words), _LAST), 0, -1):
        last = " ".join(words[-count:])
        says = read_words(last)
        if not says.problem and says.meters and set(says.meters) <= _OF_A_CACHE:
            return name, unread(f"{last!r} is no part of a model's name")
        if {token.kind for token in tokens(last)} == {"pending"}:
            return name, unread(f"{last!r} says that no price is told yet")
        if not says.problem and says.conditions and set(says.conditions) <= _TRAILING and not says.meters:
            return " ".join([head, *words[:-count]]).rstrip(" -—–:："), Says(conditions=says.conditions)
    return name, NOTHING


def _no_name(name: str) -> str | None:
    """Why the text is no model's name."""
    shown = " ".join(name.split())[:40]
    dated = len(name) < _LONG and "20" in name and not _VERSIONED.search(name) and (read_date(name) or no_day(name))
    if dated or _SUMMARY.match(name) or not _LETTER.search(name) or fold(name).strip(" :：-—/.") in _NO_NAMES:
        return f"{shown!r} is no model's name"
    first = name.split(maxsplit=1)[0].rstrip(":：") if " " in name else name.partition("：")[0].partition(":")[0]
    if first != name:
        words = tokens(first)
        if words and all(token.kind in {"service", "condition"} or token.text in _CALLS for token in words):
            return f"{first!r} stands before the model's name"
    if ends_in_bounds(name):
        return f"{shown!r}: cannot tell what the bounds bound"
    if _JOINED.search(name):
        return f"cannot tell whether {shown!r} is one name or two"
    if any(mark in name for mark in "：=$￥¥|") or _says_nothing(name):
        return f"{shown!r} is no model's name"
    return None


_QUIET = {"noise", "heading", "service", "free", "none", "pending", "state", "lowest"}
_DIGIT = re.compile("[0-9]")
_CALLED = {"tts", "t2a"}
"""Quiet elsewhere; alone in a model's cell they are what it is called."""
_CALLS = {"推理", "模型推理", "调用", "模型", "计费"}


def _says_nothing(name: str) -> bool:
    """Whether no word of it names anything; what has a digit does."""
    found = tokens(name)
    return not _DIGIT.search(name) and all(each.kind in _QUIET and each.text not in _CALLED for each in found)


def _note(text: str, name: str = "") -> Says:
    """What a note says of the model of that name; one that is not understood is kept as printed."""
    words = " ".join(_MARKS.sub("", text).split())
    kinds = {token.kind for token in tokens(words)}
    if not words or words.isdigit() or _OF_VERSIONS.fullmatch(words) or _only_names(words, name):
        return NOTHING
    says = read_words(words)
    if "pending" in kinds:
        return unread(f"the note {words[:40]!r} says that no price is told yet")
    if not says.problem and "lowest" not in kinds:
        return says
    if _SIZED.match(words) and not kinds & _OF_MONEY:
        return condition(AS_PRINTED, (words,))
    if kinds & {"free", "currency", "changing", "lowest", "compare", "ended", "others"}:
        return unread(f"the note {words[:40]!r}: {says.problem}")
    if "discount" in kinds:
        return _discount(words)
    return condition(AS_PRINTED, (words,))


def _only_names(words: str, name: str) -> bool:
    """Whether a note says which other model of the same family is meant, and nothing else.

    >>> _only_names("等同于acme-2-2026-01-23", "Acme 2"), _only_names("等同于 acme-2，训练", "acme-1")
    (True, False)
    """
    folded, family = fold(words), _FAMILY.match(fold(name))
    if not family or not _ALIAS.search(folded):
        return False
    names = rf"(?<![a-z0-9]){family.group()}[-0-9._](?:[a-z0-9._-]*[a-z0-9])?"
    return _BESIDE_ALIAS.fullmatch(_ALIAS.sub(" ", re.sub(names, " ", folded))) is not None


def _discount(words: str) -> Says:
    """A rule that gives another price; or one for other ways of calling, which says nothing of this price."""
    if rule := read_rule(words):
        return Says(rules=(rule,))
    if _OTHER_CALLS.search(fold(words)):
        return NOTHING
    return unread(f"the note {words[:40]!r}: a discount without its price")


def _together(found: list[Named]) -> Names:
    """The models, if all of them say the same kinds of things; a note behind the last of several may be of all."""
    problems = [named.says.problem for named in found if named.says.problem]
    if problems:
        return Names((), problems[0])
    if len({named.says.kinds for named in found}) > 1:
        return Names((), "cannot tell which of the names a note belongs to")
    return Names(tuple(found))
