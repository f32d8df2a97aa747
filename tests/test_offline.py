"""No test can ask a real server: neither itself nor by the commands that it starts."""

import os
import socket
import subprocess
from collections.abc import Callable

import pytest

from pricebook.collection import Collection
from tests.command import MAIN, WHO
from tests.pages import move

# An address and a name that are nobody's, should the guard not hold.
NOBODY = ("192.0.2.1", 9)
WAYS: dict[str, Callable[[socket.socket], object]] = {
    "connects": lambda line: line.connect(NOBODY),
    "tries": lambda line: line.connect_ex(NOBODY),
    "sends": lambda line: line.sendto(b"", NOBODY),
    "looks a name up": lambda _: socket.getaddrinfo("prices.invalid", 80),
}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_leaves_this_machine(way: str) -> None:
    with (
        socket.socket(type=socket.SOCK_DGRAM) as line,
        pytest.raises(RuntimeError, match="which is not on this machine"),
    ):
        WAYS[way](line)


@pytest.mark.parametrize("host", [NOBODY[0], "prices.invalid"])
def test_nor_does_it_from_a_command(copy: Collection, host: str) -> None:
    move(copy, "moonshot", f"http://{host}/")
    run = subprocess.run(
        [*MAIN, "refresh", "moonshot"],
        cwd=copy.root,
        env={**os.environ, **WHO},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 1
    assert f"RuntimeError: a test asks {host}, which is not on this machine" in run.stderr


def test_this_machine_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as line:
        assert line.getpeername() == server.getsockname()
