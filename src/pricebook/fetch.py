"""The only module that talks to the network."""

from dataclasses import dataclass

import httpx

from pricebook.errors import NetworkError

USER_AGENT = "pricebook/0.1 (price catalogue; one request a page and day)"
TIMEOUT = 30.0
"""Seconds, for connecting and between two pieces of an answer."""


@dataclass(frozen=True, slots=True)
class Response:
    """A page as it was received."""

    url: str
    body: bytes
    charset: str | None
    """As the server declares it."""


def fetch(url: str) -> Response:
    """The page at that address; raises NetworkError, in one line, for anything but a page."""
    try:
        with httpx.Client(timeout=TIMEOUT, headers={"User-Agent": USER_AGENT}) as client:
            answer = client.get(url)
    except httpx.HTTPError as problem:
        message = f"{url}: {type(problem).__name__}: {problem}. Try again later."
        raise NetworkError(message) from problem
    if answer.status_code != httpx.codes.OK:
        message = f"{url}: the server answers {answer.status_code}. Try again later."
        raise NetworkError(message)
    return Response(url, answer.content, answer.charset_encoding)
