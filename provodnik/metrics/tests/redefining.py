"""A definition of the catalogue in a later version, for one test."""

from dataclasses import replace
from typing import cast

import pytest

from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.definition import Definition

WHAT = "Refunds of the same day are left out."


def redefine(monkeypatch: pytest.MonkeyPatch, name: str, *, version: int = 2) -> Definition:
    """The same definition as it will stand when its version was raised, with words for it."""
    changed = replace(DEFINITIONS[name], version=version, changes={version: WHAT})
    monkeypatch.setitem(cast("dict[str, Definition]", DEFINITIONS), name, changed)
    return changed
