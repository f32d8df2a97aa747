"""No test asks a server that is not on this machine, whatever the collection holds.

Python loads a module of this name by itself in every process that has this folder on its path: so the commands that
tests start are held to it as well (tests/conftest.py). A hook of the interpreter cannot be taken off again, and what it
raises is no error of the network, which the program would report and go on.
"""

import sys

_TO = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_OF = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


def _hold(event: str, given: tuple[object, ...]) -> None:
    if event in _TO:
        # Not a tuple: a path, which is on this machine.
        host = given[1][0] if isinstance(given[1], tuple) else None
    elif event in _OF:
        host = given[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if isinstance(host, str) and host not in {"", "localhost", "::1"} and not host.startswith("127."):
        message = f"a test asks {host}, which is not on this machine"
        raise RuntimeError(message)


sys.addaudithook(_hold)
