"""Every read about goals, as plain dataclasses."""

from provodnik.decisions.goals.queries.board import (
    Board,
    Fact,
    GoalRow,
    KeyResultRow,
    KpiRow,
    ObjectiveRow,
    board,
    quarters,
)
from provodnik.decisions.goals.queries.cohorts import CohortGoals, cohort_goals
from provodnik.decisions.goals.queries.strategy import InitiativeRow, strategy

__all__ = [
    "Board",
    "CohortGoals",
    "Fact",
    "GoalRow",
    "InitiativeRow",
    "KeyResultRow",
    "KpiRow",
    "ObjectiveRow",
    "board",
    "cohort_goals",
    "quarters",
    "strategy",
]
