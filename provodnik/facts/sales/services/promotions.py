"""Promotions: opened with both days and a criterion, ended by themselves, judged by it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from provodnik.facts.sales.errors import (
    PromotionDates,
    PromotionIsOver,
    PromotionNameTaken,
    ReasonMissing,
)
from provodnik.facts.sales.models import Promotion
from provodnik.facts.sales.queries.promotions import RESULT
from provodnik.facts.sales.types import NewPromotion
from provodnik.kernel import journal, schools
from provodnik.kernel.models import School
from provodnik.kernel.periods import local_date


@transaction.atomic
def open_promotion(new: NewPromotion, *, by_id: int | None, actor: str, now: datetime) -> Promotion:
    """Agree on a promotion. Its days and criterion are not changed afterwards.

    Raises:  PromotionDates; PromotionNameTaken; ReasonMissing: no terms are told
    """
    if new.ends_on < new.starts_on or new.ends_on < _today(now):
        raise PromotionDates(f"{new.starts_on}..{new.ends_on}")
    if not new.terms.strip():
        raise ReasonMissing
    if Promotion.objects.filter(name=new.name).exists():
        raise PromotionNameTaken(new.name)
    promotion = Promotion.objects.create(
        school_id=schools.current(),
        name=new.name,
        terms=new.terms,
        product_id=new.product_id,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        criterion=new.criterion.value,
        target=new.target,
        created_at=now,
        created_by_id=by_id,
    )
    _record("promotion_opened", promotion, actor=actor, now=now)
    return promotion


@transaction.atomic
def stop_promotion(promotion_id: int, *, actor: str, now: datetime) -> Promotion:
    """End a promotion today, before its last day; one that has not begun is as if never held.

    Raises:  Promotion.DoesNotExist; PromotionIsOver
    """
    promotion = Promotion.objects.select_for_update().get(pk=promotion_id)
    if promotion.ended_at is not None:
        raise PromotionIsOver(promotion.name)
    promotion.ends_on = max(promotion.starts_on, min(promotion.ends_on, _today(now)))
    promotion.save(update_fields=["ends_on"])
    _end([promotion.pk], actor=actor, now=now)
    promotion.refresh_from_db()
    return promotion


@transaction.atomic
def end_due(*, now: datetime) -> int:
    """End every promotion whose last day is over, with its result. Returns how many."""
    due = Promotion.objects.select_for_update().filter(ended_at=None, ends_on__lt=_today(now))
    ids = list(due.values_list("pk", flat=True))
    _end(ids, actor="rule:promotion_deadline", now=now)
    return len(ids)


def _end(ids: list[int], *, actor: str, now: datetime) -> None:
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(_END, {"ids": ids, "now": now, "zone": _zone().key})
    for promotion in Promotion.objects.filter(pk__in=ids).order_by("pk"):
        _record("promotion_ended", promotion, actor=actor, now=now)


_END = f"""
UPDATE sales_promotion AS m SET ended_at = %(now)s, result = r.result
FROM (SELECT m.id, {RESULT} AS result FROM sales_promotion AS m) AS r
WHERE m.id = ANY(%(ids)s) AND r.id = m.id
"""  # noqa: S608 (our own expression)


def _record(event: str, promotion: Promotion, *, actor: str, now: datetime) -> None:
    attrs: dict[str, journal.Attr] = {
        "criterion": promotion.criterion,
        "target": promotion.target,
    }
    if promotion.result is not None:
        attrs["result"] = promotion.result
    journal.record(
        event,
        happened_at=now,
        actor=actor,
        item=promotion.name,
        product_id=promotion.product_id,
        attrs=attrs,
    )


def _zone() -> ZoneInfo:
    return ZoneInfo(School.objects.values_list("timezone", flat=True).get(pk=schools.current()))


def _today(now: datetime) -> date:
    return local_date(now, _zone())
