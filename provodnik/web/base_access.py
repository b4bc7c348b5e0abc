"""How a page obtains a segment or a campaign."""

from datetime import datetime

from django.http import Http404

from provodnik.facts.sales.base.models import Segment
from provodnik.touches.campaigns.models import Campaign
from provodnik.touches.campaigns.queries import CampaignPage, campaign_page


def segment_of_school(segment_id: int) -> Segment:
    """A segment of the current school, archived ones included; 404 for a stranger."""
    found = Segment.objects.filter(pk=segment_id).first()
    if found is None:
        raise Http404(str(segment_id))
    return found


def campaign_of_school(campaign_id: int) -> Campaign:
    """A campaign of the current school; 404 for a stranger."""
    found = Campaign.objects.select_related("segment", "product").filter(pk=campaign_id).first()
    if found is None:
        raise Http404(str(campaign_id))
    return found


def campaign_with_results(campaign_id: int, *, now: datetime) -> CampaignPage:
    """A campaign with its progress and both groups; 404 if the school has none such."""
    try:
        return campaign_page(campaign_id, now=now)
    except Campaign.DoesNotExist:
        raise Http404(str(campaign_id)) from None
