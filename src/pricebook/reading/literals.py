r"""Values as JavaScript writes them, JSON included: strings, numbers, arrays, objects, and markup between them (JSX).

Nothing is run: what would have to be worked out (a call, a condition, a name that nobody gave) is no literal. Numbers
keep their characters. Of an object that has a key twice nobody can tell which of the two holds, so it is no literal.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from pricebook.reading.escapes import unescaped

MAX_DEPTH = 60
"""Values inside values; no page nests them so deeply."""
MAX_VALUES = 400_000
"""Values of one page."""

_BLANK = re.compile(r"(?:\s++|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)*+")
_DOUBLE = re.compile(r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"', re.DOTALL)
_SINGLE = re.compile(r"'([^'\\\n]*+(?:\\.[^'\\\n]*+)*+)'", re.DOTALL)
_TEMPLATE = re.compile(r"`([^`\\$]*+(?:(?:\\.|\$(?!\{))[^`\\$]*+)*+)`", re.DOTALL)
_NUMBER = re.compile(r"-?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][-+]?[0-9]{1,9})?(?![\w$.])")
_NAME = re.compile(r"[A-Za-z_$][\w$]{0,99}")
_WORDS = {"null": "", "undefined": "", "true": "true", "false": "false", "NaN": "NaN"}
_TAG = re.compile(r"<([A-Za-z][\w.]{0,99})?")
_ATTRIBUTE = re.compile(r"[A-Za-z_][\w:-]{0,99}")
_JSX_STRING = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_WORDS_BETWEEN = re.compile(r"[^<{]++")
_VOID = frozenset({"br", "hr", "img", "input", "wbr"})
_CAPITAL = re.compile(r"[A-Z]")


class NotLiteral(ValueError):
    """What stands there is no literal; the message says what it is, and on which line."""


@dataclass(slots=True)
class Literal:
    """A value as it was written."""

    kind: str
    """`text`, `number`, `word` (true, null ...), `array`, `object` or `markup`."""
    value: "str | list[Literal] | dict[str, Literal]"
    """Of markup it is HTML; of null it is empty."""
    line: int

    @property
    def text(self) -> str:
        """The characters of a value that is neither array nor object; else nothing."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def items(self) -> "list[Literal]":
        """The values of an array; none of anything else."""
        return self.value if isinstance(self.value, list) else []

    @property
    def members(self) -> "dict[str, Literal]":
        """The values of an object by their keys; none of anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def markup(self) -> str:
        """What it displays in a page, as HTML."""
        if self.kind == "markup":
            return self.text
        return "" if self.kind == "word" else html.escape(" ".join(self.text.split("\n")))


def read_literal(text: str, known: Mapping[str, Literal] | None = None) -> Literal:
    """The text as one value; raises NotLiteral.

    >>> read_literal('{"a": [0.10, null]}').members["a"].items[0].text
    '0.10'
    >>> read_literal('[<>{"$"}4.00</>]').items[0].markup
    '$4.00'
    """
    source = Cursor(text, known)
    value = source.value()
    source.blank()
    if source.position < len(text):
        raise source.wrong("something stands behind the value")
    return value


@dataclass(slots=True)
class Tag:
    """The opening tag of an element: its name (none of `<>`), what it is given, and whether it has nothing inside."""

    name: str
    attributes: dict[str, Literal]
    alone: bool


class Cursor:
    """Source text, read from a position onwards."""

    def __init__(self, text: str, known: Mapping[str, Literal] | None = None, position: int = 0, line: int = 1) -> None:
        self.text = text
        self.position = position
        self.taken: set[str] = set()
        """The names whose values were taken."""
        self._known = known or {}
        self._depth = self._values = 0
        self._line, self._counted = line, position

    @property
    def line(self) -> int:
        """The line of the position, from 1."""
        self._line += self.text.count("\n", self._counted, self.position)
        self._counted = self.position
        return self._line

    def wrong(self, what: str) -> NotLiteral:
        """The error that something of that sort stands here."""
        return NotLiteral(f"line {self.line}: {what}")

    def blank(self) -> None:
        """Past blanks and comments."""
        self.position = cast("re.Match[str]", _BLANK.match(self.text, self.position)).end()

    def value(self) -> Literal:
        """The value that stands here."""
        self.blank()
        self._values += 1
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self.wrong(f"values nested deeper than {MAX_DEPTH}")
        if self._values > MAX_VALUES:
            raise self.wrong(f"more than {MAX_VALUES:,} values")
        found = self._value(self.text[self.position : self.position + 1])
        self._depth -= 1
        return found

    def tag(self) -> Tag:
        """The opening tag that stands here."""
        name = self._match(_TAG, "no tag").group(1) or ""
        attributes: dict[str, Literal] = {}
        while True:
            self.blank()
            if self._skip("/>"):
                return Tag(name, attributes, alone=True)
            if self._skip(">"):
                return Tag(name, attributes, alone=False)
            key = self._match(_ATTRIBUTE, "no attribute").group()
            attributes[key] = self._given()

    def _given(self) -> Literal:
        """What an attribute is given; one without is true."""
        line = self.line
        if not self._skip("="):
            return Literal("word", "true", line)
        if self._skip("{"):
            return self._closed(self.value(), "}")
        return Literal("text", html.unescape(self._match(_JSX_STRING, "no value").group()[1:-1]), line)

    def _value(self, first: str) -> Literal:
        line = self.line
        if first == "{":
            return Literal("object", self._object(), line)
        if first == "[":
            return Literal("array", self._array(), line)
        if first and first in "\"'`":
            return Literal("text", self._string(first), line)
        if first == "<":
            return Literal("markup", self._element(), line)
        if number := _NUMBER.match(self.text, self.position):
            self.position = number.end()
            return Literal("number", number.group(), line)
        return self._named(line)

    def _named(self, line: int) -> Literal:
        name = self._match(_NAME, "no value").group()
        if name in _WORDS:
            return Literal("word", _WORDS[name], line)
        if name in self._known:
            self.taken.add(name)
            return self._known[name]
        raise self.wrong(f"{name} is not known here")

    def _string(self, quote: str) -> str:
        if quote == "`":
            return unescaped(self._match(_TEMPLATE, "a template that has to be worked out").group(1))
        if quote == "'":
            return unescaped(self._match(_SINGLE, "a string without its end").group(1))
        found = self._match(_DOUBLE, "a string without its end").group()
        return unescaped(found[1:-1])

    def _array(self) -> list[Literal]:
        self.position += 1
        items: list[Literal] = []
        while not self._ends("]"):
            items.append(self.value())
            self._comma("]")
        return items

    def _object(self) -> dict[str, Literal]:
        self.position += 1
        members: dict[str, Literal] = {}
        while not self._ends("}"):
            first = self.text[self.position]
            key = self._string(first) if first in "\"'" else self._match(_NAME, "no key").group()
            if key in members:
                raise self.wrong(f"the key {key[:60]!r} stands twice in one object")
            self.blank()
            if not self._skip(":"):
                raise self.wrong("a key without a value")
            members[key] = self.value()
            self._comma("}")
        return members

    def _ends(self, mark: str) -> bool:
        self.blank()
        if self.position >= len(self.text):
            raise self.wrong(f"the text ends before {mark!r}: it is cut off")
        return self._skip(mark)

    def _comma(self, end: str) -> None:
        self.blank()
        if self.position < len(self.text) and not self._skip(",") and not self.text.startswith(end, self.position):
            raise self.wrong(f"neither a comma nor {end!r}")

    def _element(self) -> str:
        """An element with all that is inside, as HTML."""
        tag = self.tag()
        inside = "" if tag.alone else self._children(tag.name)
        if not tag.name:
            return inside
        name = "span" if _CAPITAL.match(tag.name) else tag.name
        opening = f"<{name}{''.join(attribute(key, value) for key, value in tag.attributes.items())}>"
        return opening if name in _VOID else f"{opening}{inside}</{name}>"

    def _children(self, name: str) -> str:
        pieces: list[str] = []
        while not self._skip(f"</{name}>"):
            if self._skip("{"):
                self.blank()
                if not self._skip("}"):
                    pieces.append(self._closed(self.value(), "}").markup)
            elif self.text.startswith("<", self.position):
                pieces.append(self.value().markup)
            else:
                pieces.append(self._match(_WORDS_BETWEEN, f"the text ends before </{name}>").group().replace("\n", " "))
        return "".join(pieces)

    def _closed(self, value: Literal, mark: str) -> Literal:
        self.blank()
        if not self._skip(mark):
            raise self.wrong(f"no {mark!r} behind a value")
        return value

    def _skip(self, mark: str) -> bool:
        found = self.text.startswith(mark, self.position)
        if found:
            self.position += len(mark)
        return found

    def _match(self, pattern: re.Pattern[str], otherwise: str) -> re.Match[str]:
        found = pattern.match(self.text, self.position)
        if not found:
            raise self.wrong(otherwise)
        self.position = found.end()
        return found


def attribute(key: str, value: Literal) -> str:
    """What an element is given, as HTML writes it."""
    if key == "style":
        rules = (f"{_CAPITAL.sub(_dashed, rule)}:{given.text}" for rule, given in value.members.items())
        return f' style="{html.escape(";".join(rules))}"'
    return f' {"class" if key == "className" else key.lower()}="{html.escape(value.text)}"'


def _dashed(found: re.Match[str]) -> str:
    return f"-{found.group().lower()}"
