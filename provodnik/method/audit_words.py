"""The words of the section about audits that code knows by name and no other section shares."""

from enum import StrEnum


class StakeKind(StrEnum):
    """Ways money is at stake. Sums of one kind are about the same people: the largest counts."""

    NEXT_STEP = "next_step"
    REFUNDS = "refunds"
    EFFORT = "effort"
