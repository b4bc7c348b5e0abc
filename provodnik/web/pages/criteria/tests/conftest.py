"""The team of pay, over its own lake."""

from provodnik.decisions.pay.tests.conftest import lake, team

__all__ = ["lake", "team"]
