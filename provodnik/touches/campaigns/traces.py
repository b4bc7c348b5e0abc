"""What is kept here of a client: that they were in a campaign, by which its effect is counted."""

from django.db.models import Q

from provodnik.kernel.erasure import MOMENT, stays
from provodnik.touches.campaigns.models import CampaignMember
from provodnik.touches.campaigns.types import Ending

TRACES = (
    stays(CampaignMember, "client", keeps="ending"),
    stays(
        CampaignMember,
        "client",
        only=Q(ended_at=None),
        blanks={"next_at": None, "ended_at": MOMENT, "ending": Ending.NOT_ALLOWED.value},
    ),
)
