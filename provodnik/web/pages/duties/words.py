"""Words of kinds of entries and of work, as the report prints them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provodnik.method.types import OpenWork
from provodnik.web.event_words import EVENTS

_EVENTS: dict[str, Promise] = {
    "ticket_answered": _("Answer to a student"),
    "feedback_noted": _("Feedback written down"),
    "feedback_replied": _("Answer to feedback"),
    "interview_held": _("Interview"),
    "case_requested": _("Case asked for"),
    "case_received": _("Case came"),
    "case_recorded": _("Case written down"),
    "meeting_planned": _("Meeting planned"),
    "meeting_held": _("Meeting held"),
    "protocol_sent": _("Protocol sent"),
    "refund_step_made": _("Step of a refund"),
    "conflict_registered": _("Conflict"),
    "low_score_settled": _("Low score settled"),
    "artefact_checked": _("Quality checked"),
    "review_given": _("Second look given"),
}
_WORK: Mapping[OpenWork, Promise] = {
    OpenWork.TICKETS: _("Request to answer"),
    OpenWork.WORKS: _("Homework to check"),
    OpenWork.TOUCHES: _("Contact to make"),
    OpenWork.TASKS: _("Task"),
}


def event(name: str) -> str:
    """What a kind of entry is called."""
    return str({**EVENTS, **_EVENTS}.get(name, name))


def work(kind: OpenWork) -> str:
    """What a kind of open work is called."""
    return str(_WORK[kind])
