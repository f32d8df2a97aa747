"""A page that is a file of the collection: read from the disk, within the limits of any other page."""

from pathlib import Path

from pricebook.beliefs import Response
from pricebook.errors import AddressRefused, TooLarge, Unreachable
from pricebook.reading.text import MAX_BYTES


def read_here(root: Path, path: str, name: str) -> Response:
    """The file at that path of the collection at `root`; `name` is how messages call the page.

    Raises AddressRefused for a link that leads out of the collection, or to what is hidden in it, Unreachable where no
    file stands there, TooLarge beyond MAX_BYTES.
    """
    try:
        whole, place = root.resolve(strict=True), (root / path).resolve(strict=True)
        inside = place.relative_to(whole).parts if place.is_relative_to(whole) else (".",)
        if any(part.startswith(".") for part in inside):
            message = (
                f"{name}: {path} leads out of the collection, or to what is hidden in it. Put the file itself there."
            )
            raise AddressRefused(message)
        if not place.is_file():
            message = f"{name}: {path} is no file. Give the path of one in {whole}, or an address: https://..."
            raise Unreachable(message)
        with place.open("rb") as stream:
            body = stream.read(MAX_BYTES + 1)
    except (OSError, RuntimeError) as problem:  # links that lead in circles are a RuntimeError before Python 3.13
        said = getattr(problem, "strerror", None) or str(problem)
        message = f"{name}: {path}: {said}. Put the file there, in {root}, or give an address: https://..."
        raise Unreachable(message) from problem
    if len(body) > MAX_BYTES:
        message = f"{name}: {path} has more than {MAX_BYTES:,} bytes; no page of prices has so many. Divide it."
        raise TooLarge(message)
    return Response(body)
