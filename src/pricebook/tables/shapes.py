"""Tables whose models stand elsewhere than in a column: side by side, in the heading or in the sentences above."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pricebook.phrases import read_words
from pricebook.phrases.names import read_names
from pricebook.phrases.tokens import tokens
from pricebook.phrases.words import denies
from pricebook.reading.document import Block, Document, Heading, Paragraph, Row, Spot, Table
from pricebook.reading.labelled import labels_of
from pricebook.reading.outline import DEEPEST
from pricebook.tables.columns import column, counts_money

_API_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)+")

_SENTENCE = re.compile(r"(?:[^.。!！?？\n]|\.(?=\S))+")


def is_turned(table: Table) -> bool:
    """Whether the rows are what other tables have as columns: labels of prices, below models or conditions.

    No heading of such a table speaks of prices.

    >>> beside = Table(("模型", "acme-1", "acme-2"), (Row(("输入价格（元/百万 tokens）", "1", "2")),))
    >>> is_turned(beside), is_turned(beside.turned())
    (True, False)
    >>> is_turned(Table(("", "Free Tier", "Paid Tier"), (Row(("Input price", "-", "$1")),)))
    True
    """
    names = table.header[table.labels :]
    if not names or any(table.ragged(row) for row in table.rows):
        return False
    if not (all(map(is_model, names)) or (not table.header[0] and all(map(_is_condition, names)))):
        return False
    return states_prices(table.turned())


def with_corner(turned: Table) -> Table:
    """A turned table whose corner is empty: above names as programs write them it gets the heading of models.

    >>> with_corner(Table(("", "Input price"), (Row(("acme-1", "$1")),))).header
    ('model', 'Input price')
    >>> with_corner(Table(("", "Input price"), (Row(("Free Tier", "$1")),))).header
    ('', 'Input price')
    """
    empty = not turned.header[0] and turned.rows and all(is_model_name(row.cells[0]) for row in turned.rows)
    return replace(turned, header=("model", *turned.header[1:])) if empty else turned


def is_model(heading: str) -> bool:
    """Whether a heading can be a model's name: it is understood as nothing else."""
    return column(heading).role == "unknown" and not read_names(heading).problem


def _is_condition(heading: str) -> bool:
    says = read_words(heading)
    return not says.problem and bool(says.conditions) and not says.meters


def states_prices(table: Table) -> bool:
    """Whether a column below another heading than the first is plainly one of prices."""
    parts = [column(heading) for heading in table.header[1:]]
    return any(part.role == "price" and not part.problem for part in parts)


def holds_only_prices(table: Table) -> bool:
    """Whether every column is one of prices, its heading understood, or of conditions alone; one at least of prices.

    >>> holds_only_prices(Table(("≤ 200K input tokens", "Batch"), (Row(("Input: $3 / MTok", "$1 / MTok")),)))
    True
    >>> holds_only_prices(Table(("Context", "Input"), (Row(("≤ 200K input tokens", "$3 / MTok")),)))
    True
    """
    parts = list(enumerate(map(column, table.header)))
    priced = {n for n, part in parts if not part.problem and (part.role == "price" or counts_money(table, n))}
    return bool(priced) and all(n in priced or _only_conditions(table, n) for n, _ in parts)


def _only_conditions(table: Table, index: int) -> bool:
    cells = [row.cells[index] for row in table.rows if index < len(row.cells)]
    return bool(cells) and all(_is_condition(cell) for cell in cells)


def is_model_name(heading: str) -> bool:
    """Whether a heading is a model's name as programs write it, and nothing else.

    >>> [is_model_name(each) for each in ("acme-max", "模型列表", "Step 1", "Batch")]
    [True, False, False, False]
    """
    return _API_NAME.fullmatch(heading) is not None and not read_names(heading).problem


class Naming(NamedTuple):
    """Models that texts name."""

    models: Sequence[str] = ()
    places: Sequence[tuple[int, int] | None] = ()
    """Where in each text the first of its names begins and the last one ends."""


def named_in(texts: Sequence[str], models: Sequence[str]) -> Naming:
    """Which of the models the texts name, in full or without the word that all models begin with, in their order.

    None where two texts name different ones, or where a sentence with a name denies something.

    >>> models = ["Acme Chat 4", "Acme Chat 4.5", "Acme Chat 3"]
    >>> named_in(["With Acme Chat 4 or Chat 4.5. Not in beta."], models)
    Naming(models=['Acme Chat 4', 'Acme Chat 4.5'], places=[(10, 28)])
    >>> named_in(["Not with Chat 4."], models).models, named_in(["With Chat 4.", "Only Chat 3."], models).models
    ((), ())
    """
    family = {name.partition(" ")[0] for name in models}
    forms = {name: name.removeprefix(f"{min(family)} ") if len(family) == 1 else name for name in models}
    named = [{name: list(_places(form, text)) for name, form in forms.items()} for text in texts]
    found = [[name for name, places in by_name.items() if places] for by_name in named]
    places = [_between_ends([place for each in by_name.values() for place in each]) for by_name in named]
    sets = [names for names in found if names]
    if not sets or any(names != sets[0] for names in sets) or any(map(_denied, texts, places)):
        return Naming()
    return Naming(sets[0], places)


def _places(form: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the name stands, and not as the beginning or the end of a longer one."""
    found = re.finditer(rf"(?<![A-Za-z0-9_.-]){re.escape(form)}(?![A-Za-z0-9_]|[.-][0-9])", text)
    return (match.span() for match in found)


def _between_ends(places: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    return (min(start for start, _ in places), max(end for _, end in places)) if places else None


def _denied(text: str, place: tuple[int, int] | None) -> bool:
    """Whether a sentence of the text that the place lies in, or touches, denies something."""
    if place is None:
        return False
    start, end = place
    touched = (found.group() for found in _SENTENCE.finditer(text) if found.start() < end and found.end() > start)
    return any(denies(token) for sentence in touched for token in tokens(sentence))


class Titled(NamedTuple):
    """What a heading says of the models of the tables below it."""

    models: tuple[str, ...]
    """As programs write them."""
    name: str | None
    """As people do, where the names for programs stand in a line below the heading."""


def titled(document: Document, block: int) -> Titled | None:
    """The models of the table at that block, if the heading that it stands below names one.

    The heading is a name as programs write it, or such names are all of the line below it. Headings between it and the
    table may state conditions alone, or be the labels of several tabs.
    """
    level = DEEPEST + 1
    for number in range(block - 1, -1, -1):
        heading = document.blocks[number]
        if not isinstance(heading, Heading) or heading.level >= level:
            continue
        level = heading.level
        if is_model_name(heading.text):
            return Titled((heading.text,), None)
        if names := _names_in(document.blocks[number + 1]):
            return Titled(names, heading.text)
        if not all(map(_is_condition, labels_of(heading.text) or [heading.text])):
            return None
    return None


class Variant(NamedTuple):
    """Which of the models above a table a row is of."""

    model: str
    label: str
    """What else the row's label says."""


def variants(found: Titled, labels: Sequence[str]) -> list[Variant | None]:
    """The model of each row whose label begins with the heading's name and a word of one model; none if unclear.

    Each model has a word that no other has, and that its rows carry; one may have none, and its rows `Standard`.

    >>> above = Titled(("acme-2-generate", "acme-2-fast-generate"), "Acme 2")
    >>> variants(above, ["Acme 2 Standard price", "Acme 2 Fast price", "Terms"])
    [Variant(model='acme-2-generate', label='price'), Variant(model='acme-2-fast-generate', label='price'), None]
    >>> variants(above, ["Acme 2 Fast image price", "Acme 2 Turbo image price"]), variants(above, ["Acme 2 Fast price"])
    ([], [])
    """
    parts = {model: model.lower().split("-") for model in found.models}
    shared = set.intersection(*map(set, parts.values()))
    own = {tuple(part for part in each if part not in shared) or ("standard",): model for model, each in parts.items()}
    told: list[Variant | None] = []
    for label in labels:
        word, *rest = label.removeprefix(f"{found.name} ").split() or [""]
        model = own.get((word.lower(),)) if found.name and label.startswith(f"{found.name} ") else None
        if model is None and found.name and label.startswith(found.name):
            return []
        while model and rest and rest[0].lower() in shared:
            rest = rest[1:]
        told.append(Variant(model, " ".join(rest)) if model else None)
    return told if {each.model for each in told if each} == set(found.models) else []


def _names_in(block: Block) -> tuple[str, ...]:
    """The names of models that are all of a paragraph; none if it says anything else."""
    words = block.text.replace(",", " ").split() if isinstance(block, Paragraph) else []
    names = tuple(word for word in words if word != "and")
    return names if names and all(map(is_model_name, names)) else ()


def headed(table: Table, columns: Sequence[str], cells: Sequence[str], own: Sequence[Variant | None] = ()) -> Table:
    """The table with what the heading above it says in columns of its own, at the left.

    Where a row's label names its `own` model, that one stands there, and what else the label says in the label's cell.
    """
    rows = []
    for number, row in enumerate(table.rows, start=1):
        spots = [*(Spot(number, 0) for _ in cells), *(table.spot(number, n) for n in range(len(row.cells)))]
        variant = own[number - 1] if own else None
        said = (variant.model, *cells[1:], variant.label, *row.cells[1:]) if variant else (*cells, *row.cells)
        rows.append(Row(said, row.line, tuple(spots)))
    return Table((*columns, *table.header), tuple(rows), table.line)
