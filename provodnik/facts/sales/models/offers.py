"""Proposals made to people."""

from django.db import models
from django.db.models import Q

from provodnik.facts.catalog.models import PathStep, Product
from provodnik.facts.people.models import Client, Goal
from provodnik.facts.sales.models.launches import Launch
from provodnik.facts.sales.types import OfferState
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class Offer(SchoolModel):
    """A proposal of a product to a person, with the reason it helps and the goal it serves.

    `parent` is the earlier offer this one continues (a cascade); `expires_at` makes it personal
    and dated.
    """

    client = SchoolForeignKey(Client)
    product = SchoolForeignKey(Product)
    staff = SchoolForeignKey(Staff, null=True)
    channel = models.CharField(max_length=80)
    launch = SchoolForeignKey(Launch, null=True)
    step = SchoolForeignKey(PathStep, null=True, on_delete=models.SET_NULL)
    parent = SchoolForeignKey("self", null=True)
    goal = SchoolForeignKey(Goal, null=True, on_delete=models.SET_NULL)
    reason = models.CharField(max_length=500)
    price_kopecks = models.BigIntegerField(null=True)
    state = models.CharField(max_length=20, default=OfferState.MADE.value)
    objection = models.CharField(max_length=60, blank=True)
    not_before_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="offer_state_is_known", condition=Q(state__in=values(OfferState))
            ),
            models.CheckConstraint(
                name="offer_decided_at_iff_decided",
                condition=Q(state="made", decided_at__isnull=True)
                | (~Q(state="made") & Q(decided_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["school", "client", "-made_at"], name="offers_of_client"),
            models.Index(
                fields=["school", "launch"],
                name="offers_of_launch",
                condition=Q(launch__isnull=False),
            ),
            models.Index(fields=["school", "made_at"], name="offers_by_moment"),
        ]
