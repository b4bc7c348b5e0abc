"""Every write about causes of outflow."""

from provodnik.decisions.causes.services.cards import (
    close,
    drop_card,
    make_change,
    name_owner,
    open_card,
    reopen,
    restore_card,
)
from provodnik.decisions.causes.services.hypotheses import (
    change_hypothesis,
    drop_hypothesis,
    restore_hypothesis,
    tell_check,
    tell_hypothesis,
)
from provodnik.decisions.causes.services.points import refresh_points

__all__ = [
    "change_hypothesis",
    "close",
    "drop_card",
    "drop_hypothesis",
    "make_change",
    "name_owner",
    "open_card",
    "refresh_points",
    "reopen",
    "restore_card",
    "restore_hypothesis",
    "tell_check",
    "tell_hypothesis",
]
