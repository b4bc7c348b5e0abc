"""Launches and warm-ups: what is sold together between two dates, to whom, and who came."""

from django.db import models
from django.db.models import F, Q

from provodnik.facts.catalog.models import Product
from provodnik.facts.learning.models import Cohort
from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class Launch(SchoolModel):
    """A practicum, master class or warm-up with a beginning and an end, counted on its own.

    `kind` is the method's; `owner` answers for it in our department and `marketing_owner`
    in marketing; `ends_on` is the last day. `tasks` is how many tasks the participants get.
    Plans are empty where nobody promised a figure.
    """

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=80)
    product = SchoolForeignKey(Product, null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    owner = SchoolForeignKey(Staff, null=True)
    marketing_owner = SchoolForeignKey(Staff, null=True)
    speaker = SchoolForeignKey(Client, null=True)
    cohort = SchoolForeignKey(Cohort, null=True, on_delete=models.SET_NULL)
    audience = models.CharField(max_length=300, blank=True)
    content = models.TextField(blank=True)
    result = models.TextField(blank=True)
    tasks = models.IntegerField(default=0)
    plan_made = models.IntegerField(null=True)
    plan_paid = models.IntegerField(null=True)
    plan_kopecks = models.BigIntegerField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="launch_name_once", fields=["school", "name"]),
            models.CheckConstraint(
                name="launch_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="launch_plan_is_not_negative",
                condition=(Q(plan_made__isnull=True) | Q(plan_made__gte=0))
                & (Q(plan_paid__isnull=True) | Q(plan_paid__gte=0))
                & (Q(plan_kopecks__isnull=True) | Q(plan_kopecks__gte=0))
                & Q(tasks__gte=0),
            ),
        ]
        indexes = [
            models.Index(fields=["school", "starts_on"], name="launches_by_day"),
            models.Index(fields=["school", "cohort", "starts_on"], name="launches_of_cohort"),
        ]


class Participant(SchoolModel):
    """A client who takes part in a launch: joined, did tasks, came. Who bought is counted."""

    launch = SchoolForeignKey(Launch, on_delete=models.CASCADE)
    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    joined_at = models.DateTimeField()
    tasks_done = models.IntegerField(default=0)
    came_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="client_joins_a_launch_once", fields=["school", "launch", "client"]
            ),
            models.CheckConstraint(
                name="participant_tasks_are_counted", condition=Q(tasks_done__gte=0)
            ),
        ]
        indexes = [models.Index(fields=["school", "client"], name="launches_of_client")]


class LaunchAnalysis(SchoolModel):
    """What was learned from a launch, and what the next one tries (R-106). One a launch.

    `failed_step` is the step named when it was written: the figures may move on, the story
    stays. `criterion` and `check_on` say how the hypothesis will be judged and when.
    """

    launch = SchoolForeignKey(Launch, on_delete=models.CASCADE)
    failed_step = models.CharField(max_length=20, blank=True)
    what_failed = models.TextField()
    why = models.TextField()
    changed_offer = models.TextField(blank=True)
    hypothesis = models.TextField(blank=True)
    criterion = models.CharField(max_length=300, blank=True)
    check_on = models.DateField(null=True)
    next_launch = SchoolForeignKey(Launch, null=True, on_delete=models.SET_NULL)
    written_at = models.DateTimeField()
    written_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="launch_is_analysed_once", fields=["school", "launch"]),
            models.CheckConstraint(
                name="analysis_leads_to_another_launch",
                condition=Q(next_launch__isnull=True) | ~Q(next_launch=F("launch")),
            ),
        ]
