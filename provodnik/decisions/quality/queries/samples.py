"""What was drawn, and what of it waits to be checked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from provodnik.decisions.quality.models import Check, Drawn
from provodnik.decisions.quality.types import DrawnRow
from provodnik.method import queries as method
from provodnik.method.quality_words import Artefact

# What nobody checked within this time is history: the next days bring their own.
_FRESH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Artefacts nobody has checked, the latest sample first; `total` of them in all."""

    rows: tuple[DrawnRow, ...]
    total: int


def waiting(*, for_id: int, now: datetime) -> Waiting:
    """What this checker may take up: others' work of the last week. Two queries."""
    fresh = Drawn.objects.filter(drawn_at__gt=now - _FRESH).exclude(staff_id=for_id)
    found = fresh.filter(~Exists(Check.objects.filter(drawn=OuterRef("pk"))))
    most = method.quality_settings().most_shown
    rows = _rows(found.order_by("-drawn_at", "staff__name", "pk"))[:most]
    return Waiting(tuple(_row(one) for one in rows), found.count())


def drawn_row(drawn_id: int) -> DrawnRow:
    """One artefact. Raises Drawn.DoesNotExist. One query."""
    return _row(_rows(Drawn.objects.filter(pk=drawn_id)).get())


def rows_of(drawn_ids: set[int]) -> dict[int, DrawnRow]:
    """Artefacts by id. One query."""
    return {one["pk"]: _row(one) for one in _rows(Drawn.objects.filter(pk__in=drawn_ids))}


def _rows(found: QuerySet[Drawn]) -> QuerySet[Any, dict[str, Any]]:
    made = Check.objects.filter(drawn=OuterRef("pk")).order_by().values("drawn")
    counted = made.annotate(n=Count("pk")).values("n")
    shown: QuerySet[Any, dict[str, Any]] = found.annotate(
        made=Coalesce(Subquery(counted), 0)
    ).values(
        *("pk", "artefact", "ref_id", "staff_id", "staff__name", "client_id", "client__name"),
        *("drawn_at", "sample__day", "made"),
    )
    return shown


def _row(one: dict[str, Any]) -> DrawnRow:
    return DrawnRow(
        drawn_id=one["pk"],
        artefact=Artefact(one["artefact"]),
        ref_id=one["ref_id"],
        staff_id=one["staff_id"],
        staff=one["staff__name"],
        client_id=one["client_id"],
        client=one["client__name"],
        drawn_at=one["drawn_at"],
        day=one["sample__day"],
        checks=one["made"],
    )
