"""Every read about pay, as plain dataclasses."""

from provodnik.decisions.pay.queries.comparing import compared
from provodnik.decisions.pay.queries.grades import GradeRow, grade_rows
from provodnik.decisions.pay.queries.months import (
    closed_months,
    incomes,
    own_slip,
    sheet,
)
from provodnik.decisions.pay.queries.rewards import Reward, offer_reward
from provodnik.decisions.pay.queries.schemes import scheme_for, scheme_turns

__all__ = [
    "GradeRow",
    "Reward",
    "closed_months",
    "compared",
    "grade_rows",
    "incomes",
    "offer_reward",
    "own_slip",
    "scheme_for",
    "scheme_turns",
    "sheet",
]
