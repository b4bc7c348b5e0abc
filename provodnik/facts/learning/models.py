"""Streams and groups of a product, their members and goals."""

from django.db import models

from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class Cohort(SchoolModel):
    """One run of a product; with a parent, a group inside it. Dates are half-open."""

    name = models.CharField(max_length=200)
    product = SchoolForeignKey(Product, null=True)
    parent = SchoolForeignKey("self", null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    curator = SchoolForeignKey(Staff, null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="cohort_name_once", fields=["school", "name"])]


class CohortGoal(SchoolModel):
    """What a cohort is to reach: a metric of the catalogue and its planned value.

    `target` is in the metric's own unit: kopecks, hundredths of a percent, hundredths of a point.
    """

    cohort = SchoolForeignKey(Cohort, on_delete=models.CASCADE)
    metric = models.CharField(max_length=60)
    target = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cohort_goal_once_a_metric", fields=["school", "cohort", "metric"]
            )
        ]


class Membership(SchoolModel):
    """A client learns in a cohort."""

    cohort = SchoolForeignKey(Cohort, on_delete=models.CASCADE)
    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="client_joins_a_cohort_once", fields=["school", "cohort", "client"]
            )
        ]
        indexes = [models.Index(fields=["school", "client"], name="memberships_of_client")]
