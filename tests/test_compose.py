"""deploy/compose.yaml: what it starts is there, what it pulls is named by its version, and no secret stands in it."""

import re
from typing import Any

import pytest
import yaml

from pricebook.cli.app import HOMES
from tests.conftest import ROOT

TEXT = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
KNOWN = {
    "image", "environment", "volumes", "healthcheck", "restart", "depends_on", "profiles", "command", "entrypoint",
    "read_only", "tmpfs", "working_dir",
}  # fmt: skip
"""What this file says of a service, each as the Compose Specification has it."""


def test_it_has_a_database_a_job_and_a_reader() -> None:
    assert SERVICES.keys() == {"database", "night", "reader"}
    assert COMPOSE.keys() - {key for key in COMPOSE if key.startswith("x-")} == {"name", "services", "volumes"}
    assert [(name, key) for name, each in SERVICES.items() for key in each if key not in KNOWN] == []


@pytest.mark.parametrize("name", SERVICES)
def test_an_image_is_named_by_its_version(name: str) -> None:
    assert re.fullmatch(r"[a-z]+:\d+\.\d+(\.\d+)?(-[a-z]+)+", SERVICES[name]["image"])


def test_secrets_come_from_outside_and_nothing_starts_without_them() -> None:
    said = {
        (name, key): value for name, each in SERVICES.items() for key, value in each["environment"].items()
        if "PASS" in key
    }  # fmt: skip
    assert len(said) == len(SERVICES)
    assert {value.partition(":?")[0] for value in said.values()} == {"${POSTGRES_PASSWORD"}
    urls = re.findall(r"postgresql://\S*", TEXT)
    assert urls == ["postgresql:///catalog"]
    assert len(re.findall("POSTGRES_PASSWORD:-|PGPASSWORD:-", TEXT)) == 0


def test_what_is_named_is_there() -> None:
    mounts = [volume.rsplit(":", 2) for each in SERVICES.values() for volume in each["volumes"]]
    sources = {":".join(mount[: -2 if mount[-1] == "ro" else -1]) for mount in mounts}
    assert {source for source in sources if not source.startswith("${")} == COMPOSE["volumes"].keys()
    assert {source for source in sources if source.startswith("${")} == {"${COLLECTION:-..}"}
    for each in SERVICES.values():
        for name, how in each.get("depends_on", {}).items():
            assert how == {"condition": "service_healthy"}
            assert "healthcheck" in SERVICES[name]


def test_a_reader_changes_no_file_and_the_job_is_as_the_commands_are() -> None:
    reader, night = SERVICES["reader"], SERVICES["night"]
    assert reader["read_only"] is True
    assert all(volume.endswith(":ro") for volume in reader["volumes"])
    commands = re.findall(r"/programs/bin/catalog (\w+)", night["command"][-1])
    assert commands == ["refresh", "rebuild"]
    assert {*commands, *reader["command"]} <= HOMES.keys()
    assert re.findall(r"\$+[?{]?[A-Za-z]*", night["command"][-1]) == ["${PRICEBOOK", "$$?", "$$status"]


def test_the_document_says_how_it_is_used() -> None:
    section = OPERATING.partition("\n## A database for a team\n")[2].partition("\n## ")[0]
    asked = {*re.findall(r"\$\{(\w+)", TEXT)}
    assert asked == {"POSTGRES_PASSWORD", "CATALOG_CONTACT", "COLLECTION", "PRICEBOOK"}
    assert [name for name in asked if f"`{name}`" not in section] == []
    for name in ("night", "reader"):
        assert f"docker compose -f deploy/compose.yaml run --rm {name}" in section
