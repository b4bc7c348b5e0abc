"""Words about clients shared with the floors above."""

from collections.abc import Mapping
from enum import StrEnum


class ClientKind(StrEnum):
    """What a relationship is kept with."""

    STUDENT = "student"
    GROUP = "group"
    COMPANY = "company"


class KeyKind(StrEnum):
    """What names a client from outside. GetCourse's id is stronger than an e-mail."""

    GETCOURSE = "getcourse"
    EMAIL = "email"
    EXTERNAL = "external"


class SatisfactionKind(StrEnum):
    """What a client told us about being content."""

    CSAT = "csat"
    NPS = "nps"
    COMPLAINT = "complaint"
    COMPLAINT_CLOSED = "complaint_closed"


class SuggestionReason(StrEnum):
    """The sign by which two clients look alike; an e-mail when only one of them has an id."""

    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"


class SuggestionState(StrEnum):
    """What a person decided about two clients who look alike."""

    OPEN = "open"
    MERGED = "merged"
    DIFFERENT = "different"


class Permission(StrEnum):
    """What a client may refuse."""

    CALLS = "calls"
    MESSAGES = "messages"


class TimelineGroup(StrEnum):
    """What a reader of a timeline looks for."""

    TOUCHES = "touches"
    LEARNING = "learning"
    MONEY = "money"
    SCORES = "scores"


# The kinds of a group by their stable names, wherever they are declared.
TIMELINE_KINDS: Mapping[TimelineGroup, tuple[str, ...]] = {
    TimelineGroup.TOUCHES: (
        "touch_planned",
        "touch_made",
        "touch_missed",
        "touch_undone",
        "offer_made",
        "offer_accepted",
        "offer_declined",
        "offer_clicked",
        "message_sent",
        "message_received",
        "note_written",
        "coordinator_assigned",
        "lead_came",
        "mail_clicked",
    ),
    TimelineGroup.LEARNING: (
        "enrolled",
        "withdrew",
        "lesson_viewed",
        "homework_submitted",
        "homework_reviewed",
        "module_completed",
        "course_completed",
        "graduated",
        "activity_joined",
        "goal_recorded",
        "goal_reached",
        "stage_entered",
    ),
    TimelineGroup.MONEY: (
        "order_placed",
        "payment_received",
        "balance_spent",
        "refund_paid",
        "sale_credited",
    ),
    TimelineGroup.SCORES: (
        "survey_sent",
        "survey_answered",
        "review_received",
        "complaint_received",
        "complaint_closed",
        "case_recorded",
    ),
}
