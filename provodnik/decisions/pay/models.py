"""Schemes from a month on, and closed months with their lines."""

from django.db import models
from django.db.models import Q

from provodnik.decisions.pay.types import LineKind
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class SchemeTurn(SchoolModel):
    """From a month on pay is counted by these rates; `body` has the shape of the method's pay."""

    from_on = models.DateField()
    body = models.JSONField()
    reason = models.CharField(max_length=300)
    by = SchoolForeignKey(Staff, null=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="scheme_turns_once_a_month", fields=["school", "from_on"])
        ]


class PaySheet(SchoolModel):
    """A closed month: its lines change no more."""

    month_on = models.DateField()
    closed_at = models.DateTimeField()
    closed_by = SchoolForeignKey(Staff, null=True)
    scheme = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_month_is_closed_once", fields=["school", "month_on"]),
            models.CheckConstraint(
                name="a_month_begins_on_the_first", condition=Q(month_on__day=1)
            ),
        ]


class PayLine(SchoolModel):
    """A line of a closed slip. `basis` keeps what it was counted from, as fractions in text.

    Invariant, held by the database: a person has a line of a kind and key once a month.
    """

    sheet = SchoolForeignKey(PaySheet, on_delete=models.CASCADE)
    staff = SchoolForeignKey(Staff)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    grade = models.CharField(max_length=60, blank=True)
    amount_kopecks = models.BigIntegerField()
    basis = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="pay_line_once_a_slip", fields=["school", "sheet", "staff", "kind", "key"]
            ),
            models.CheckConstraint(
                name="pay_line_kind_is_known", condition=Q(kind__in=values(LineKind))
            ),
        ]
        indexes = [models.Index(fields=["school", "staff", "sheet"], name="pay_lines_of_staff")]
