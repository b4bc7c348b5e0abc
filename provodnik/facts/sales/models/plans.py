"""What repeat sales are to bring in a month: in all, by channel, by person (R-110)."""

from django.db import models
from django.db.models import Q

from provodnik.facts.team.models import Staff
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class SalesPlan(SchoolModel):
    """The plan of one month, kopecks: of a channel, of a person, or of the department as a whole.

    `month` is its first day. Without channel and person it is the department's.
    """

    month = models.DateField()
    channel = models.CharField(max_length=80, blank=True)
    staff = SchoolForeignKey(Staff, null=True)
    amount_kopecks = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="sales_plan_once",
                fields=["school", "month", "channel", "staff"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="sales_plan_is_of_one_thing", condition=Q(channel="") | Q(staff__isnull=True)
            ),
            models.CheckConstraint(name="sales_plan_is_of_a_month", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="sales_plan_is_not_negative", condition=Q(amount_kopecks__gte=0)
            ),
        ]
