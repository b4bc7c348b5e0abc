"""What Telegram told us, as it told it."""

from django.db import models
from django.db.models import Q

from provodnik.connectors.telegram.types import Outcome
from provodnik.kernel.accounts.models import ChannelAccount
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class Update(SchoolModel):
    """One update of a bot, kept before anybody acts on it.

    `update_id` is Telegram's; after a quiet week it begins anew anywhere, so order is by `id`.

    Invariants, held by the database: an update is kept once; a settled one has its outcome.
    """

    account = SchoolForeignKey(ChannelAccount, on_delete=models.CASCADE)
    update_id = models.BigIntegerField()
    body = models.JSONField()
    received_at = models.DateTimeField()
    client_id = models.BigIntegerField(null=True)
    attempts = models.IntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="update_comes_once", fields=["school", "account", "update_id"]
            ),
            models.CheckConstraint(
                name="update_outcome_iff_settled",
                condition=Q(settled_at=None, outcome="")
                | Q(settled_at__isnull=False, outcome__in=values(Outcome)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "account", "id"],
                name="updates_to_settle",
                condition=Q(settled_at=None),
            ),
            models.Index(
                fields=["school", "client_id"],
                name="updates_of_client",
                condition=Q(client_id__isnull=False),
            ),
            models.Index(fields=["school", "account", "-received_at"], name="updates_by_time"),
        ]

    def __str__(self) -> str:
        return f"update:{self.pk}"
