"""Which names are the same model at several providers, and what the collection's table could say besides."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from pricebook.collection import Collection
from pricebook.publish.model_lines import added
from pricebook.publish.models import read
from pricebook.publish.proposals import Proposals, proposals, sold_in
from pricebook.publish.released import Release, Standing
from pricebook.system.files import write_file


def models_of(release: Release) -> Sequence[Mapping[str, Any]]:
    """The models of the release, each with all who sell it; raises as any release does."""
    listed: Sequence[Mapping[str, Any]] = orjson.loads(release.file("models.json"))["models"]
    return listed


def proposed(collection: Collection) -> Proposals:
    """What its table could say of what is published; raises CollectionError for a table that is none."""
    return proposals(sold_in(models_of(Standing(collection.release))), read(collection.models))


def write(collection: Collection, found: Proposals) -> None:
    """Adds what is sure to the table, all of it or nothing; raises CollectionError where that cannot be."""
    path = collection.models
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    write_file(path, added(text, found.sure, path).encode())
