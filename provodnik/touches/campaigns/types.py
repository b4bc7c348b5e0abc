"""Words of campaigns shared with the floors above."""

from dataclasses import dataclass
from enum import StrEnum


class CampaignKind(StrEnum):
    """Whom a campaign turns to: a sleeping segment, or people who clicked and did not pay."""

    REACTIVATION = "reactivation"
    CLOSING = "closing"


class CampaignState(StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    RUNNING = "running"
    STOPPED = "stopped"
    FINISHED = "finished"


class Ending(StrEnum):
    """Why no more steps come to a client."""

    PAID = "paid"
    REFUSED = "refused"
    STEPS_DONE = "steps_done"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """A campaign to prepare. Without an owner, clients nobody coordinates have nobody's touch."""

    name: str
    kind: CampaignKind
    product_id: int
    channel: str
    holdout_percent: int
    segment_id: int | None = None
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """One side of the comparison: people, those who came back, those who bought, their money."""

    people: int = 0
    revived: int = 0
    bought: int = 0
    net_kopecks: int = 0


@dataclass(frozen=True, slots=True)
class Lift:
    """How much more often the touched bought than those left alone: shares and their difference.

    `low` and `high` bound the difference with 95% confidence; both above zero is an effect.
    """

    touched_share: float
    alone_share: float
    difference: float
    low: float
    high: float

    @property
    def is_proved(self) -> bool:
        return self.low > 0 or self.high < 0
