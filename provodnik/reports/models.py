"""The programme and its point A."""

from django.db import models
from django.db.models import F, Q

from provodnik.facts.team.models import Staff
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class Programme(SchoolModel):
    """A time of improvement that is compared with the time before it: [starts_on, ends_on)."""

    starts_on = models.DateField()
    ends_on = models.DateField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programme_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))
            ),
            models.UniqueConstraint(
                name="one_open_programme_a_school",
                fields=["school"],
                condition=Q(closed_at__isnull=True),
            ),
        ]


class PointA(SchoolModel):
    """One figure before the programme, written down with its date.

    `row` is a key of the method's point rows. `amount` is in the row's own unit as a
    decimal: kopecks or a share 0..1; null says it was not measured then. A corrected
    figure is a new row; the old one keeps when it was replaced.

    A figure entered by hand has its words in `told`, «~85%», and says its `source`.
    """

    programme = SchoolForeignKey(Programme, on_delete=models.CASCADE)
    row = models.CharField(max_length=60)
    amount = models.DecimalField(max_digits=24, decimal_places=10, null=True)
    told = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=300, blank=True)
    measured_on = models.DateField()
    fixed_at = models.DateTimeField()
    fixed_by = SchoolForeignKey(Staff, null=True)
    reason = models.CharField(max_length=500, blank=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="point_a_of_a_row_once",
                fields=["school", "programme", "row"],
                condition=Q(replaced_at__isnull=True),
            ),
            models.CheckConstraint(
                name="told_point_a_has_a_source", condition=Q(told="") | ~Q(source="")
            ),
        ]


class SuccessTarget(SchoolModel):
    """Where a figure should be and until when, in the words it was told: «96–100%».

    `row` is a key of the method's point rows or of its panels. A changed target is a new row.
    """

    programme = SchoolForeignKey(Programme, on_delete=models.CASCADE)
    row = models.CharField(max_length=60)
    target = models.CharField(max_length=60)
    due_on = models.DateField()
    set_at = models.DateTimeField()
    set_by = SchoolForeignKey(Staff, null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="success_target_of_a_row_once",
                fields=["school", "programme", "row"],
                condition=Q(replaced_at__isnull=True),
            )
        ]


class ChangeNote(SchoolModel):
    """What the department changed on a day: it stands beside the figures, never as their cause."""

    on_date = models.DateField()
    text = models.CharField(max_length=300)
    noted_at = models.DateTimeField()
    noted_by = SchoolForeignKey(Staff, null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="change_note_says_something", condition=~Q(text=""))
        ]
        indexes = [models.Index(fields=["school", "on_date"], name="change_notes_by_day")]
