"""The demo's duties on their way from the producer to the head, and who is let into what."""

from datetime import datetime, timedelta

from provodnik.decisions.duties import services as duties
from provodnik.decisions.duties.types import Handing, NewDelegation
from provodnik.decisions.meetings import services as meetings
from provodnik.facts.people.accesses import services as accesses
from provodnik.facts.people.accesses.types import NewGrant
from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.rules import staff_actor
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.types import TouchKind

_DAY = timedelta(days=1)
_HEAD, _PRODUCER, _MENTOR = "head_of_product_and_service", "producer", "mentor"
# What is handed over, by whom, to whom; then days ago it began and made each step after that.
_DUTIES = (
    ("answer_students", _PRODUCER, _HEAD, (118, 104, 90, 83)),
    ("hold_meetings", _PRODUCER, _HEAD, (118, 97, 76, 62)),
    ("refunds", _PRODUCER, _HEAD, (90, 69, 41, 27)),
    ("collect_feedback", _MENTOR, _HEAD, (76, 48, 20, 6)),
    ("check_quality", _PRODUCER, _HEAD, (62, 34, 12)),
    ("collect_cases", _PRODUCER, _HEAD, (41, 33)),
    ("call_next_step", _MENTOR, _HEAD, (20, 5)),
    ("lead_after_purchase", _PRODUCER, _HEAD, (27,)),
)
# What is open, its details, to which role, days ago, and days ago it was looked at again.
_ACCESSES = (
    ("getcourse", "права администратора", _HEAD, 240, 20),
    ("getcourse", "кабинет куратора", "curator", 130, 35),
    ("getcourse", "кабинет куратора", "senior_curator", 130, None),
    ("telegram_group", "чат потока", "curator", 120, None),
    ("ads", "VK Реклама", "marketer", 110, None),
    ("mail", "care@", "service_manager", 60, None),
    ("cloud", "записи эфиров", "school_expert", 80, None),
    ("payments", "возвраты", _HEAD, 50, 4),
    ("student_data", "анкеты выпускников", "marketer", 30, None),
    ("", "ключ от студии", "school_expert", 15, None),
)


def hand_over(now: datetime) -> None:
    """Needs the team alone. Four duties are accepted, the others stand on each of the steps."""
    who = _team()
    for function, giver, taker, days in _DUTIES:
        first, *steps = (now - nth * _DAY for nth in days)
        new = NewDelegation(
            function=function,
            from_staff_id=who[giver],
            to_staff_id=who[taker],
            started_on=first.date(),
        )
        handed = duties.begin(new, by_id=who[giver], now=first)
        for state, at in zip((Handing.TOGETHER, Handing.ALONE), steps, strict=False):
            duties.move_on(handed.pk, state, by_id=who[giver], now=at)
        if len(steps) > len((Handing.TOGETHER, Handing.ALONE)):
            duties.accept(handed.pk, by_id=who[taker], now=steps[-1])


def let_in(now: datetime) -> None:
    """Needs the team and clients. Two reviews are overdue, one access is taken back."""
    who = _team()
    head = who[_HEAD]
    for kind, words, role, days, reviewed in _ACCESSES:
        new = NewGrant(kind=kind, words=words, holder_staff_id=who[role])
        access = accesses.grant(new, by_id=head, now=now - days * _DAY)
        if reviewed is not None:
            accesses.review(access.pk, note="нужен", by_id=head, now=now - reviewed * _DAY)
    student = Client.objects.filter(merged_into=None, stage="stabilisation").order_by("pk").first()
    if student is not None:
        new = NewGrant(kind="telegram_group", words="закрытый чат", holder_client_id=student.pk)
        accesses.grant(new, by_id=head, now=now - 12 * _DAY)
    gone = NewGrant(kind="ads", words="Яндекс Директ", holder_staff_id=who[_PRODUCER])
    taken = accesses.grant(gone, by_id=head, now=now - 200 * _DAY)
    why = "Рекламу ведёт маркетолог"
    accesses.revoke(taken.pk, reason=why, by_id=head, now=now - 40 * _DAY)


def meddle(now: datetime) -> None:
    """Needs stages. The producer still plans meetings, the expert still calls a student."""
    who = _team()
    for kind, planned, ahead in (("team", 9, 3), ("review", 5, 6), ("client", 2, 8)):
        at = (now + ahead * _DAY).replace(hour=12, minute=0, second=0, microsecond=0)
        meetings.plan(kind, at, by_id=who[_PRODUCER], now=now - planned * _DAY)
    student = Client.objects.filter(merged_into=None, stage="growth").order_by("pk").first()
    if student is not None:
        queue.plan(
            client_id=student.pk,
            kind=TouchKind.SUPPORT,
            reason="Просил разобрать сложную работу",
            occurrence="expert",
            owner_id=who["school_expert"],
            actor=staff_actor(who["school_expert"]),
            now=now,
        )


def _team() -> dict[str, int]:
    """Who works in a role: the first of each."""
    return dict(Staff.objects.filter(left_on=None).order_by("-pk").values_list("role", "pk"))
