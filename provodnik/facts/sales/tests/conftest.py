"""What is learned from purchases is asked of the lake."""

from provodnik.lake.tests.conftest import lake

__all__ = ["lake"]
