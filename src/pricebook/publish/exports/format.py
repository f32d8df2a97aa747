"""A format of another tool, written one provider after another."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pricebook.publish.documents import Content
from pricebook.publish.exports.export import Catalogue, Export, Loss, Piece, ids
from pricebook.publish.exports.ledger import Ledger


def one_each(rows: Sequence[Piece]) -> Mapping[str, Content]:
    """The files of a format that has one for each provider."""
    return {row.key: [row.data] for row in rows}


class ExportPart(NamedTuple):
    """One provider's part of an export."""

    rows: Sequence[Piece]
    """In the order in which the provider's models are told."""
    losses: Sequence[Loss]
    """In the order of the prices."""


@dataclass(frozen=True)
class ToolFormat:
    """How a format is written: each provider by itself, so that the prices of one are held at a time."""

    name: str
    """Of the export, as `catalog export` takes it."""
    rows: Callable[[Catalogue, str, Ledger], Iterable[Piece]]
    """What stands there of one provider, whose catalogue is given and its id in that tool."""
    files: Callable[[Sequence[Piece]], Mapping[str, Content]]
    """The files, from the rows of all providers."""

    def part(self, own: Catalogue, called: str) -> ExportPart:
        """What stands there of one provider, and what does not."""
        ledger = Ledger(self.name, own)
        return ExportPart(list(self.rows(own, called, ledger)), ledger.losses())

    def __call__(self, catalogue: Catalogue) -> Export:
        """The export, made at once."""
        providers = catalogue.by_provider
        spelled = ids(providers, catalogue.crosswalk, self.name)
        parts = [self.part(own, spelled[provider]) for provider, own in providers.items()]
        files = self.files([row for part in parts for row in part.rows])
        return Export(
            {name: b"".join(content) for name, content in files.items()},
            [loss for part in parts for loss in part.losses],
        )
