"""Contacts of the base, segments and who is in them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class Contact(SchoolModel):
    """What rules ask about one client, side by side. Follows the facts; rebuildable.

    `alive_at` is the last sign of life; `known_at` when the school first heard of the client.
    Paid orders and products leave out what was given back whole; money is net of refunds.
    A client absorbed by another has no row.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    known_at = models.DateTimeField()
    alive_at = models.DateTimeField()
    first_paid_at = models.DateTimeField(null=True)
    last_paid_at = models.DateTimeField(null=True)
    paid_orders = models.IntegerField(default=0)
    net_kopecks = models.BigIntegerField(default=0)
    product_ids = ArrayField(models.BigIntegerField(), default=list)
    pain_ids = ArrayField(models.BigIntegerField(), default=list)
    has_goal = models.BooleanField(default=False)
    stage = models.CharField(max_length=40, blank=True)
    stage_entered_at = models.DateTimeField(null=True)
    coordinator = SchoolForeignKey(Staff, null=True)
    csat_hundredths = models.IntegerField(null=True)
    nps_hundredths = models.IntegerField(null=True)
    complains = models.BooleanField(default=False)
    messages_allowed = models.BooleanField(default=True)
    calls_allowed = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="contact_once_a_client", fields=["school", "client"])
        ]
        # Time alone moves a client over a boundary: each is found by its own index.
        indexes = [
            models.Index(fields=["school", "alive_at"], name="contacts_by_life"),
            models.Index(fields=["school", "known_at"], name="contacts_by_knowing"),
            models.Index(
                fields=["school", "last_paid_at"],
                name="contacts_by_last_payment",
                condition=Q(last_paid_at__isnull=False),
            ),
            models.Index(
                fields=["school", "first_paid_at"],
                name="contacts_by_first_payment",
                condition=Q(first_paid_at__isnull=False),
            ),
            models.Index(
                fields=["school", "stage_entered_at"],
                name="contacts_by_stage",
                condition=Q(stage_entered_at__isnull=False),
            ),
        ]


class Change(SchoolModel):
    """A client about whom something became known since the last recount.

    A row is written in the transaction that changed the client and deleted by the recount.
    Not unique: two writers about one client never wait for each other.
    """

    client_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["school", "client_id"], name="changes_of_client")]


class Recount(SchoolModel):
    """Up to which moment the passing of time is accounted for. One a school."""

    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_recount_a_school", fields=["school"])]


class Segment(SchoolModel):
    """A rule and its name. `rule` is a list of groups, all of which hold; in a group, any.

    `conversion_share` and `cheque_kopecks` are a person's assumptions about the potential;
    empty ones are counted from the school's own data.
    """

    name = models.CharField(max_length=120)
    rule = models.JSONField()
    conversion_share = models.FloatField(null=True)
    cheque_kopecks = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    created_by = SchoolForeignKey(Staff, null=True)
    edited_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="segment_name_once",
                fields=["school", "name"],
                condition=Q(archived_at__isnull=True),
            ),
            models.CheckConstraint(
                name="segment_conversion_is_a_share",
                condition=Q(conversion_share__isnull=True)
                | Q(conversion_share__gte=0, conversion_share__lte=1),
            ),
            models.CheckConstraint(
                name="segment_cheque_is_not_negative", condition=Q(cheque_kopecks__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"segment:{self.pk}"


class Membership(SchoolModel):
    """A client in a segment, since when and until when; open while `left_at` is empty."""

    segment = SchoolForeignKey(Segment, on_delete=models.CASCADE)
    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    since_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                # By client first: whom a recount looks at, it asks for all their segments.
                name="client_is_in_a_segment_once",
                fields=["school", "client", "segment"],
                condition=Q(left_at__isnull=True),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(left_at__isnull=True) | Q(left_at__gte=models.F("since_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["school", "segment", "since_at"], name="entered_segment"),
            models.Index(
                fields=["school", "segment", "left_at"],
                name="left_segment",
                condition=Q(left_at__isnull=False),
            ),
        ]


class GrowthPlan(SchoolModel):
    """How many new contacts a month should bring, as the head planned it."""

    month_on = models.DateField()
    contacts = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="growth_is_planned_once", fields=["school", "month_on"]),
            models.CheckConstraint(
                name="planned_growth_is_not_negative", condition=Q(contacts__gte=0)
            ),
        ]
