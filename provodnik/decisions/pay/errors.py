"""What pay refuses."""

from collections.abc import Sequence
from datetime import date


class PayError(Exception):
    """Base of this app's refusals."""


class MonthGoesOn(PayError):
    """The month isn't over, so its pay can't be closed."""

    def __init__(self, month_on: date) -> None:
        super().__init__(f"{month_on:%Y-%m} is not over")
        self.month_on = month_on


class MonthIsClosed(PayError):
    """Somebody closed this month before."""

    def __init__(self, month_on: date, closed_on: date) -> None:
        super().__init__(f"{month_on:%Y-%m} was closed on {closed_on}")
        self.month_on, self.closed_on = month_on, closed_on


class GradesMissing(PayError):
    """People who are paid by a scheme and have no grade. `names` are theirs."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"{len(names)} people without a grade")
        self.names = tuple(names)


class UnknownGrade(PayError):
    """The method knows no such grade."""


class SchemeInvalid(PayError):
    """Rates that can't be: `field` says where."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class AppliesTooEarly(PayError):
    """A scheme may not hold for a month that was closed."""
