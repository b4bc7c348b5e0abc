"""Target groups with their portraits and maps of meanings in versions; landing pages."""

from django.db import models
from django.db.models import F, Q

from provodnik.facts.people.audience.types import RecordKind, SourceKind
from provodnik.facts.people.models import Pain
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class Audience(SchoolModel):
    """A target group. Students belong to it by the pain of their goal."""

    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="audience_name_once", fields=["school", "name"])
        ]


class AudiencePain(SchoolModel):
    """A pain that marks a target group. It marks one group only, so each student is in one."""

    audience = SchoolForeignKey(Audience, on_delete=models.CASCADE)
    pain = SchoolForeignKey(Pain, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="pain_marks_one_audience", fields=["school", "pain"])
        ]


class Record(SchoolModel):
    """A version of a portrait or of a map of meanings. A version is never edited.

    `parts` go by the keys of the method.
    """

    audience = SchoolForeignKey(Audience, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    version = models.IntegerField()
    parts = models.JSONField(default=dict)
    updated_at = models.DateTimeField()
    updated_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="version_once_a_record", fields=["school", "audience", "kind", "version"]
            ),
            models.CheckConstraint(
                name="record_kind_is_known", condition=Q(kind__in=values(RecordKind))
            ),
        ]


class RecordSource(SchoolModel):
    """Where a version's words come from."""

    record = SchoolForeignKey(Record, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    text = models.CharField(max_length=300)
    taken_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="source_once_a_version",
                fields=["school", "record", "kind", "text", "taken_on"],
            ),
            models.CheckConstraint(
                name="source_kind_is_known", condition=Q(kind__in=values(SourceKind))
            ),
        ]


class Landing(SchoolModel):
    """A landing page of a target group."""

    name = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    audience = SchoolForeignKey(Audience)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="landing_name_once", fields=["school", "name"])]


class Refinement(SchoolModel):
    """The day a landing page was rewritten for a version of its group's portrait."""

    landing = SchoolForeignKey(Landing, on_delete=models.CASCADE)
    portrait = SchoolForeignKey(Record)
    what = models.CharField(max_length=300)
    refined_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="landing_is_refined_once_a_day", fields=["school", "landing", "refined_on"]
            )
        ]


class LandingDay(SchoolModel):
    """Traffic of a landing page on a day.

    Invariant, held by the database: payments come of leads, leads of visits.
    """

    landing = SchoolForeignKey(Landing, on_delete=models.CASCADE)
    day = models.DateField()
    visits = models.IntegerField()
    leads = models.IntegerField()
    payments = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="landing_is_counted_once_a_day", fields=["school", "landing", "day"]
            ),
            models.CheckConstraint(
                name="landing_counts_are_possible",
                condition=Q(payments__gte=0, leads__gte=F("payments"), visits__gte=F("leads")),
            ),
        ]
