"""Clock at the door of campaigns; the work itself is in `running`."""

import structlog
from django.utils import timezone

from provodnik.kernel import jobs, schools
from provodnik.kernel.models import School
from provodnik.touches.campaigns.models import Campaign
from provodnik.touches.campaigns.running import advance
from provodnik.touches.campaigns.types import CampaignState

log = structlog.get_logger(__name__)


@jobs.periodic(cron="*/5 * * * *")
@jobs.task(queue="queue", queueing_lock="campaigns-advance")
def advance_everywhere(timestamp: int) -> None:
    """Every five minutes: one job a school."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        advance_school.defer(school_id=school_id)


@jobs.task(queue="queue", retry=jobs.RETRY)
def advance_school(school_id: int) -> None:
    """Move each running campaign of a school on, a transaction each."""
    with schools.inside(school_id):
        running = Campaign.objects.filter(state=CampaignState.RUNNING.value)
        ids = list(running.order_by("pk").values_list("pk", flat=True))
    for campaign_id in ids:
        with schools.inside(school_id):
            done = advance(campaign_id, now=timezone.now())
        if done.joined or done.planned or done.ended:
            log.info("campaign moved on", school=school_id, campaign=campaign_id)
