"""Everything that may change a review or a case."""

from provodnik.touches.voice.cases.services.cohorts import ask_cohort, follow_cohorts
from provodnik.touches.voice.cases.services.collecting import (
    decline,
    receive,
    record_case,
    remind,
    request_case,
)
from provodnik.touches.voice.cases.services.publishing import (
    allow,
    approve,
    forbid,
    package,
    publish,
    reject,
    unpublish,
)
from provodnik.touches.voice.cases.services.using import drop_use, note_sending, use_case

__all__ = [
    "allow",
    "approve",
    "ask_cohort",
    "decline",
    "drop_use",
    "follow_cohorts",
    "forbid",
    "note_sending",
    "package",
    "publish",
    "receive",
    "record_case",
    "reject",
    "remind",
    "request_case",
    "unpublish",
    "use_case",
]
