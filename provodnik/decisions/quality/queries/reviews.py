"""The layer of review: where it is on, and what waits for it."""

from typing import Any

from django.db.models import F

from provodnik.decisions.quality.models import ReviewAsk, ReviewLayer
from provodnik.decisions.quality.types import AskRow, LayerRow
from provodnik.method.quality_words import Artefact

_LATEST = 20
_COLUMNS = (
    *("pk", "artefact", "ref_id", "author_id", "author__name", "asked_at", "decided_at"),
    *("decided_by__name", "is_approved", "words"),
)


def layers() -> list[LayerRow]:
    """Where a second pair of eyes is asked for, the latest first. One query."""
    found = ReviewLayer.objects.filter(off_at=None).order_by("-on_at", "-pk")
    columns = ("pk", "artefact", "staff_id", "staff__name", "on_at", "on_by__name")
    return [
        LayerRow(pk, Artefact(artefact) if artefact else None, *rest)
        for pk, artefact, *rest in found.values_list(*columns)
    ]


def asks() -> list[AskRow]:
    """What waits, the longest first, then the latest judged. One query."""
    found = ReviewAsk.objects.order_by(F("decided_at").desc(nulls_first=True), "asked_at", "pk")
    return [_row(row) for row in found.values_list(*_COLUMNS)[:_LATEST]]


def last_ask(artefact: Artefact, ref_id: int) -> AskRow | None:
    """The last time an artefact was shown to a second pair of eyes. One query."""
    found = ReviewAsk.objects.filter(artefact=artefact.value, ref_id=ref_id).order_by("-pk")
    row = found.values_list(*_COLUMNS).first()
    return _row(row) if row else None


def _row(row: tuple[Any, ...]) -> AskRow:
    return AskRow(row[0], Artefact(row[1]), *row[2:])
