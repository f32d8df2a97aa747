"""Puts what answers without a network into the wheel: the published catalogue as `pricebook/data/v1`, and the rates."""

import gzip
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLAIN = ("manifest.json", "models.json", "slim.json", "status.json")
"""What every answer needs stands as it is; all else is seldom asked for and packs to a twentieth."""


class CatalogueHook(BuildHookInterface[Any]):
    """The files of the release but those of `exports/`, which are for other programs; and rates between currencies."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds them to what the wheel holds; an editable install uses the folder where it stands."""
        if version == "editable":
            return
        release = Path(self.root, "catalog", "v1")
        self._folder = TemporaryDirectory()  # it goes with the hook, when the wheel is written
        for path in published(release):
            name = path.relative_to(release).as_posix()
            source = path if name in PLAIN else packed(path, Path(self._folder.name, f"{name}.gz"))
            build_data["force_include"][str(source)] = f"pricebook/data/v1/{name}{'' if source is path else '.gz'}"
        for path in sorted(Path(self.root, "rates").glob("*.jsonl")):
            build_data["force_include"][str(path)] = f"pricebook/data/rates/{path.name}"


def published(release: Path) -> list[Path]:
    """Every file of the release that the library may be asked for; raises FileNotFoundError where there is none."""
    files = [path for path in sorted(release.rglob("*")) if path.is_file()]
    if not files:
        message = f"{release}: no catalogue stands there, and a wheel without prices answers nothing."
        raise FileNotFoundError(message)
    return [path for path in files if path.relative_to(release).parts[0] != "exports"]


def packed(path: Path, target: Path) -> Path:
    """The file compressed, without the time at which that was done."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    return target
