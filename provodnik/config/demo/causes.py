"""The demo's card of a cause: a fall, two hypotheses, a proof, a change and what it gave."""

from datetime import datetime, timedelta

from provodnik.decisions.causes import queries, services
from provodnik.decisions.causes.types import (
    ChangeTold,
    CheckTold,
    HypothesisFields,
    ProofKind,
    Result,
)
from provodnik.facts.team.models import Staff
from provodnik.reports import programme

ACTOR = "system"
_HEAD = "head_of_product_and_service"
_CURATOR = "curator"
_DAY = timedelta(days=1)
_OPENED_AFTER = 3 * _DAY
_CHANGED_AFTER = 20 * _DAY


def find_causes(now: datetime) -> None:
    """Needs the lake and the programme. The course that loses most has its card, others wait."""
    opened = programme.open_row()
    if opened is None:
        return
    at = now - (now.date() - opened.starts_on) + _OPENED_AFTER
    services.refresh_points(now=at)
    points = queries.open_points()
    if not points:
        return
    head = Staff.objects.filter(role=_HEAD).order_by("pk").first()
    by_id = head.pk if head else None
    card = services.open_card(
        points[0].place, points[0].fall, owner_id=by_id, by_id=by_id, actor=ACTOR, now=at
    )
    _hypotheses(card.pk, by_id, at)
    services.make_change(
        card.pk,
        ChangeTold((at + _CHANGED_AFTER).date(), "В конце модуля показан следующий шаг и срок"),
        by_id=by_id,
        actor=ACTOR,
        now=at + _CHANGED_AFTER,
    )
    services.refresh_points(now=now)


def _hypotheses(card_id: int, by_id: int | None, at: datetime) -> None:
    curator = Staff.objects.filter(role=_CURATOR).order_by("pk").first()
    material = services.tell_hypothesis(
        card_id,
        HypothesisFields(
            kind="material",
            text="Уроки модуля слишком длинные",
            check_how="Сравнить, сколько открывших модуль сдают работу",
            checker_id=curator.pk if curator else by_id,
            due_on=(at + 5 * _DAY).date(),
        ),
        actor=ACTOR,
        now=at,
    )
    path = services.tell_hypothesis(
        card_id,
        HypothesisFields(
            kind="unclear_path",
            text="Не видно, зачем идти дальше и к какому сроку",
            check_how="Пять интервью с остановившимися",
            checker_id=by_id,
            due_on=(at + 9 * _DAY).date(),
        ),
        actor=ACTOR,
        now=at,
    )
    checks = (
        (
            material,
            CheckTold(
                result=Result.REFUTED,
                proof_kind=ProofKind.NUMBER,
                proof="Кто открыл уроки модуля, почти все сдают и работу: дело не в длине",
                link="/numbers/homework_completion/?by=item",
            ),
            4 * _DAY,
        ),
        (
            path,
            CheckTold(
                result=Result.CONFIRMED,
                proof_kind=ProofKind.INTERVIEW,
                proof="«Сдала модуль и думала, что это всё» — так ответили четверо из пяти",
            ),
            8 * _DAY,
        ),
    )
    for told, check, after in checks:
        services.tell_check(told.pk, check, by_id=by_id, actor=ACTOR, now=at + after)
