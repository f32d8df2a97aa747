"""Recorded pages: a vcrpy cassette for each page, its body in a file of its own beside it.

    tests/cassettes/<provider>/<page>.yaml        request, status, headers
    tests/cassettes/<provider>/<page>.body.html   the body as received: it can be opened and compared
    tests/cassettes/<provider>/<page>.<day>.yaml  the same page on a further day

A recording also says which day it stands for, how that is known, and of a page that its scripts drew, how that went:
what is kept of such a page is what was drawn. A question that was posted is told from others by its body.
"""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import vcr
import yaml
from vcr.errors import CannotOverwriteExistingCassetteException
from vcr.persisters.filesystem import CassetteNotFoundError
from vcr.serialize import deserialize, serialize
from vcr.serializers import yamlserializer

from pricebook.beliefs import Response
from pricebook.errors import UsageError
from pricebook.fetch import Fetcher, Target
from pricebook.system import files

NONE = "no recording. Make one where there is a network: catalog record PROVIDER"
"""What is said where there is none."""
_ONE = threading.Lock()
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""What reads YAML: the one in C, where there is one."""
_DAY = "[0-9]" * 4 + "-[0-9][0-9]" * 2
_ENDINGS = {"text/html": "html", "text/markdown": "md", "text/plain": "md"}


@dataclass(frozen=True, slots=True)
class Recording:
    """Where one recorded page stands."""

    path: Path

    def replay(self, target: Target) -> Response:
        """The answer that was recorded for that page, without a network: nothing is drawn once more."""
        if not self.path.is_file():
            message = f"{self.path}: {NONE}"
            raise UsageError(message)
        try:
            with _cassette(self.path, "none"):
                answer = Fetcher().unasked(target._replace(drawing=None))
        except CannotOverwriteExistingCassetteException as problem:
            asked = f"{target.url}{' with what is posted there' if target.sent else ''}"
            message = f"{self.path}: is no recording of {asked}. Make it anew: catalog record PROVIDER"
            raise UsageError(message) from problem
        return replace(answer, drawn=self.about.get("drawn"))

    def record(self, target: Target, observed_on: str) -> Response:
        """Fetches the page and keeps the answer; a recording that was there is replaced only when the page was had."""
        about = {"observed_on": observed_on, "basis": "captured"}
        if target.drawing is not None:
            answer = Fetcher().unasked(target)
            self.keep(target, answer.body, "html", {**about, "drawn": str(answer.drawn)})
            return answer
        with tempfile.TemporaryDirectory() as folder:
            fresh = Recording(Path(folder) / self.path.name)
            with _cassette(fresh.path, "once"):
                answer = Fetcher().unasked(target)
            fresh.describe(about)
            for path in sorted(Path(folder).iterdir()):
                files.write_file(self.path.parent / path.name, path.read_bytes())
        return answer

    def keep(self, target: Target, body: bytes, ending: str, about: dict[str, str]) -> None:
        """Makes a recording of a page as it is: what the server said around it is not known and not made up."""
        name = f"{self.path.stem}.body.{ending}"
        answer = {"body": {"file": name}, "headers": {}, "status": {"code": 200, "message": "OK"}}
        sent = {"body": (target.sent or b"").decode(), "method": "GET" if target.sent is None else "POST"}
        request = {**sent, "headers": {}, "uri": target.url}
        content = {
            "about": about,
            "interactions": [{"request": request, "response": answer}],
            "version": 1,
        }
        files.write_file(self.path.parent / name, body)
        files.write_file(self.path, _yaml(content).encode())

    @property
    def body(self) -> Path:
        """The file that holds the page itself; raises UsageError where it is gone."""
        found = sorted(self.path.parent.glob(f"{self.path.stem}.body.*"))
        if not found:
            raise UsageError(_damaged(self.path, f"its body {self.path.stem}.body.* is gone"))
        return found[0]

    @property
    def about(self) -> dict[str, str]:
        """`observed_on`: the day that it stands for; `basis`: `captured`, `saved`, or how a day is known; `drawn`."""
        described = _cassette_content(self.path).get("about", {})
        return {str(name): str(value) for name, value in described.items()}

    def describe(self, about: dict[str, str]) -> None:
        """Writes down what the recording stands for."""
        content = _cassette_content(self.path)
        self.path.write_text(_yaml({**content, "about": about}), encoding="utf-8")


def recordings(folder: Path, page: str) -> list[Recording]:
    """All that were made of the page, in that folder of its provider; perhaps none."""
    return [Recording(path) for path in (*folder.glob(f"{page}.yaml"), *sorted(folder.glob(f"{page}.{_DAY}.yaml")))]


class _BodyBeside:
    """A vcrpy persister that keeps bodies out of the cassette."""

    @staticmethod
    def load_cassette(cassette_path: str | Path, serializer: Any) -> tuple[list[Any], list[Any]]:  # noqa: ARG004
        path = Path(cassette_path)
        if not path.is_file():
            raise CassetteNotFoundError
        content = _cassette_content(path)
        content.pop("about", None)
        try:
            for interaction in content["interactions"]:
                body = interaction["response"]["body"]
                if "file" in body:
                    interaction["response"]["body"] = {"string": (path.parent / body["file"]).read_bytes()}
        except (OSError, LookupError, TypeError) as problem:
            raise UsageError(_damaged(path, problem)) from problem
        loaded: tuple[list[Any], list[Any]] = deserialize("", _Parsed(content))
        return loaded

    @staticmethod
    def save_cassette(cassette_path: str | Path, cassette_dict: dict[str, Any], serializer: Any) -> None:
        path = Path(cassette_path)
        path.parent.mkdir(parents=True, exist_ok=True)
        content = yaml.safe_load(serialize(cassette_dict, serializer))
        for number, interaction in enumerate(content["interactions"]):
            body = interaction["response"]["body"]["string"]
            headers = {name.lower(): value for name, value in interaction["response"]["headers"].items()}
            kind = str((headers.get("content-type") or [""])[0]).partition(";")[0].strip()
            name = f"{path.stem}{f'.{number}' if number else ''}.body.{_ENDINGS.get(kind, 'bin')}"
            (path.parent / name).write_bytes(body if isinstance(body, bytes) else body.encode())
            interaction["response"]["body"] = {"file": name}
        path.write_text(_yaml(content), encoding="utf-8")


def _cassette_content(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_bytes(), _LOADER)  # noqa: S506 - one of the two safe ones
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise UsageError(_damaged(path, problem)) from problem
    if not isinstance(content, dict):
        raise UsageError(_damaged(path, "no mapping"))
    return content


class _Parsed:
    """A serializer of vcrpy for what is parsed already."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = content

    def deserialize(self, _: str) -> dict[str, Any]:
        """The content, whatever the text."""
        return self._content


def _damaged(path: Path, problem: object) -> str:
    said = " ".join(f"{problem}".split())
    return f"{path}: is no recording, or a part of it is gone: {said}. Restore it from version control."


@contextmanager
def _cassette(path: Path, mode: str) -> Iterator[None]:
    recorder = vcr.VCR(record_mode=mode, serializer="yaml", match_on=["method", "uri", "raw_body"])
    recorder.register_persister(_BodyBeside)
    recorder.register_serializer("yaml", yamlserializer)
    # vcrpy puts itself into the HTTP library for the whole program: one at a time.
    with _ONE, recorder.use_cassette(str(path)):
        yield


def _yaml(content: Any) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=True)
