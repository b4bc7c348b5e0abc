"""Objectives with key results, KPIs, the strategy's initiatives, and facts entered by hand."""

from django.db import models
from django.db.models import F, Q

from provodnik.facts.team.models import Staff
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel

_TITLE_LETTERS = 200
_VALUE_LETTERS = 60


class Initiative(SchoolModel):
    """A part of the strategy of growth: [starts_on, ends_on), who answers, what it is to give."""

    title = models.CharField(max_length=_TITLE_LETTERS)
    effect = models.TextField(blank=True)
    owner = SchoolForeignKey(Staff, null=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    created_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="initiative_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))
            ),
            models.UniqueConstraint(
                name="initiative_title_once",
                fields=["school", "title"],
                condition=Q(dropped_at__isnull=True),
            ),
        ]


class Objective(SchoolModel):
    """Where the department goes in a quarter, named by its first day."""

    quarter_on = models.DateField()
    title = models.CharField(max_length=_TITLE_LETTERS)
    owner = SchoolForeignKey(Staff, null=True)
    initiative = SchoolForeignKey(Initiative, null=True)
    created_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="quarter_is_its_first_day",
                condition=Q(quarter_on__day=1, quarter_on__month__in=[1, 4, 7, 10]),
            ),
            models.UniqueConstraint(
                name="objective_title_once_a_quarter",
                fields=["school", "quarter_on", "title"],
                condition=Q(dropped_at__isnull=True),
            ),
        ]


class Measured(SchoolModel):
    """Something with a target. Values are kept as they were told, «96–100%» (`metrics.told`)."""

    title = models.CharField(max_length=_TITLE_LETTERS)
    metric = models.CharField(max_length=60, blank=True)
    part = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=10)
    direction = models.CharField(max_length=10)
    target = models.CharField(max_length=_VALUE_LETTERS)
    threshold = models.CharField(max_length=_VALUE_LETTERS, blank=True)
    source = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class KeyResult(Measured):
    """How one sees that an objective is reached: from a number to a number."""

    objective = SchoolForeignKey(Objective, on_delete=models.CASCADE)
    start = models.CharField(max_length=_VALUE_LETTERS)
    months = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="key_result_has_number_unit_and_target",
                condition=~Q(start="") & ~Q(unit="") & ~Q(target=""),
            ),
            models.UniqueConstraint(
                name="key_result_title_once_an_objective",
                fields=["school", "objective", "title"],
                condition=Q(dropped_at__isnull=True),
            ),
        ]


class Kpi(Measured):
    """A permanent figure with its target for each week or month."""

    every = models.CharField(max_length=10)
    owner = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="kpi_has_unit_and_target", condition=~Q(unit="") & ~Q(target="")
            ),
            models.UniqueConstraint(
                name="kpi_title_once",
                fields=["school", "title"],
                condition=Q(dropped_at__isnull=True),
            ),
        ]


class ToldFact(SchoolModel):
    """A value nobody counts, as somebody entered it. A later one of the same day replaces it."""

    key_result = SchoolForeignKey(KeyResult, null=True, on_delete=models.CASCADE)
    kpi = SchoolForeignKey(Kpi, null=True, on_delete=models.CASCADE)
    value = models.CharField(max_length=_VALUE_LETTERS)
    on_date = models.DateField()
    source = models.CharField(max_length=300)
    told_at = models.DateTimeField()
    told_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="told_fact_is_of_one_goal",
                condition=Q(key_result__isnull=True, kpi__isnull=False)
                | Q(key_result__isnull=False, kpi__isnull=True),
            ),
            models.CheckConstraint(name="told_fact_has_a_source", condition=~Q(source="")),
        ]
        indexes = [
            models.Index(fields=["school", "key_result", "-on_date"], name="facts_of_key_result"),
            models.Index(fields=["school", "kpi", "-on_date"], name="facts_of_kpi"),
        ]
