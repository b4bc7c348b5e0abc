"""What campaigns forbid."""


class CampaignError(Exception):
    """Base of everything campaigns refuse."""


class CampaignIsOver(CampaignError):
    """It was started, stopped or finished before."""


class NobodyToTurnTo(CampaignError):
    """Consent, caps and past purchases leave nobody in the segment."""


class NameTaken(CampaignError):
    """Another campaign has this name."""


class SegmentMissing(CampaignError):
    """A reactivation is of a segment."""
