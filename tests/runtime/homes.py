"""Data directories that live as long as a test, with nothing left running in them."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from provodnik.config import postgres
from provodnik.config.postgres import server
from provodnik.config.postgres.types import Layout


def fresh_home() -> Iterator[Path]:
    """An empty data directory that other users may enter; its server is stopped afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pv-")).resolve()
    folder.chmod(0o755)
    yield folder
    postgres.leave(folder)
    server.stop(Layout(folder))
    shutil.rmtree(folder)
