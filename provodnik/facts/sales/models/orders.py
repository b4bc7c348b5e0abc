"""Orders and the money received for them, by the channels the school sells in."""

from django.db import models
from django.db.models import Q

from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client
from provodnik.facts.sales.types import OrderStatus, PaymentStatus
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class Channel(SchoolModel):
    """A way the school sells. `group` is the line of the department's total it belongs to."""

    key = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    group = models.CharField(max_length=20, blank=True)
    position = models.IntegerField(default=100)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="channel_key_once", fields=["school", "key"])]


class Order(SchoolModel):
    """A client's promise to buy, as its source tells it.

    `paid_kopecks` and `refunded_kopecks` follow the payments; `first_paid_at` is the
    moment of the first money and orders a client's purchases.

    Invariants, held by the database: named once by its source; money is never
    negative; `first_paid_at` is set exactly when money was received.
    """

    source = models.CharField(max_length=30)
    external_id = models.CharField(max_length=100)
    number = models.CharField(max_length=100, blank=True)
    client = SchoolForeignKey(Client)
    product = SchoolForeignKey(Product, null=True)
    title = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=30, default=OrderStatus.NEW.value)
    cost_kopecks = models.BigIntegerField(default=0)
    paid_kopecks = models.BigIntegerField(default=0)
    refunded_kopecks = models.BigIntegerField(default=0)
    # What the orders export says was paid and when; payments, once there, rule.
    stated_paid_kopecks = models.BigIntegerField(null=True)
    stated_paid_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    first_paid_at = models.DateTimeField(null=True)
    manager = SchoolForeignKey(Staff, null=True)
    channel = models.CharField(max_length=80, null=True)
    utm = models.JSONField(default=dict)
    custom = models.JSONField(default=dict)
    # Which row of which import decided this one: an earlier row of that file does not undo it.
    imported_run = models.BigIntegerField(null=True)
    imported_line = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="order_is_named_once", fields=["school", "source", "external_id"]
            ),
            models.CheckConstraint(
                name="order_status_is_known", condition=Q(status__in=values(OrderStatus))
            ),
            models.CheckConstraint(
                name="order_money_is_not_negative",
                condition=Q(cost_kopecks__gte=0, paid_kopecks__gte=0, refunded_kopecks__gte=0),
            ),
            models.CheckConstraint(
                name="order_first_paid_iff_paid",
                condition=Q(paid_kopecks=0, first_paid_at__isnull=True)
                | Q(paid_kopecks__gt=0, first_paid_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["school", "client", "first_paid_at"], name="orders_of_client"),
            models.Index(fields=["school", "number"], name="order_by_number"),
            models.Index(fields=["school", "product", "first_paid_at"], name="orders_of_product"),
            models.Index(
                fields=["school", "first_paid_at"],
                name="orders_paid",
                condition=Q(first_paid_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"order:{self.pk}"


class Payment(SchoolModel):
    """Money that moved for an order, as its source tells it. Named once by its source."""

    source = models.CharField(max_length=30)
    external_id = models.CharField(max_length=100)
    order = SchoolForeignKey(Order, null=True)
    order_number = models.CharField(max_length=100, blank=True)
    client = SchoolForeignKey(Client, null=True)
    status = models.CharField(max_length=30)
    amount_kopecks = models.BigIntegerField()
    fee_kopecks = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=500, blank=True)
    custom = models.JSONField(default=dict)
    imported_run = models.BigIntegerField(null=True)
    imported_line = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="payment_is_named_once", fields=["school", "source", "external_id"]
            ),
            models.CheckConstraint(
                name="payment_status_is_known", condition=Q(status__in=values(PaymentStatus))
            ),
            models.CheckConstraint(
                name="payment_is_not_negative", condition=Q(amount_kopecks__gte=0)
            ),
        ]
        indexes = [
            models.Index(fields=["school", "order"], name="payments_of_order"),
            models.Index(fields=["school", "order_number"], name="payment_by_order_number"),
        ]
