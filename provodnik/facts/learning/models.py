"""Streams and groups of a product, their members and goals; lessons kept for later products."""

from django.db import models

from provodnik.facts.catalog.models import PlannedProduct, Product
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


class ExclusiveLesson(SchoolModel):
    """A lesson taken out of a course and kept for a product of its own (R-072).

    `stage` is the client's stage of the method at which it is to be offered; `planned` the place
    in a line of products where it will be used, `used_in` the product that was made of it.
    """

    course = SchoolForeignKey(Product, null=True)
    name = models.CharField(max_length=200)
    module = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    planned = SchoolForeignKey(PlannedProduct, null=True, on_delete=models.SET_NULL)
    used_in = SchoolForeignKey(Product, null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="exclusive_lesson_once_a_course",
                fields=["school", "course", "name"],
                nulls_distinct=False,
            )
        ]
