"""Erasures, and what keeps the erased from coming back with the next file."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class Erasure(SchoolModel):
    """A person was erased at their request. The tombstone is `client`.

    `request` says where the request lies: «заявление № 15 от 3 октября». `client_ids` are
    those whose journal entries were changed: the person's own and of whoever named the person.
    `lake_at` and `copies_at` are when the lake's files were rewritten and the stored copies of
    imports removed; empty while the job is at it.
    """

    client = SchoolForeignKey(Client)
    request = models.CharField(max_length=300, blank=True)
    erased_at = models.DateTimeField()
    erased_by = SchoolForeignKey(Staff, null=True)
    client_ids = ArrayField(models.BigIntegerField())
    lake_at = models.DateTimeField(null=True)
    copies_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="client_is_erased_once", fields=["school", "client"])
        ]

    def __str__(self) -> str:
        return f"erasure:{self.pk}"


class ErasedKey(SchoolModel):
    """A keyed digest of an e-mail or id that named an erased person.

    Made with the installation's secret, which is neither in the database nor in a backup.
    `made_with` tells secrets apart: a digest of another installation refuses nobody.
    """

    digest = models.CharField(max_length=64)
    made_with = models.CharField(max_length=8)
    client = SchoolForeignKey(Client)

    class Meta:
        constraints = [models.UniqueConstraint(name="erased_key_once", fields=["school", "digest"])]
