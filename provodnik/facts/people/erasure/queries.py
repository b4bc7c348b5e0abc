"""Reads about erasures."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from provodnik.facts.people.erasure.models import Erasure
from provodnik.kernel import backups
from provodnik.kernel.backups import Backup


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """An erasure, how far it has come, and the backups that still hold the person.

    `by` is the colleague who did it, None for a command. `backups` are the newest first.
    """

    client_id: int
    request: str
    erased_at: datetime
    by: str | None
    lake_at: datetime | None
    copies_at: datetime | None
    backups: tuple[Backup, ...]

    @property
    def is_done(self) -> bool:
        return self.lake_at is not None and self.copies_at is not None


def erasure_of(client_id: int) -> ErasureRow | None:
    """How a client was erased; None for one who was not. One query, one file."""
    found = Erasure.objects.select_related("erased_by").filter(client_id=client_id).first()
    return _row(found) if found else None


def erasures(*, limit: int = 200) -> list[ErasureRow]:
    """Erasures of the current school, the newest first. One query, one file."""
    found = Erasure.objects.select_related("erased_by").order_by("-erased_at", "-pk")
    return [_row(one) for one in found[:limit]]


def _row(found: Erasure) -> ErasureRow:
    return ErasureRow(
        client_id=found.client_id,
        request=found.request,
        erased_at=found.erased_at,
        by=found.erased_by.name if found.erased_by else None,
        lake_at=found.lake_at,
        copies_at=found.copies_at,
        backups=tuple(backups.taken_before(settings.HOME, found.erased_at)),
    )
