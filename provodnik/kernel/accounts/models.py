"""Accounts of channels, and where each client is reached through them."""

from django.db import models
from django.db.models import Q

from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class ChannelAccount(SchoolModel):
    """One way of hearing and being heard: a bot, a mail box.

    `sealed` is the secret, readable only with the installation's key. `hook` names the account in
    the address of its webhook. `mark` is how far its updates were read, where it is asked for
    them. `trouble` is the code of what went wrong last, cleared by the next success.

    Invariants, held by the database: a hook is one account; a trouble has its moment.
    """

    channel = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    settings = models.JSONField(default=dict)
    sealed = models.TextField(blank=True)
    hook = models.CharField(max_length=64)
    mark = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    off_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=40, blank=True)
    trouble_words = models.CharField(max_length=300, blank=True)
    trouble_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="hook_is_one_account", fields=["school", "hook"]),
            models.CheckConstraint(
                name="account_trouble_has_its_moment",
                condition=Q(trouble="", trouble_at=None)
                | ~Q(trouble="") & Q(trouble_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"account:{self.pk}"


class Address(SchoolModel):
    """Where one client is reached through an account: a chat, a mail box of theirs.

    `client_id` is the client it was bound to first; who stands for that one now is asked anew.
    `name` is how the person calls oneself there. `refused_at`: they stopped the bot.

    Invariant, held by the database: an address of an account is one client.
    """

    account = SchoolForeignKey(ChannelAccount, on_delete=models.CASCADE)
    address = models.CharField(max_length=254)
    client_id = models.BigIntegerField()
    name = models.CharField(max_length=200, blank=True)
    bound_at = models.DateTimeField()
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="address_is_one_client", fields=["school", "account", "address"]
            )
        ]
        indexes = [models.Index(fields=["school", "client_id"], name="addresses_of_client")]
