"""Tracked links and who opened them."""

from django.db import models
from django.db.models import Q

from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client
from provodnik.facts.sales.models.launches import Launch
from provodnik.facts.sales.models.offers import Offer
from provodnik.facts.team.models import Staff
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class TrackedLink(SchoolModel):
    """A link of ours to a page of payment: whose, for what, from whom, by which channel.

    The token begins with the school, so that `/go/<token>` finds it before a school is known.
    `clicked_at` is the first time a person opened it; machines leave it empty.
    """

    token = models.CharField(max_length=40)
    target_url = models.URLField(max_length=1000)
    client = SchoolForeignKey(Client, null=True)
    product = SchoolForeignKey(Product)
    offer = SchoolForeignKey(Offer, null=True, on_delete=models.SET_NULL)
    staff = SchoolForeignKey(Staff, null=True)
    channel = models.CharField(max_length=80)
    launch = SchoolForeignKey(Launch, null=True)
    created_at = models.DateTimeField()
    clicked_at = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="link_token_once", fields=["school", "token"])]
        indexes = [
            models.Index(fields=["school", "client", "product"], name="links_of_client"),
            models.Index(
                fields=["school", "clicked_at"],
                name="links_clicked",
                condition=Q(clicked_at__isnull=False),
            ),
            models.Index(
                fields=["school", "launch"],
                name="links_of_launch",
                condition=Q(launch__isnull=False),
            ),
        ]


class LinkClick(SchoolModel):
    """One opening of a tracked link. Machine ones are marked, with the sign, and kept apart."""

    link = SchoolForeignKey(TrackedLink, on_delete=models.CASCADE)
    clicked_at = models.DateTimeField()
    machine_sign = models.CharField(max_length=40, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)
    visitor = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["school", "link", "clicked_at"], name="clicks_of_link"),
            models.Index(fields=["school", "visitor", "clicked_at"], name="clicks_of_visitor"),
        ]
