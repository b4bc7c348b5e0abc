"""These pages count from the lake."""

from provodnik.lake.tests.conftest import lake

__all__ = ["lake"]
