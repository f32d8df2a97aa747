"""Cards to tables: headings that are names of models, each with nothing below it but lines of a label and its value.

Only a run of cards alike is one, so that a heading with prose below it stays what it is. The headings become the column
of the models, which has no heading on the page and is called 模型, or Model; the labels are the other headings.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pricebook.phrases.lexicon import LEXICON
from pricebook.reading.delimited import AMOUNT
from pricebook.reading.document import Block, Heading, Paragraph, Row, Table

_NAME = re.compile(r"[^\n。，：:]{0,60}?(?:[A-Za-z][A-Za-z0-9]{0,30}[-.][A-Za-z0-9]|[A-Za-z][0-9])[^\n。，：:]{0,60}")
_WORD = re.compile(r"[A-Za-z]{2,40}|[\u4e00-\u9fff]{2,40}")
_HAN = re.compile("[\u4e00-\u9fff]")
_LABELLED = re.compile(r"([^:：\n]{1,60}?)\s{0,3}[:：]\s{0,3}(\S[^\n]{0,99})")
_BESIDE = re.compile(r"([^0-9:：$¥￥€£\n]{2,60}?)\s{1,3}([$¥￥€£]\s?[0-9][^\n]{0,60})")
_SENTENCE = re.compile(r"[。！？；]|[.!?]$")
_FREE = frozenset({"免费", "限时免费", "free"})


class _Card(NamedTuple):
    """A heading with the lines below it."""

    heading: Heading
    values: dict[str, str]
    rest: list[Block]
    """What stands below the last line of a label and its value."""
    end: int


def with_tables(blocks: list[Block]) -> list[Block]:
    """The blocks, each run of at least two cards alike as one table."""
    found: list[Block] = []
    number = 0
    while number < len(blocks):
        run = list(_run(blocks, number))
        if len(run) > 1:
            found += [_of_cards(run), *run[-1].rest]
            number = run[-1].end
        else:
            found.append(blocks[number])
            number += 1
    return found


def _run(blocks: Sequence[Block], number: int) -> Iterator[_Card]:
    """Cards alike that stand one behind the other; only below the last may something else stand."""
    before: _Card | None = None
    while card := _card(blocks, number):
        if before and (before.heading.level != card.heading.level or not _same_labels(before, card)):
            return
        yield card
        if card.rest:
            return
        before, number = card, card.end


def _same_labels(one: _Card, two: _Card) -> bool:
    """Whether they have the same labels, or one lacks some of the other's."""
    same = len(one.values.keys() & two.values.keys())
    return same == min(len(one.values), len(two.values)) and same * 2 >= max(len(one.values), len(two.values))


def _card(blocks: Sequence[Block], number: int) -> _Card | None:
    heading = blocks[number] if number < len(blocks) else None
    if not isinstance(heading, Heading) or not _names_a_model(heading.text):
        return None
    end = number + 1
    while end < len(blocks) and isinstance(blocks[end], Paragraph):
        end += 1
    below = blocks[number + 1 : end]
    lines = [(text, block.line) for block in below if isinstance(block, Paragraph) for text in block.text.split("\n")]
    values, used = _label_pairs([text for text, _ in lines])
    rest: list[Block] = [Paragraph(text, line) for text, line in lines[used:]]
    if not any(AMOUNT.fullmatch(value) for value in values.values()) or any(
        re.search("[0-9]", t) for t, _ in lines[used:]
    ):
        return None
    return _Card(heading, values, rest, end)


def _names_a_model(text: str) -> bool:
    """Whether it can be nothing but a name: written like one, and without a word that says something of prices."""
    return _NAME.fullmatch(text) is not None and not any(word.lower() in LEXICON for word in _WORD.findall(text))


def _label_pairs(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """The values by their labels, and how many lines they are; a label that stands twice ends them."""
    values: dict[str, str] = {}
    used = 0
    while used < len(lines):
        pair = _LABELLED.fullmatch(lines[used]) or _BESIDE.fullmatch(lines[used])
        label, value, taken = (pair[1], pair[2], 1) if pair else (lines[used], "".join(lines[used + 1 : used + 2]), 2)
        if label in values or not _is_label(label) or _SENTENCE.search(value) or not (pair or _is_value(value)):
            break
        values[label] = value
        used += taken
    return values, used


def _is_label(text: str) -> bool:
    return 0 < len(text) <= 60 and not AMOUNT.fullmatch(text) and not _SENTENCE.search(text)


def _is_value(text: str) -> bool:
    return AMOUNT.fullmatch(text) is not None or text.lower() in _FREE


def _of_cards(run: Sequence[_Card]) -> Table:
    labels = list(dict.fromkeys(label for card in run for label in card.values))
    column = "模型" if any(map(_HAN.search, labels)) else "Model"
    rows = [
        Row((card.heading.text, *(card.values.get(label, "") for label in labels)), card.heading.line) for card in run
    ]
    return Table((column, *labels), tuple(rows), run[0].heading.line)
