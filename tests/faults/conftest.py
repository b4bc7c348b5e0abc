"""Commands run as other processes on this test's database."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from provodnik.kernel.models import School

type Command = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start_import(committed_school: School, tmp_path: Path) -> Command:
    """Starts `provodnik import getcourse-orders FILE` in a process of its own."""
    home = tmp_path / "home"
    home.mkdir()

    def start(file: Path, *, prefix: tuple[str, ...] = (), **more: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "provodnik.config.cli", "import", "getcourse-orders"]
        return subprocess.Popen(
            [*prefix, *command, str(file), "--json", "--school", committed_school.slug],
            env={**_environment(home), **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


@pytest.fixture
def finish_import(start_import: Command) -> Callable[[Path], int]:
    """Runs the same command to its end, which must be a good one; how many rows it created."""

    def finish(file: Path) -> int:
        process = start_import(file)
        said, complained = process.communicate(timeout=300)
        assert process.returncode == 0, complained
        return int(json.loads(said)["created"])

    return finish


def address(role: str) -> str:
    """Where this test's database is for a role: app, owner or lake."""
    from django.conf import settings
    from django.db import connections

    name = connections["default"].settings_dict["NAME"]
    address = urlsplit(str(getattr(settings.URLS, role)))
    return urlunsplit(address._replace(path=f"/{name}"))


def _environment(home: Path) -> dict[str, str]:
    return {
        **{k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "PROVODNIK"))},
        "DATABASE_URL": address("app"),
        "DATABASE_OWNER_URL": address("owner"),
        "DATABASE_LAKE_URL": address("lake"),
        "PROVODNIK_HOME": str(home),
    }
