"""A release as the site tells it: its files, read once, with the lines of each model's history."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from pricebook.publish.released import MANIFEST, Standing, providers_of, together

Told = Mapping[str, Any]
_LISTS = ("absent", "changes", "facts", "models", "pending", "prices", "unread", "unsaid")
_KEYS = {"absent": "prices"}
"""The name of a file's list, where it is not the file's own."""


class Published(NamedTuple):
    """All that the site is made of."""

    prices: Sequence[Told]
    absent: Sequence[Told]
    pending: Sequence[Told]
    unsaid: Sequence[Told]
    unread: Sequence[Told]
    facts: Sequence[Told]
    changes: Sequence[Told]
    models: Sequence[Told]
    status: Mapping[str, Told]
    """How each provider stands, by its id."""
    providers: Mapping[str, Told]
    """Who each of them is, by its id."""
    forms: Mapping[str, Sequence[dict[str, Any]]]
    """The lines of the history, by the id of their price, in the history's order; none that was misread."""
    manifest: Told

    def seen(self, price: Told) -> str:
        """The day on which a price was last seen on its page; empty if none is known."""
        own = [form for form in self.forms.get(price["id"], ()) if form["amount"] == price["amount"]]
        if own and own[-1]["last_seen"]:
            return str(own[-1]["last_seen"])
        status = self.status[price["provider"]]
        page = price["where"]["page"]
        moment = status["pages"].get(page) or status["given_up"].get(page) or status["last_good"]
        return str(moment or "")[:10]


def read(folder: Path) -> Published:
    """The release in that folder, all of it one release; raises UsageError where none is, StorageError.

    Another may take its place meanwhile: then that one is read.
    """
    while True:
        told = _read_once(folder)
        if orjson.loads((folder / MANIFEST).read_bytes()) == told.manifest:
            return told


def _read_once(folder: Path) -> Published:
    names = [f"{name}.json" for name in _LISTS]
    ids = providers_of(Standing(folder))
    manifest = orjson.loads((folder / MANIFEST).read_bytes())
    own = [f"providers/{name}.json" for name in ids]
    files = together(folder, [*names, *own, "status.json", "history.jsonl"])
    told = {name: orjson.loads(data) for name, data in files.items() if name != "history.jsonl"}
    lists = {name: told[f"{name}.json"][_KEYS.get(name, name)] for name in _LISTS}
    forms: dict[str, list[dict[str, Any]]] = {}
    for line in files["history.jsonl"].splitlines():
        form = orjson.loads(line)
        if form["known_to"] is None:
            forms.setdefault(form["id"], []).append(form)
    return Published(
        **lists,
        status=told["status.json"]["providers"],
        providers={name: told[f"providers/{name}.json"]["provider"] for name in ids},
        forms=forms,
        manifest=manifest,
    )
