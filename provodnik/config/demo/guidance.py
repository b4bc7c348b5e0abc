"""Students of the demo on the way to the result: pages of their own, requests, cases."""

from datetime import datetime, timedelta

from django.db.models import Min

from provodnik.facts.people.models import Client, Goal
from provodnik.facts.people.services import reach_goal
from provodnik.facts.sales.links.rules import Opening
from provodnik.facts.sales.models import Order
from provodnik.kernel import journal
from provodnik.touches.care import outline, services
from provodnik.touches.care.services.needs import Told
from provodnik.touches.queue.models import Moment

ACTOR = "system"
_PAGES, _MONTHS_DAYS = 160, 150
_PHONE = Opening(user_agent="Mozilla/5.0 (iPhone) Mobile", visitor="demo")
_SAID = (
    ("no_time", "Две смены подряд, учусь по ночам"),
    ("more_practice", "Хочу отработать стрижку на живой модели"),
    ("doubt", "Кажется, у остальных получается лучше"),
    ("what_next", ""),
    ("unclear", "Не поняла, как считать пропорцию оксида"),
)
_CASES = (
    "Пришла с нуля и боялась брать клиентов. Через два месяца после курса работаю в салоне.",
    "Первые три модуля шли тяжело. Разобрали ошибки с куратором, на выпуске собрала портфолио.",
    "Хотела поднять чек. После практикума беру сложные работы, запись на две недели вперёд.",
    "Училась с двумя детьми, по уроку в день. Дошла до конца и открыла кабинет дома.",
)


def lead(now: datetime) -> None:
    """Everything here is later than what the demo's golden figures count, or is no sale."""
    outline.refresh()
    _record_cases(now)
    _reach_goals(now)
    recent = (
        Order.objects.filter(first_paid_at__isnull=False, client__merged_into=None)
        .values("client_id")
        .annotate(at=Min("first_paid_at"))
        .filter(at__gt=now - timedelta(days=_MONTHS_DAYS))
        .order_by("-at", "client_id")
    )
    for number, row in enumerate(recent[:_PAGES]):
        _give_page(int(row["client_id"]), row["at"], number, now)


def _give_page(client_id: int, paid_at: datetime, number: int, now: datetime) -> None:
    page = services.issue_page(client_id, actor=ACTOR, now=paid_at + timedelta(hours=1))
    if number % 3 == 0:
        return
    opened_at = min(paid_at + timedelta(days=1 + number % 5), now)
    services.note_opening(page, _PHONE, today=opened_at.date(), now=opened_at)
    if number % 16 == 1:
        choice, text = _SAID[number // 16 % len(_SAID)]
        services.tell_need(
            client_id,
            Told(choice, text, f"demo-{number}"),
            day_starts_at=now - timedelta(hours=12),
            actor=f"client:{client_id}",
            now=now - timedelta(hours=1 + number % 5),
        )


def _reach_goals(now: datetime) -> None:
    """Every third graduate with a goal came to it, some weeks after the end."""
    ended = dict(Moment.objects.filter(trigger="graduated").values_list("client_id", "happened_at"))
    goals = Goal.objects.filter(client_id__in=ended, reached_at=None).order_by("client_id", "pk")
    for goal in goals[::3]:
        at = ended[goal.client_id] + timedelta(days=14 + goal.client_id % 20)
        if at < now:
            reach_goal(goal.pk, reached_at=at, actor=ACTOR)


def _record_cases(now: datetime) -> None:
    """Results told by graduates, each with the course it came of."""
    ended = Moment.objects.filter(trigger="graduated", client__in=_with_goals()).order_by("pk")
    entries = [
        journal.record(
            "case_recorded",
            happened_at=now - timedelta(days=7 * (number + 1)),
            actor=ACTOR,
            client_id=moment.client_id,
            product_id=moment.product_id,
            attrs={"text": text},
        )
        for number, (moment, text) in enumerate(zip(ended, _CASES, strict=False))
    ]
    services.note_cases(entries)


def _with_goals() -> list[int]:
    known = Client.objects.filter(
        pk__in=Goal.objects.filter(pain__isnull=False).values("client_id")
    )
    return list(known.values_list("pk", flat=True))
