"""Campaigns, their steps and the people in them."""

from django.db import models
from django.db.models import Q

from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client
from provodnik.facts.sales.base.models import Segment
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.touches.campaigns.types import CampaignKind, CampaignState, Ending


class Campaign(SchoolModel):
    """Touches to a segment, or to everybody who clicked and did not pay, for one product.

    Invariants, held by the database: started exactly when it is no draft; a reactivation
    is of a segment; the part left alone is below the whole.
    """

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=CampaignState.DRAFT.value)
    segment = SchoolForeignKey(Segment, null=True)
    product = SchoolForeignKey(Product)
    channel = models.CharField(max_length=80)
    owner = SchoolForeignKey(Staff, null=True)
    holdout_percent = models.IntegerField()
    result_days = models.IntegerField()
    created_at = models.DateTimeField()
    created_by = SchoolForeignKey(Staff, null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="campaign_name_once", fields=["school", "name"]),
            models.CheckConstraint(
                name="campaign_kind_is_known", condition=Q(kind__in=values(CampaignKind))
            ),
            models.CheckConstraint(
                name="campaign_state_is_known", condition=Q(state__in=values(CampaignState))
            ),
            models.CheckConstraint(
                name="campaign_started_unless_draft",
                condition=Q(state="draft", started_at=None)
                | (~Q(state="draft") & Q(started_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="reactivation_is_of_a_segment",
                condition=~Q(kind="reactivation") | Q(segment__isnull=False),
            ),
            models.CheckConstraint(
                name="campaign_leaves_a_part_alone",
                condition=Q(holdout_percent__gte=0, holdout_percent__lte=50),
            ),
        ]

    def __str__(self) -> str:
        return f"campaign:{self.pk}"

    @property
    def origin(self) -> str:
        """What its touches are planned by."""
        return f"campaign:{self.pk}"


class CampaignStep(SchoolModel):
    """The nth touch of a campaign, so many days after the one before it was closed."""

    campaign = SchoolForeignKey(Campaign, on_delete=models.CASCADE)
    number = models.IntegerField()
    deed = models.CharField(max_length=20)
    wait_days = models.IntegerField()
    script = models.CharField(max_length=60)
    reason = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="campaign_step_once", fields=["school", "campaign", "number"]
            ),
            models.CheckConstraint(
                name="campaign_steps_count_from_one", condition=Q(number__gte=1, wait_days__gte=0)
            ),
        ]


class CampaignMember(SchoolModel):
    """A client in a campaign: touched, or left alone for comparison.

    `step` is the last one planned, 0 before the first; `next_at` when the next may be, empty
    while a planned touch waits for its outcome. Both stay empty for one left alone.
    """

    campaign = SchoolForeignKey(Campaign, on_delete=models.CASCADE)
    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    is_alone = models.BooleanField()
    joined_at = models.DateTimeField()
    step = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="client_is_in_a_campaign_once", fields=["school", "campaign", "client"]
            ),
            models.CheckConstraint(
                name="campaign_member_ending_iff_ended",
                condition=Q(ended_at=None, ending="")
                | Q(ended_at__isnull=False, ending__in=values(Ending)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "campaign", "next_at"],
                name="members_due",
                condition=Q(next_at__isnull=False),
            ),
            models.Index(fields=["school", "client"], name="campaigns_of_client"),
        ]
