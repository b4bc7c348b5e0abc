"""Every write of quality control."""

from provodnik.decisions.quality.services.checking import answer_remark, check, take
from provodnik.decisions.quality.services.drawing import draw_day
from provodnik.decisions.quality.services.lists import attach, detach, tick, untick
from provodnik.decisions.quality.services.reviewing import (
    ask_review,
    decide,
    may_send,
    switch_off,
    switch_on,
)

__all__ = [
    "answer_remark",
    "ask_review",
    "attach",
    "check",
    "decide",
    "detach",
    "draw_day",
    "may_send",
    "switch_off",
    "switch_on",
    "take",
    "tick",
    "untick",
]
