"""Promotions: soft, time-limited mechanics with a criterion agreed beforehand."""

from django.db import models
from django.db.models import F, Q

from provodnik.facts.catalog.models import Product
from provodnik.facts.sales.types import Criterion
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class Promotion(SchoolModel):
    """A game promotion: what the student plays for, from which day to which, and what counts
    as success. `ends_on` is the last day; `target` is in the criterion's unit.

    Invariants, held by the database: it has both days and a criterion; the result is written
    exactly when it has ended.
    """

    name = models.CharField(max_length=200)
    terms = models.CharField(max_length=500)
    product = SchoolForeignKey(Product, null=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    criterion = models.CharField(max_length=20)
    target = models.BigIntegerField()
    created_at = models.DateTimeField()
    created_by = SchoolForeignKey(Staff, null=True)
    ended_at = models.DateTimeField(null=True)
    result = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="promotion_name_once", fields=["school", "name"]),
            models.CheckConstraint(
                name="promotion_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="promotion_criterion_is_known", condition=Q(criterion__in=values(Criterion))
            ),
            models.CheckConstraint(name="promotion_target_is_positive", condition=Q(target__gt=0)),
            models.CheckConstraint(
                name="promotion_result_iff_ended",
                condition=Q(ended_at=None, result=None)
                | Q(ended_at__isnull=False, result__isnull=False),
            ),
        ]
