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
