"""Words about guidance shared with the floors above. Standard library only."""

from enum import StrEnum


class Place(StrEnum):
    """Where a student stands in the school's ecosystem of products, product by product."""

    FINISHED = "finished"
    LEARNING = "learning"
    BOUGHT = "bought"
    OFFERED = "offered"
    NEXT = "next"
    AHEAD = "ahead"


class NeedState(StrEnum):
    """How far a student's request has come."""

    HANDED_OVER = "handed_over"
    ANSWERED = "answered"
    HELPED = "helped"
    NOT_HELPED = "not_helped"


class Lead(StrEnum):
    """Where a student is on the way to the result."""

    REACHED = "reached"
    HINDERED = "hindered"
    ON_WAY = "on_way"
    NO_GOAL = "no_goal"
