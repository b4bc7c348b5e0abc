"""Tests have a data directory and a database server of their own.

A plugin, since Django's settings read the addresses before any conftest is imported.
"""

import os
from pathlib import Path

os.environ.setdefault("PROVODNIK_HOME", str(Path(__file__).parent.parent / ".provodnik-test"))
os.environ.setdefault("PROVODNIK_TEST_CLUSTER", "1")

from provodnik.config import postgres, translations

postgres.ensure(Path(os.environ["PROVODNIK_HOME"]))
translations.compile_all(translations.PACKAGE)
