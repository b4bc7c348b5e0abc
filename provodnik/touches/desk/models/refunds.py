"""Requests for money back, step by step."""

from django.db import models
from django.db.models import Q

from provodnik.facts.people.models import Client
from provodnik.facts.sales.models import Order
from provodnik.facts.team.models import Staff
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.touches.desk.models.tickets import Ticket


class RefundCase(SchoolModel):
    """A client asks for money back. `decision` is a key of the method, "" until decided.

    Invariants, held by the database: a ticket has one case; a closed one is decided.
    """

    ticket = SchoolForeignKey(Ticket)
    client = SchoolForeignKey(Client)
    order = SchoolForeignKey(Order, null=True)
    reason = models.CharField(max_length=60, blank=True)
    stage = models.CharField(max_length=60, blank=True)
    decision = models.CharField(max_length=60, blank=True)
    amount_kopecks = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    opened_by = SchoolForeignKey(Staff)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="refund_case_once_a_ticket", fields=["school", "ticket"]),
            models.CheckConstraint(
                name="closed_refund_is_decided", condition=Q(closed_at=None) | ~Q(decision="")
            ),
            models.CheckConstraint(
                name="refund_amount_is_not_negative",
                condition=Q(amount_kopecks=None) | Q(amount_kopecks__gte=0),
            ),
        ]
        indexes = [
            models.Index(fields=["school", "-opened_at", "id"], name="refunds_by_opening"),
            models.Index(fields=["school", "client"], name="refunds_of_client"),
        ]


class RefundStep(SchoolModel):
    """A step of the regulation that was made: what was chosen and said, by whom and when.

    Invariant, held by the database: a step of a case is made once.
    """

    case = SchoolForeignKey(RefundCase, on_delete=models.CASCADE)
    step = models.CharField(max_length=60)
    choice = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    on = models.DateField(null=True)
    done_at = models.DateTimeField()
    done_by = SchoolForeignKey(Staff)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="refund_step_once", fields=["school", "case", "step"])
        ]
