"""A low score: somebody is to call at once, and the student is to hear what was done."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, LiteralString

from provodnik.facts.team.models import Staff
from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.method.survey_words import Measure
from provodnik.method.types import Deed, Right
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.planning.recovery import hear_answers
from provodnik.touches.queue.planning.slots import load_slots
from provodnik.touches.queue.planning.writing import plan_touches
from provodnik.touches.queue.types import Origin, TouchKind, TouchState
from provodnik.touches.voice.surveys.models import Answer, Concern, Response
from provodnik.touches.voice.surveys.types import HUNDREDTHS

_NPS_TOP, _PERCENT = 10, 100


def help_at_once(
    response: Response, lowest: Sequence[Answer], *, entry_ids: Sequence[int], now: datetime
) -> Concern:
    """Open a concern, and plan help in the day of who answers for it; offers wait.

    Help already planned for the client is help enough. The occurrence is the one the nightly
    look would give, so that it plans nothing on top of this.
    """
    worst = min(lowest, key=_badness)
    _plan(response, worst, now=now)
    hear_answers(entry_ids, now=now)
    touch = Touch.objects.filter(
        client_id=response.client_id,
        kind=TouchKind.RECOVERY.value,
        state=TouchState.PLANNED.value,
    )
    concern, _ = Concern.objects.update_or_create(
        school_id=schools.current(),
        response=response,
        defaults={"touch": touch.order_by("due_at", "pk").first()},
        create_defaults={
            "client_id": response.client_id,
            "responsible_id": response.responsible_id,
            "touch": touch.order_by("due_at", "pk").first(),
            "opened_at": now,
        },
    )
    return concern


def low_shares() -> dict[Measure, Fraction]:
    """From which share of its scale down a score of each figure is low."""
    told = method.offer_gates().dissatisfied
    percent = Fraction(str(method.survey_settings().low.csi_percent))
    return {
        Measure.NPS: Fraction(told.nps_at_most, _NPS_TOP),
        Measure.CSAT: Fraction(told.csat_at_most, told.csat_scale),
        Measure.CSI: percent / _PERCENT,
    }


def as_json(attrs: Mapping[str, journal.Attr]) -> str:
    return json.dumps(dict(attrs))


def _badness(answer: Answer) -> Fraction:
    return Fraction(answer.value_hundredths or 0, (answer.top or 1) * HUNDREDTHS)


def _plan(response: Response, worst: Answer, *, now: datetime) -> None:
    queue = method.queue_settings()
    deed = Deed.RECOVERY
    reason = method.survey_settings().texts.low_score.format(
        survey=response.survey.name,
        question=worst.item,
        score=_plain(worst.value_hundredths or 0),
        scale=worst.top,
    )
    params: dict[str, Any] = {
        "client": response.client_id,
        "owner": _who_calls(response),
        "told_at": response.answered_at,
        "product": response.product_id,
        "reason": reason[:500],
        "script": queue.deed(deed).script,
        "kind": deed.value,
        "origin": Origin.RECOVERY.value,
        "now": now,
    }
    load_slots("SELECT %(client)s::bigint AS client_id", params, now=now)
    plan_touches(_WANTED, params)


def _who_calls(response: Response) -> int | None:
    """Who answers for it, if they work and have a day of their own; else the coordinator."""
    if response.responsible_id is None:
        return None
    staff = Staff.objects.filter(pk=response.responsible_id, left_on=None).first()
    has_day = staff is not None and Right.WORK_QUEUE in method.rights_of(staff.role)
    return response.responsible_id if has_day else None


def _plain(hundredths: int) -> str:
    return str(hundredths // HUNDREDTHS)


_WANTED: LiteralString = """
SELECT p.id, coalesce(%(owner)s::bigint, p.coordinator_id), %(origin)s,
       'told:' || extract(epoch FROM %(told_at)s::timestamptz)::bigint, %(reason)s,
       NULL::bigint, coalesce(%(product)s::bigint, last.product_id), NULL::bigint, %(script)s, '',
       coalesce(last.stake, 0), slot.due_from, slot.due_at
FROM people_client AS p
JOIN slot ON slot.zone = p.timezone AND slot.kind = %(kind)s
LEFT JOIN LATERAL (
  SELECT o.product_id, o.paid_kopecks - o.refunded_kopecks AS stake
  FROM sales_order AS o WHERE o.client_id = p.id AND o.first_paid_at IS NOT NULL
  ORDER BY o.first_paid_at DESC, o.id DESC LIMIT 1
) AS last ON true
WHERE p.id = %(client)s AND NOT EXISTS (
    SELECT FROM queue_touch AS open
    WHERE open.client_id = p.id AND open.state = 'planned' AND open.kind = %(kind)s)
"""
