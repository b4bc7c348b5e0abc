"""Schools, their calendars, the journal and open signals."""

from typing import ClassVar

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, Func, Q

from provodnik.kernel.fields import SchoolForeignKey, Xid8Field


class School(models.Model):
    """A tenant. Everything a school owns carries its id and is guarded by row security."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    timezone = models.CharField(max_length=60, default="Europe/Moscow")
    currency = models.CharField(max_length=3, default="RUB")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class SchoolModel(models.Model):
    """A row that belongs to one school.

    `kernel.tenancy.fortify` gives its table forced row-level security and makes
    every `SchoolForeignKey` carry the school.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class SchoolCalendar(SchoolModel):
    """The school's working calendar, as `kernel.calendar` reads and writes it. One a school."""

    body = models.JSONField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_calendar_a_school", fields=["school"])]


class EventName(models.Model):
    """A registered kind of journal entry: a narrow key, and what its rows cannot do without.

    Filled from the declarations of all apps by `kernel.journal.sync_kinds`.
    """

    id = models.SmallAutoField(primary_key=True)
    name = models.CharField(max_length=60, unique=True)
    needs_client = models.BooleanField(default=False)
    needs_product = models.BooleanField(default=False)
    needs_item = models.BooleanField(default=False)
    needs_value = models.BooleanField(default=False)


class SourceName(models.Model):
    """Where an entry came from: us, an export, a connector."""

    id = models.SmallAutoField(primary_key=True)
    name = models.CharField(max_length=60, unique=True)


class JournalEntry(SchoolModel):
    """Something that happened. Append-only; the application's role cannot update or delete it.

    Invariants, held by the database:
    - (school, source, event, external_id) is unique where external_id is given;
    - an entry has every column its kind needs;
    - `tx` is the transaction that wrote it: the lake reads by it, since ids and
      commits do not come in one order.
    """

    event = models.ForeignKey(EventName, models.PROTECT, related_name="+", db_index=False)
    source = models.ForeignKey(SourceName, models.PROTECT, related_name="+", db_index=False)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=TransactionNow())
    client_id = models.BigIntegerField(null=True)
    staff_id = models.BigIntegerField(null=True)
    product_id = models.BigIntegerField(null=True)
    item = models.CharField(max_length=200, null=True)
    channel = models.CharField(max_length=80, null=True)
    value = models.BigIntegerField(null=True)
    external_id = models.CharField(max_length=200, null=True)
    actor = models.CharField(max_length=60)
    attrs = models.JSONField(db_default={}, default=dict)
    tx = Xid8Field(db_default=Func(function="pg_current_xact_id"), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="journal_entry_is_recorded_once",
                fields=["school", "source", "event", "external_id"],
                condition=Q(external_id__isnull=False),
            )
        ]
        indexes = [
            models.Index(
                "school", "client_id", F("happened_at").desc(), name="journal_of_a_client"
            ),
            models.Index(fields=["tx"], name="journal_by_transaction"),
        ]


class Signal(SchoolModel):
    """Something that needs attention: who or what, since when, with evidence.

    Opened and closed by its check alone; one open signal per check and subject.
    """

    check_name = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    since_at = models.DateTimeField()
    evidence = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="signal_is_open_once",
                fields=["school", "check_name", "subject_id"],
                condition=Q(closed_at__isnull=True),
            )
        ]


# Below, because they derive from SchoolModel.
from provodnik.kernel.imports.models import (  # noqa: E402
    ImportProfile,
    ImportReject,
    ImportRun,
    ImportTwin,
)

__all__ = [
    "EventName",
    "ImportProfile",
    "ImportReject",
    "ImportRun",
    "ImportTwin",
    "JournalEntry",
    "School",
    "SchoolCalendar",
    "SchoolForeignKey",
    "SchoolModel",
    "Signal",
    "SourceName",
]
