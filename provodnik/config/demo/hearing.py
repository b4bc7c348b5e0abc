"""What the demo's clients say: interviews with pains, feedback with decisions, cases on the way.

Whatever counts lies within the last hours, after the months the golden figures count.
"""

from datetime import date, datetime, timedelta
from itertools import cycle

from provodnik.facts.learning.models import Cohort, Membership
from provodnik.facts.people.audience.models import Audience
from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel.models import JournalEntry
from provodnik.method import queries as method
from provodnik.method.voice_words import CaseKind, InterviewGroup
from provodnik.touches.queue.models import Moment
from provodnik.touches.voice.cases import services as cases
from provodnik.touches.voice.cases.types import Consent, NewCase, Origin, Packaging
from provodnik.touches.voice.days import school_today
from provodnik.touches.voice.feedback import services as feedback
from provodnik.touches.voice.feedback.models import Feedback
from provodnik.touches.voice.feedback.types import (
    Deciding,
    Decision,
    NewFeedback,
    Sentiment,
    Sorting,
    Source,
)
from provodnik.touches.voice.interviews import services as interviews
from provodnik.touches.voice.interviews.types import InterviewPlan, NewQuote, Notes

ACTOR = "system"
_DAY = timedelta(days=1)
_HEAD, _CURATOR, _COORDINATOR = "head_of_product_and_service", "curator", "coordinator"
# Days ago, group, and what was said: quote, pain.
_TALKS = (
    (
        44,
        InterviewGroup.STUDENT,
        (
            ("Боюсь испортить волосы постоянной клиентке", "Страх осветления"),
            ("Сижу до ночи, а утром снова смена", "Нет времени учиться"),
        ),
    ),
    (38, InterviewGroup.GRADUATE, (("Цену подняла, а сказать вслух стесняюсь", "Низкий чек"),)),
    (33, InterviewGroup.STUDENT, (("На блонде всегда трясутся руки", "Страх осветления"),)),
    (
        9,
        InterviewGroup.STUDENT,
        (
            ("Пробовала по роликам, два раза вышла желтизна", "Страх осветления"),
            ("Чек как у всех, а работаю дольше", "Низкий чек"),
        ),
    ),
    (
        2,
        InterviewGroup.STUDENT,
        (("Уроки смотрю между клиентами", "Нет времени учиться"),),
    ),
)
_HARD = cycle(("Модуль про тонирование: много формул сразу", "Первая работа на живой модели"))
_HEARD = (
    ("Хочется больше практики на тёмной базе", "lessons", Sentiment.BAD),
    ("Проверяют быстро, но хочется видеть пример лучшей работы", "homework", Sentiment.MIXED),
    ("Сделайте мини-курс про седину, куплю сразу", "result", Sentiment.GOOD),
    ("Дайте доступ к урокам навсегда", "price", Sentiment.BAD),
)
_GIVEN = (
    (CaseKind.VIDEO, "Сняла окрашивание целиком: тон ровный, клиентка вернулась через месяц."),
    (CaseKind.CASE, "Боялась осветлять. После практикума беру сложные работы каждую неделю."),
    (CaseKind.CASE, "Работала за процент, теперь свой кабинет и запись на две недели."),
    (CaseKind.TEXT, "Разборы работ дали больше, чем год роликов."),
    (CaseKind.CASE, "Подняла чек на треть и ни одной клиентки не потеряла."),
)


def hear(now: datetime) -> None:
    """Needs graduates, members of cohorts and a team."""
    today, team = school_today(now), _team()
    graduates = _clients_of_moment("graduated")
    students = list(
        Membership.objects.filter(left_at=None, client__merged_into=None)
        .exclude(client__in=graduates)
        .order_by("-joined_at", "client_id")
        .values_list("client_id", flat=True)[:40]
    )
    if not graduates or not students:
        return
    _interview(students, graduates, team, today, now)
    _decide(students, team, now)
    _collect(graduates, team, today, now)


def _interview(
    students: list[int], graduates: list[int], team: dict[str, int], today: date, now: datetime
) -> None:
    audience = Audience.objects.order_by("pk").first()
    for number, (days, group, said) in enumerate(_TALKS):
        at, on = now - days * _DAY, today - days * _DAY
        people = graduates if group is InterviewGroup.GRADUATE else students
        plan = InterviewPlan(
            client_id=people[number],
            group=group,
            planned_on=on,
            interviewer_id=team[_HEAD],
            product_id=_product_of(people[number]),
            audience_id=audience.pk if audience and number % 2 else None,
        )
        made = interviews.plan_interview(plan, now=at, actor=ACTOR)
        for text, pain in said:
            interviews.add_quote(made.pk, NewQuote(text, pain), now=at, actor=ACTOR)
        notes = Notes({"hard": next(_HARD)}, "", on)
        interviews.write_down(made.pk, notes, today=on, now=at, actor=ACTOR)
    ahead = InterviewPlan(
        client_id=graduates[-1],
        group=InterviewGroup.GRADUATE,
        planned_on=today + 2 * _DAY,
        interviewer_id=team[_HEAD],
    )
    interviews.plan_interview(ahead, now=now, actor=ACTOR)


def _decide(students: list[int], team: dict[str, int], now: datetime) -> None:
    """Everything older than a few days has its decision; the latest wait."""
    known = JournalEntry.objects.filter(
        event__name__in=("review_received", "complaint_received", "survey_answered"),
        happened_at__gte=now - method.interview_settings().taken_days * _DAY,
        attrs__has_key="text",
    )
    feedback.take_words(list(known.values_list("pk", flat=True)), now=now)
    for item in Feedback.objects.filter(said_at__lt=now - 3 * _DAY).order_by("pk"):
        sorting = Sorting(topic="result", sentiment=Sentiment.GOOD)
        feedback.sort_feedback(item.pk, sorting, now=now, actor=ACTOR)
        thanks = Deciding(
            decision=Decision.REFUSAL,
            words="Благодарность: менять нечего, передали команде",
            owner_id=team[_HEAD],
        )
        feedback.decide(item.pk, thanks, now=now, actor=ACTOR)
    noted = [
        feedback.note_feedback(
            NewFeedback(
                text=text,
                source=Source.TALK,
                topic=topic,
                sentiment=sentiment,
                client_id=students[number],
            ),
            now=now - timedelta(hours=5 + number),
            actor=ACTOR,
        )
        for number, (text, topic, sentiment) in enumerate(_HEARD)
    ]
    improved = Deciding(
        decision=Decision.IMPROVEMENT,
        words="Добавим разбор на тёмной базе в модуль 3",
        owner_id=team[_CURATOR],
        due_on=(now + 10 * _DAY).date(),
    )
    feedback.decide(noted[0].pk, improved, now=now, actor=ACTOR)
    idea = Deciding(
        decision=Decision.OFFER_IDEA, words="Мини-курс про седину", owner_id=team[_HEAD]
    )
    feedback.decide(noted[2].pk, idea, now=now, actor=ACTOR)
    reply = "Взяли идею мини-курса про седину в план, напишем, когда откроем запись"
    by_id = team[_COORDINATOR]
    feedback.reply(noted[2].pk, reply, is_told=True, by_id=by_id, now=now, actor=ACTOR)
    feedback.finish(noted[2].pk, now=now, actor=ACTOR)


def _collect(graduates: list[int], team: dict[str, int], today: date, now: datetime) -> None:
    """One case in each state, the last step first."""
    made = [
        cases.record_case(
            NewCase(
                client_id=client_id,
                kind=kind,
                origin=Origin.UNSOLICITED if kind is CaseKind.TEXT else Origin.ASKED,
                text=text,
                product_id=_product_of(client_id),
                cohort_id=_cohort_of(client_id),
                collector_id=team[_CURATOR],
            ),
            now=now - timedelta(hours=4),
            actor=ACTOR,
        ).pk
        for client_id, (kind, text) in zip(graduates[1:], _GIVEN, strict=False)
    ]
    for case_id in made[:3]:
        given_by = Client.objects.get(pk=graduates[1 + made.index(case_id)]).name
        agreed = Consent(method.case_settings().consent, given_by, today)
        cases.allow(case_id, agreed, today=today, now=now, actor=ACTOR)
    for case_id in made[:2]:
        cases.package(case_id, _packaging(made.index(case_id)), now=now, actor=ACTOR)
        cases.approve(case_id, now=now, actor=staff_actor(team[_HEAD]))
    cases.publish(made[0], now=now, actor=ACTOR)
    for purpose, place in (
        ("marketing", "Пост в канале школы"),
        ("repeat_sale", "Звонок про практикум"),
    ):
        cases.use_case(
            made[0],
            purpose=purpose,
            place=place,
            used_on=today,
            today=today,
            now=now,
            actor=ACTOR,
        )
    for client_id in graduates[6:8]:
        asked = cases.request_case(client_id, collector_id=team[_CURATOR], now=now, actor=ACTOR)
    cases.decline(asked.pk, "Стесняется камеры", now=now, actor=ACTOR)


def _packaging(number: int) -> Packaging:
    return (
        Packaging(
            title="Ровный тон с первого раза",
            point_a="Две неудачи подряд, постоянные клиентки уходили",
            path="Практикум, шесть работ с куратором",
            point_b="Клиентка вернулась через месяц и привела подругу",
            quote="Перестала бояться, что выйдет желтизна",
            media="https://video.example/rovny-ton",
        ),
        Packaging(
            title="Сложные работы каждую неделю",
            point_a="Отказывалась от осветления",
            path="Разобрали страхи и формулы",
            point_b="Одна сложная работа в неделю стабильно",
            quote="Теперь сама предлагаю осветление",
        ),
    )[number]


def _team() -> dict[str, int]:
    anyone = Staff.objects.filter(left_on=None).order_by("pk")
    first = {role: anyone.filter(role=role).first() for role in (_HEAD, _CURATOR, _COORDINATOR)}
    fallback = anyone[0]
    return {role: (one or fallback).pk for role, one in first.items()}


def _clients_of_moment(trigger: str) -> list[int]:
    found = Moment.objects.filter(trigger=trigger, client__merged_into=None)
    ordered = found.order_by("-happened_at", "client_id").values_list("client_id", flat=True)
    return list(dict.fromkeys(ordered[:40]))


def _product_of(client_id: int) -> int | None:
    found = Moment.objects.filter(client_id=client_id, product__isnull=False)
    return found.order_by("-happened_at").values_list("product_id", flat=True).first()


def _cohort_of(client_id: int) -> int | None:
    mine = Membership.objects.filter(client_id=client_id, left_at=None).values("cohort_id")
    found = Cohort.objects.filter(pk__in=mine, parent__isnull=True)
    return found.order_by("-starts_on", "pk").values_list("pk", flat=True).first()
