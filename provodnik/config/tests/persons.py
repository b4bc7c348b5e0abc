"""A person who left a trace in every part of the school, for tests of erasing."""

from datetime import date, timedelta

from conftest import MONDAY
from provodnik.facts.people.lifecycle.models import Referral
from provodnik.facts.people.lifecycle.services.growing import confirm_win
from provodnik.facts.people.lifecycle.types import WinFields
from provodnik.facts.people.models import Client
from provodnik.facts.people.relations import services as relations
from provodnik.facts.people.relations.types import ContactFields, DecisionFields, Who
from provodnik.facts.people.services import from_answers, record_goal, write_note
from provodnik.facts.people.tests.factories import happened
from provodnik.facts.sales.models import Offer
from provodnik.facts.sales.tests.factories import make_link, make_offer, make_product
from provodnik.facts.team.models import Staff
from provodnik.kernel import journal, schools
from provodnik.kernel.models import Signal
from provodnik.touches.care.services.cases import note_cases
from provodnik.touches.care.tests.factories import make_page, tell
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import Outcome, TouchKind

# Every word told by or about the person holds one of these.
SECRETS = ("ремизов", "remizova", "9170001122", "000-11-22", "nata_color", "тайна", "70012")

USERS_HEADER = [
    "id",
    "Email",
    "Создан",
    "Имя",
    "Фамилия",
    "Телефон",
    "Город",
    "О себе",
    "utm_source",
    "utm_campaign",
]
NATALIA = [
    *("70012", "Remizova@Mail.ru", "2026-09-01 10:00", "Наталья", "Ремизова"),
    *("8 (917) 000-11-22", "Казань", "тайна анкеты", "vk", "spring"),
]
BORIS = [
    *("70013", "boris@mail.ru", "2026-09-01 10:00", "Борис", "Лаптев"),
    *("8 (917) 000-33-44", "Уфа", "своё", "mail", "autumn"),
]
LATER = MONDAY + timedelta(days=3)


def live(natalia: Client, anna: Staff, friend: Client) -> None:
    """What happens to a student, in words that must not outlive her. `friend` brought her."""
    actor = f"staff:{anna.pk}"
    Client.objects.filter(pk=natalia.pk).update(telegram="nata_color", coordinator=anna)
    record_goal(natalia.pk, text="тайна: уйти от мужа", now=MONDAY, actor=actor)
    write_note(natalia.pk, text="тайна заметки", now=MONDAY, actor=actor)
    course = make_product("Колорист с нуля")
    happened("lesson_viewed", natalia, item="Урок 6", product_id=course.pk)
    from_answers([happened("complaint_received", natalia, attrs={"text": "тайна жалобы"})])
    attrs = {"measure": "nps", "text": "тайна ответа"}
    happened("survey_answered", natalia, item="nps", value=900, attrs=attrs)
    note_cases([happened("review_received", natalia, item="тайна отзыва", attrs={"type": "video"})])
    happened("activity_joined", natalia, item="Эфир с remizova@mail.ru")
    happened("ticket_opened", natalia, item="T-1", attrs={"topic": "тайна", "priority": "high"})
    _touch(natalia, anna)
    offer = make_offer(natalia, course, staff=anna)
    Offer.objects.filter(pk=offer.pk).update(reason="тайна предложения")
    win = WinFields("тайна победы", MONDAY.date(), "чат", "тайна")
    confirm_win(natalia.pk, win, now=MONDAY, actor=actor)
    make_link(course, natalia, offer=offer)
    make_page(natalia)
    tell(natalia, "no_time", "тайна просьбы")
    _recommend(friend, natalia, actor)
    _relate(natalia, anna, actor)
    Signal.objects.create(
        school_id=schools.current(),
        check_name="cooling",
        subject="client",
        subject_id=natalia.pk,
        since_at=MONDAY,
        evidence={"text": "тайна"},
        opened_at=MONDAY,
    )


def _touch(natalia: Client, anna: Staff) -> None:
    """A talk that was held, with what was agreed, and one that is to come."""
    talk = _planned(natalia, anna, "тайна повода")
    _planned(natalia, anna, "Ремизова ждёт")
    queue.agree(
        talk.pk,
        what="тайна",
        starts_on=date(2026, 12, 1),
        conditions="тайна условий",
        by_id=anna.pk,
        now=MONDAY,
    )
    queue.record_outcome(
        talk.pk, Outcome.REACHED, note="тайна разговора", by_id=anna.pk, now=MONDAY
    )


def _planned(natalia: Client, anna: Staff, reason: str) -> Touch:
    return queue.plan(
        client_id=natalia.pk,
        kind=TouchKind.SUPPORT,
        reason=reason,
        occurrence=reason[:3],
        owner_id=anna.pk,
        actor="system",
        now=MONDAY,
    )


def _relate(natalia: Client, anna: Staff, actor: str) -> None:
    """Somebody beside her, what they asked, what was decided with her and who led her."""
    fields = ContactFields("Тайна Петровна", "specialist", phone="9170001122", note="тайна")
    mother = relations.add_contact(natalia.pk, fields, now=MONDAY, actor=actor)
    relations.name_owner(natalia.pk, "subject", staff_id=anna.pk, now=MONDAY, actor=actor)
    who, words = Who(contact_id=mother.pk), {"what": "тайна просьбы", "why": "тайна причины"}
    relations.ask_priority(natalia.pk, **words, who=who, now=MONDAY, actor=actor)
    decided = DecisionFields("priority", "тайна решения", "тайна", MONDAY.date(), True)
    made = relations.decide(natalia.pk, decided, who=Who(), now=MONDAY, actor=actor)
    relations.agree(made.pk, note="тайна согласия", now=MONDAY, actor=actor)


def _recommend(friend: Client, natalia: Client, actor: str) -> None:
    whom = "Наташа Ремизова"
    Referral.objects.create(
        school_id=schools.current(),
        client=friend,
        whom=whom,
        came_as=natalia,
        told_on=date(2026, 10, 1),
        recorded_at=MONDAY,
    )
    journal.record(
        "referral_recorded",
        happened_at=MONDAY,
        actor=actor,
        client_id=friend.pk,
        attrs={"whom": whom},
    )
