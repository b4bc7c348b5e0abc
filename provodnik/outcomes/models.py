"""Credits: which touch, person, channel and product brought an order's money."""

from django.db import models
from django.db.models import Q

from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client
from provodnik.facts.sales.models import Order, TrackedLink
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.method.types import CreditRule
from provodnik.touches.queue.models import Touch


class Credit(SchoolModel):
    """One paid order and who is credited with it. Rebuildable from facts; one an order.

    `first_touch` and `last_touch` stand beside the credited one; `evidence` lists every
    touch and click considered, with why each did or did not count. Kopecks.

    Invariant, held by the database: an order is credited once, by a known rule.
    """

    order = SchoolForeignKey(Order, on_delete=models.CASCADE)
    client = SchoolForeignKey(Client)
    product = SchoolForeignKey(Product, null=True)
    rule = models.CharField(max_length=20)
    channel = models.CharField(max_length=80, null=True)
    staff = SchoolForeignKey(Staff, null=True)
    touch = SchoolForeignKey(Touch, null=True, on_delete=models.SET_NULL)
    link = SchoolForeignKey(TrackedLink, null=True, on_delete=models.SET_NULL)
    first_touch = SchoolForeignKey(Touch, null=True, on_delete=models.SET_NULL)
    last_touch = SchoolForeignKey(Touch, null=True, on_delete=models.SET_NULL)
    amount_kopecks = models.BigIntegerField()
    refunded_kopecks = models.BigIntegerField(default=0)
    paid_at = models.DateTimeField()
    credited_at = models.DateTimeField()
    evidence = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="order_is_credited_once", fields=["school", "order"]),
            models.CheckConstraint(
                name="credit_rule_is_known", condition=Q(rule__in=values(CreditRule))
            ),
        ]
        indexes = [
            models.Index(fields=["school", "staff", "paid_at"], name="credits_of_staff"),
            models.Index(
                fields=["school", "touch"],
                name="credits_of_touch",
                condition=Q(touch__isnull=False),
            ),
        ]
