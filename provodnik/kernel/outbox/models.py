"""Messages on their way out, and the pace of each account."""

from django.db import models
from django.db.models import Q

from provodnik.kernel.accounts.models import ChannelAccount
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.kernel.outbox.types import ON_THE_WAY, State

_ON_THE_WAY = Q(state__in=[state.value for state in ON_THE_WAY])
_CLAIMED = Q(state=State.CLAIMED.value)
_QUEUED = Q(state=State.QUEUED.value)


class Message(SchoolModel):
    """One message to one recipient.

    `claim` names the last attempt: only its answer counts. `due_at` is when it may be tried.
    `decided_by` is who sent it again or told that it was delivered.

    Invariants, held by the database: a key is one message; the state is known; a claimed message
    has a claim and a lease, nobody else a lease; a settled one has its moment.
    """

    channel = models.CharField(max_length=40)
    account = SchoolForeignKey(ChannelAccount, null=True)
    recipient = models.CharField(max_length=254)
    body = models.JSONField()
    key = models.CharField(max_length=200)
    about = models.CharField(max_length=120, blank=True)
    client_id = models.BigIntegerField(null=True)
    staff_id = models.BigIntegerField(null=True)
    rank = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=20, default=State.QUEUED.value)
    attempts = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    lease_until_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    external_id = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=500, blank=True)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="outgoing_is_put_in_once", fields=["school", "key"]),
            models.CheckConstraint(
                name="outgoing_state_is_known", condition=Q(state__in=values(State))
            ),
            models.CheckConstraint(
                name="outgoing_lease_iff_claimed",
                condition=_CLAIMED & Q(claim__isnull=False, lease_until_at__isnull=False)
                | ~_CLAIMED & Q(lease_until_at=None),
            ),
            models.CheckConstraint(
                name="outgoing_settled_at_iff_settled",
                condition=_ON_THE_WAY & Q(settled_at=None)
                | ~_ON_THE_WAY & Q(settled_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "channel", "account", "rank", "due_at", "id"],
                name="outgoing_by_turn",
                condition=_QUEUED,
            ),
            models.Index(
                fields=["school", "channel", "recipient", "id"],
                name="outgoing_of_recipient",
                condition=_ON_THE_WAY,
            ),
            models.Index(
                fields=["school", "lease_until_at"], name="outgoing_claimed", condition=_CLAIMED
            ),
            models.Index(
                fields=["school", "about"], name="outgoing_by_about", condition=~Q(about="")
            ),
            models.Index(fields=["school", "state", "-id"], name="outgoing_by_state"),
            models.Index(
                fields=["school", "client_id"],
                name="outgoing_of_client",
                condition=Q(client_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"outgoing:{self.pk}"


class Lane(SchoolModel):
    """When an account may send again: its pace, and what the channel asked to wait.

    Locked by whoever claims, so the pace is one for all workers.
    """

    account = SchoolForeignKey(ChannelAccount, on_delete=models.CASCADE)
    free_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_lane_an_account", fields=["school", "account"])
        ]
