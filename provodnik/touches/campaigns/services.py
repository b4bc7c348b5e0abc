"""Preparing, starting, stopping and resuming campaigns."""

from datetime import datetime
from typing import LiteralString

from django.db import IntegrityError, transaction

from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.touches.campaigns.errors import (
    CampaignIsOver,
    NameTaken,
    NobodyToTurnTo,
    SegmentMissing,
)
from provodnik.touches.campaigns.models import Campaign, CampaignMember, CampaignStep
from provodnik.touches.campaigns.running import enrol
from provodnik.touches.campaigns.types import CampaignKind, CampaignState, NewCampaign
from provodnik.touches.queue.planning.writing import cancel_touches
from provodnik.touches.queue.types import ClosedReason


@transaction.atomic
def prepare(new: NewCampaign, *, actor: str, now: datetime) -> Campaign:
    """Prepare a campaign with the steps of the method. Nothing is planned before it starts.

    Raises:  SegmentMissing; NameTaken
             IntegrityError: no such product or segment, or more than half left alone
    """
    if new.kind is CampaignKind.REACTIVATION and new.segment_id is None:
        raise SegmentMissing
    words = method.base_settings().campaigns
    campaign = Campaign(
        school_id=schools.current(),
        name=new.name.strip(),
        kind=new.kind.value,
        segment_id=new.segment_id,
        product_id=new.product_id,
        channel=new.channel,
        owner_id=new.owner_id,
        holdout_percent=new.holdout_percent,
        result_days=words.result_days,
        created_at=now,
        created_by_id=actor_staff_id(actor),
    )
    _save(campaign)
    steps = words.reactivation if new.kind is CampaignKind.REACTIVATION else words.closing
    CampaignStep.objects.bulk_create(
        CampaignStep(
            school_id=campaign.school_id,
            campaign=campaign,
            number=number,
            deed=step.deed.value,
            wait_days=step.wait_days,
            script=step.script,
            reason=step.reason,
        )
        for number, step in enumerate(steps, 1)
    )
    return campaign


@transaction.atomic
def start(campaign_id: int, *, actor: str, now: datetime) -> Campaign:
    """Take people in, leave a part alone, and let the steps be planned. Once.

    Raises:  Campaign.DoesNotExist; CampaignIsOver: it is no draft
             NobodyToTurnTo: a reactivation without a single person
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if campaign.state != CampaignState.DRAFT:
        raise CampaignIsOver(str(campaign))
    campaign.state, campaign.started_at = CampaignState.RUNNING.value, now
    campaign.save(update_fields=["state", "started_at"])
    if not enrol(campaign, now=now) and campaign.kind == CampaignKind.REACTIVATION:
        raise NobodyToTurnTo(str(campaign))
    members = CampaignMember.objects.filter(campaign=campaign)
    told: dict[str, journal.Attr] = {
        "people": members.filter(is_alone=False).count(),
        "alone": members.filter(is_alone=True).count(),
    }
    _record("campaign_started", campaign, actor=actor, now=now, attrs=told)
    return campaign


@transaction.atomic
def stop(campaign_id: int, *, actor: str, now: datetime) -> int:
    """Plan nothing more and call off what waits. Returns touches called off.

    Stopping twice changes nothing. What was made stays and is counted.

    Raises:  Campaign.DoesNotExist; CampaignIsOver: it never started, or has finished
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if campaign.state == CampaignState.STOPPED:
        return 0
    if campaign.state != CampaignState.RUNNING:
        raise CampaignIsOver(str(campaign))
    campaign.state, campaign.ended_at = CampaignState.STOPPED.value, now
    campaign.save(update_fields=["state", "ended_at"])
    known = {"origin": campaign.origin, "closed": ClosedReason.BY_HAND.value, "now": now}
    called_off = cancel_touches(_CALL_OFF, known)
    _record("campaign_stopped", campaign, actor=actor, now=now, attrs={"touches": called_off})
    return called_off


@transaction.atomic
def resume(campaign_id: int, *, actor: str, now: datetime) -> Campaign:
    """Let a stopped campaign go on: a step called off is not repeated, the next one comes.

    Raises:  Campaign.DoesNotExist; CampaignIsOver: it is not stopped
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if campaign.state != CampaignState.STOPPED:
        raise CampaignIsOver(str(campaign))
    campaign.state, campaign.ended_at = CampaignState.RUNNING.value, None
    campaign.save(update_fields=["state", "ended_at"])
    _record("campaign_resumed", campaign, actor=actor, now=now)
    return campaign


@transaction.atomic
def discard(campaign_id: int) -> None:
    """Throw a draft away: nothing happened by it.

    Raises:  Campaign.DoesNotExist; CampaignIsOver: it is no draft
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if campaign.state != CampaignState.DRAFT:
        raise CampaignIsOver(str(campaign))
    campaign.delete()


def _save(campaign: Campaign) -> None:
    try:
        with transaction.atomic():
            campaign.save()
    except IntegrityError as error:
        if "campaign_name_once" not in str(error):
            raise
        raise NameTaken(campaign.name) from None


def _record(
    event: str,
    campaign: Campaign,
    *,
    actor: str,
    now: datetime,
    attrs: dict[str, journal.Attr] | None = None,
) -> None:
    told = {"campaign": campaign.pk, **(attrs or {})}
    journal.record(
        event,
        happened_at=now,
        actor=actor,
        item=campaign.name,
        product_id=campaign.product_id,
        channel=campaign.channel,
        attrs=told,
    )


_CALL_OFF: LiteralString = """
UPDATE queue_touch SET state = 'cancelled', closed_reason = %(closed)s,
  claimed_by_id = NULL, claimed_at = NULL
WHERE origin = %(origin)s AND state = 'planned'
RETURNING id
"""
