"""What is learned from purchases, and effects of rules, are asked of the lake."""

from provodnik.lake.tests.conftest import lake

__all__ = ["lake"]
