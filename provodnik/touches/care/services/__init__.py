"""Everything that may change a student's page and what was said on it."""

from provodnik.touches.care.services.cases import note_cases, send_case
from provodnik.touches.care.services.needs import (
    answer_need,
    change_goal,
    confirm_goal,
    rate_answer,
    tell_need,
)
from provodnik.touches.care.services.pages import issue_page, note_opening, revoke_page

__all__ = [
    "answer_need",
    "change_goal",
    "confirm_goal",
    "issue_page",
    "note_cases",
    "note_opening",
    "rate_answer",
    "revoke_page",
    "send_case",
    "tell_need",
]
