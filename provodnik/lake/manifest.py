"""Reads and writes of the manifest, and the two locks that keep its writers apart."""

from collections.abc import Iterable
from datetime import datetime
from enum import IntEnum
from uuid import uuid4

from django.db import connection

from provodnik.lake.models import LakeFile, LakeMark
from provodnik.lake.types import FileKind, StoredFile


class Work(IntEnum):
    """Advisory locks of the database, held to the end of the transaction."""

    EXPORT = 7_702_612
    COMPACTION = 7_702_613


def wait_for(work: Work) -> None:
    """Become the only one at this work. Needs a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [work])


def try_for(work: Work) -> bool:
    """Become the only one at this work, unless somebody is. Needs a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [work])
        row = cursor.fetchone()
    return bool(row and row[0])


def mark() -> LakeMark | None:
    """How far the journal is in the lake; None before the first export."""
    return LakeMark.objects.filter(pk=1).first()


def fresh_mark(system_identifier: str) -> LakeMark:
    """The mark of an empty lake, not saved: its files get a folder of their own."""
    return LakeMark(pk=1, folder=uuid4().hex[:12], system_identifier=system_identifier)


def living(tenant: int | None = None) -> list[StoredFile]:
    """Files that make up the lake now, or those with entries of one school. One query."""
    files = LakeFile.objects.filter(dropped_at=None).order_by("pk")
    if tenant is not None:
        files = files.filter(tenants__contains=[tenant])
    return [_stored(file) for file in files]


def name(files: Iterable[StoredFile], *, now: datetime) -> None:
    """Name new files. They exist for readers from the commit on."""
    LakeFile.objects.bulk_create(
        LakeFile(
            path=file.path,
            kind=file.kind.value,
            tenant=file.tenant,
            tenants=sorted(file.tenants),
            event=file.event,
            rows=file.rows,
            last_at=file.last_at,
            created_at=now,
        )
        for file in files
    )


def drop(files: Iterable[StoredFile], *, now: datetime) -> None:
    """Take files out of the lake. Who reads them now may finish."""
    paths = [file.path for file in files]
    LakeFile.objects.filter(path__in=paths, dropped_at=None).update(dropped_at=now)


def _stored(file: LakeFile) -> StoredFile:
    return StoredFile(
        path=file.path,
        kind=FileKind(file.kind),
        tenants=frozenset(file.tenants),
        rows=file.rows,
        last_at=file.last_at,
        tenant=file.tenant,
        event=file.event,
    )
