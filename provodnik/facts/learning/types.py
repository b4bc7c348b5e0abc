"""Words about learning shared with the floors above."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CohortFields:
    """What a person writes about a cohort, or about a group inside one (`parent_id`)."""

    name: str
    product_id: int | None = None
    parent_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    curator_id: int | None = None


@dataclass(frozen=True, slots=True)
class KeptLesson:
    """What a person writes about a lesson kept for a later product. `stage` is of the method."""

    name: str
    course_id: int | None = None
    module: str = ""
    reason: str = ""
    stage: str = ""
    planned_id: int | None = None
