"""The demo's relationships: a company, wins and growth, handoffs, graduations, target groups."""

from datetime import datetime, timedelta

from django.db.models import Count

from provodnik.config.demo import who
from provodnik.facts.learning.graduations import services as graduations
from provodnik.facts.learning.services import add_members, create_cohort
from provodnik.facts.learning.types import CohortFields
from provodnik.facts.people.audience import services as audience
from provodnik.facts.people.audience.types import (
    Counts,
    RecordFields,
    RecordKind,
    Source,
    SourceKind,
)
from provodnik.facts.people.lifecycle import services as lifecycle
from provodnik.facts.people.lifecycle.types import WinFields
from provodnik.facts.people.models import Client, Pain
from provodnik.facts.people.services import Contacts, add_client, record_goal, write_note
from provodnik.facts.people.types import ClientKind
from provodnik.facts.team.models import Staff
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel.models import JournalEntry

_DAYS = 28
_LATELY_DAYS = 100
_EVENING_DAYS_AGO = 30
_PORTRAIT = {
    "who": "Мастер 25–38 лет, два-пять лет за креслом, работает в салоне на процент.",
    "situation": "Сложное окрашивание отдаёт другим или берётся и переделывает за свой счёт.",
    "wants": "Брать сложные запросы спокойно и поднять чек без потери клиенток.",
    "fears": "Испортить волосы и репутацию, заплатить за курс и не внедрить.",
    "words": "«Я всё делаю как учили, а цвет не держится, и перед клиенткой стыдно».",
}
_MEANINGS = {
    "pain": "Переделки за свой счёт и стыд перед клиенткой.",
    "meaning": "Стать мастером, к которому записываются за месяц.",
    "promise": "Разберём ваш последний случай и покажем, где терялся цвет.",
    "proof": "Работы выпускников до и после, чек вырос за два месяца.",
    "objection": "«Нет времени»: пятнадцать минут в день и разбор в записи.",
}


def lead(*, now: datetime) -> None:
    """Everything a visitor finds on the pages of stages and target groups."""
    head = Staff.objects.filter(role="head_of_product_and_service").order_by("pk").first()
    actor = staff_actor(head.pk) if head else "system"
    _company(now=now, actor=actor)
    _win(now=now, actor=actor)
    lifecycle.plan_contacts(now=now)
    _recommendations(now=now, actor=actor)
    _graduation(now=now, actor=actor)
    _audiences(now=now, actor=actor)


def _company(*, now: datetime, actor: str) -> None:
    """A chain of salons that studies with its masters, past sales, with its people named."""
    begun = now - timedelta(days=6)
    contacts = Contacts(name="Сеть салонов «Тон»", email="study@ton.example.test")
    salon = add_client(contacts, kind=ClientKind.COMPANY, now=begun, actor=actor)
    lifecycle.lead(salon.pk, "presale", now=begun, actor=actor)
    write_note(salon.pk, text="Обещан общий отчёт по мастерам", now=begun, actor=actor)
    record_goal(salon.pk, text="Единый стандарт окрашивания в трёх салонах", now=begun, actor=actor)
    lifecycle.lead(
        salon.pk,
        "onboarding",
        passing="Дату старта мастера выбирают вместе на этой неделе",
        now=begun + timedelta(days=2),
        actor=actor,
    )
    lifecycle.meet(salon.pk, form="Знакомство", now=begun + timedelta(days=3), actor=actor)
    who.tell(salon, begun=begun, actor=actor)


def _win(*, now: datetime, actor: str) -> None:
    """A student whose win opened the next step."""
    client = Client.objects.filter(stage="growth", kind="student").order_by("pk").first()
    if client is None:
        return
    at = now - timedelta(days=9)
    won = WinFields(
        what="Первое сложное окрашивание без переделки",
        won_on=at.date(),
        source="разговор с координатором",
        evidence="фото до и после, отзыв клиентки",
    )
    lifecycle.confirm_win(client.pk, won, now=at, actor=actor)


def _recommendations(*, now: datetime, actor: str) -> None:
    graduates = Client.objects.filter(stage="completion").order_by("-stage_entered_at", "pk")
    for client, whom in zip(
        graduates[:3], ("подруга Ирина", "коллега по салону", "сестра"), strict=False
    ):
        told_on = (now - timedelta(days=3)).date()
        lifecycle.record_referral(client.pk, whom=whom, told_on=told_on, now=now, actor=actor)


def _graduation(*, now: datetime, actor: str) -> None:
    """The evening for those whom the platform called graduates of one course lately."""
    told = JournalEntry.objects.filter(
        event__name="graduated",
        happened_at__gte=now - timedelta(days=_LATELY_DAYS),
        happened_at__lt=now - timedelta(days=_EVENING_DAYS_AGO),
    )
    counted = told.values("product_id").annotate(n=Count("client_id", distinct=True))
    most = counted.order_by("-n", "product_id").first()
    if most is None or most["product_id"] is None:
        return
    of_course = told.filter(product_id=most["product_id"]).order_by("client_id")
    clients = [one for one in of_course.values_list("client_id", flat=True).distinct() if one]
    held_at = now - timedelta(days=_EVENING_DAYS_AGO)
    fields = CohortFields("Выпуск осени", product_id=most["product_id"])
    cohort = create_cohort(fields, now=held_at, actor=actor)
    add_members(cohort.pk, clients, joined_at=held_at, actor=actor)
    held = graduations.hold(cohort.pk, name="Выпускной осени", held_at=held_at, actor=actor)
    graduations.note_attendance(held.pk, clients[::3] + clients[1::3], actor=actor)


def _audiences(*, now: datetime, actor: str) -> None:
    """Two target groups, the second still without a map, and a page refined for the first."""
    pains = list(Pain.objects.order_by("pk").values_list("pk", flat=True))
    masters = audience.save_audience("Мастера салонов", pains=pains[:2], now=now, actor=actor)
    audience.save_audience("Мастера на себя", pains=pains[2:4], now=now, actor=actor)
    talk = Source(
        SourceKind.INTERVIEW, "мастер из Казани, сорок минут", (now - timedelta(days=40)).date()
    )
    written = now - timedelta(days=38)
    portrait = RecordFields(_PORTRAIT, (talk,))
    audience.write_version(masters.pk, RecordKind.PORTRAIT, portrait, now=written, actor=actor)
    meanings = RecordFields(_MEANINGS)
    audience.write_version(masters.pk, RecordKind.MEANINGS, meanings, now=written, actor=actor)
    page = audience.add_landing("Страница «Сложный блонд»", audience_id=masters.pk, now=written)
    middle = (now - timedelta(days=_DAYS // 2)).date()
    for number in range(_DAYS):
        day = (now - timedelta(days=_DAYS - number)).date()
        visits, after = 180 + number * 7 % 40, day >= middle
        counts = Counts(visits, visits * (9 if after else 5) // 100, 3 if after else 1)
        audience.count_day(page.pk, day, counts, now=now, actor=actor)
    audience.refine(
        page.pk, what="Первый экран словами мастера", refined_on=middle, now=now, actor=actor
    )
