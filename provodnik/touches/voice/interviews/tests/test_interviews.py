"""Interviews by month and group, pains with their quotes, packs for marketing."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from conftest import MONDAY
from provodnik.facts.people.audience.models import Audience
from provodnik.facts.people.models import Client, Pain
from provodnik.facts.people.tests.factories import happened
from provodnik.facts.sales.models import PackItem
from provodnik.facts.sales.queries.exchange import packs
from provodnik.facts.sales.services import exchange
from provodnik.facts.sales.tests.factories import make_client, make_product
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.method.voice_words import InterviewGroup
from provodnik.signals import queries as signal_queries
from provodnik.signals import services as signals
from provodnik.touches.voice.interviews import queries, services
from provodnik.touches.voice.interviews.errors import (
    AlreadyHeld,
    NotHeldYet,
    NothingSaid,
    NothingToSend,
    PackIsSent,
)
from provodnik.touches.voice.interviews.models import Interview
from provodnik.touches.voice.interviews.types import InterviewPlan, NewQuote, Notes

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
DAY = timedelta(days=1)
ACTOR = "system"


def held(
    *said: str,
    client: Client | None = None,
    group: InterviewGroup = InterviewGroup.STUDENT,
    on: date = TODAY,
    **about: int,
) -> Interview:
    """An interview in which these words were said: «слова | боль»."""
    plan = InterviewPlan(
        client_id=(client or make_client()).pk, group=group, planned_on=on, **about
    )
    made = services.plan_interview(plan, now=MONDAY, actor=ACTOR)
    for words in said:
        text, _, pain = words.partition(" | ")
        services.add_quote(made.pk, NewQuote(text, pain), now=MONDAY, actor=ACTOR)
    notes = Notes({"hard": "Модуль 3"}, "", on)
    services.write_down(made.pk, notes, today=on, now=MONDAY, actor=ACTOR)
    return made


def flagged(check: str, at: datetime) -> list[int]:
    signals.refresh_all(now=at)
    return list(signal_queries.subjects(check))


@pytest.mark.requirement("R-228")
def test_a_month_without_an_interview_is_flagged_from_the_methods_day(school: School) -> None:
    client = make_client()
    Client.objects.filter(pk=client.pk).update(created_at=MONDAY - 60 * DAY)
    early, late = MONDAY, MONDAY + 18 * DAY
    assert flagged("month_without_interview", early) == [202610]
    assert flagged("month_without_interview", late) == [202610, 202611]

    held(on=TODAY)
    assert flagged("month_without_interview", late) == [202610]


@pytest.mark.requirement("R-228")
def test_an_interview_is_planned_held_by_the_guide_and_opened_again(school: School) -> None:
    client, anna = make_client(), make_staff("Анна Лебедева")
    plan = InterviewPlan(
        client_id=client.pk,
        group=InterviewGroup.STUDENT,
        planned_on=TODAY,
        interviewer_id=anna.pk,
    )
    made = services.plan_interview(plan, now=MONDAY, actor=ACTOR)
    assert services.plan_interview(plan, now=MONDAY, actor=ACTOR) == made
    with pytest.raises(NothingSaid):
        services.write_down(
            made.pk, Notes({"hard": " "}, "", TODAY), today=TODAY, now=MONDAY, actor=ACTOR
        )
    with pytest.raises(NotHeldYet):
        tomorrow = Notes({}, "Слова", TODAY + DAY)
        services.write_down(made.pk, tomorrow, today=TODAY, now=MONDAY, actor=ACTOR)
    services.add_quote(made.pk, NewQuote("Боюсь блонда", "Страх"), now=MONDAY, actor=ACTOR)
    notes = Notes({"hard": "Модуль 3", "next": ""}, "Говорит быстро", TODAY)
    services.write_down(made.pk, notes, today=TODAY, now=MONDAY, actor=ACTOR)

    page = queries.interview(made.pk)

    assert (page.answers, page.notes) == ({"hard": "Модуль 3"}, "Говорит быстро")
    assert [(one.text, one.pain) for one in page.quotes] == [("Боюсь блонда", "Страх")]
    assert (page.row.interviewer, page.row.held_on) == ("Анна Лебедева", TODAY)
    with pytest.raises(AlreadyHeld):
        services.drop_interview(made.pk, now=MONDAY, actor=ACTOR)


@pytest.mark.requirement("R-229")
def test_a_month_of_students_only_shows_graduates_as_a_gap(school: School) -> None:
    held()

    month, before, *_ = queries.months(TODAY)

    assert [(one.title, one.held, one.plan, one.is_gap) for one in month.groups] == [
        ("Ученики", 1, 2, False),
        ("Выпускники", 0, 2, True),
    ]
    assert (month.held, before.held) == (1, 0)


@pytest.mark.requirement("R-229")
def test_who_finished_a_course_is_a_graduate(school: School) -> None:
    student, graduate = make_client(), make_client()
    happened("graduated", graduate, product_id=make_product("Колорист").pk)

    assert queries.suggested_group(student.pk) is InterviewGroup.STUDENT
    assert queries.suggested_group(graduate.pk) is InterviewGroup.GRADUATE


@pytest.mark.requirement("R-230")
def test_three_interviews_naming_one_pain_give_three_and_lead_back_to_the_quotes(
    school: School,
) -> None:
    course = make_product("Колорист")
    portrait = Audience.objects.create(
        school_id=school.pk, name="Мастера у кресла", created_at=MONDAY
    )
    for n in range(3):
        held(f"Боюсь {n} | Страх", "И ещё боюсь | Страх", product_id=course.pk)
    held("Некогда | Время", audience_id=portrait.pk)

    fear, time = queries.pain_lines()

    assert (fear.name, fear.interviews, fear.quotes) == ("Страх", 3, 6)
    assert (time.name, time.interviews) == ("Время", 1)
    told = queries.quotes(pain_id=fear.pain_id)
    assert {one.text for one in told} == {"Боюсь 0", "Боюсь 1", "Боюсь 2", "И ещё боюсь"}
    assert {one.product for one in told} == {"Колорист"}
    cells = {(one.pain_id, one.about_id): one.interviews for one in queries.pain_map(by="product")}
    assert cells == {(fear.pain_id, course.pk): 3, (time.pain_id, None): 1}
    portraits = {one.about_id for one in queries.pain_map(by="audience")}
    assert portraits == {portrait.pk, None}


def test_a_pain_of_the_schools_list_is_used_again(school: School) -> None:
    made = held("Боюсь | Страх", "Боюсь | Страх")
    services.add_quote(made.pk, NewQuote("Боюсь", "Время"), now=MONDAY, actor=ACTOR)
    held("Опять | Время")

    assert Pain.objects.count() == 2
    assert [(one.name, one.interviews) for one in queries.pain_lines()] == [("Время", 2)]
    quote = queries.interview(made.pk).quotes[0]
    assert services.drop_quote(quote.quote_id, now=MONDAY, actor=ACTOR) == made.pk
    assert [(one.name, one.interviews) for one in queries.pain_lines()] == [("Время", 1)]


@pytest.mark.requirement("R-231")
def test_a_months_pack_goes_to_marketing_once_and_comes_back_taken_and_used(
    school: School,
) -> None:
    olga = make_staff("Ольга Седова")
    with pytest.raises(NothingToSend):
        services.send_month(TODAY, "Боли ноября", by_id=olga.pk, now=MONDAY)
    held("Боюсь | Страх", on=TODAY)
    held("Боюсь тоже | Страх", "Просто слова", on=TODAY + DAY)
    held("Не этого месяца | Время", on=TODAY - 10 * DAY)

    pack = services.send_month(TODAY + DAY, "Боли ноября", by_id=olga.pk, now=MONDAY)
    with pytest.raises(PackIsSent):
        services.send_month(TODAY, "Ещё раз", by_id=olga.pk, now=MONDAY)

    (row,) = packs()
    assert [(one.kind.value, one.text, one.heard) for one in row.items] == [
        ("pain", "Страх", 2),
        ("words", "Боюсь", 0),
        ("words", "Боюсь тоже", 0),
        ("words", "Просто слова", 0),
    ]
    month = queries.months(TODAY)[0]
    assert (month.pack_id, month.received_at, month.used, month.of) == (pack.pk, None, 0, 4)
    exchange.confirm_pack(pack.pk, by_id=olga.pk, now=MONDAY)
    first = PackItem.objects.filter(pack=pack).order_by("pk")[0]
    exchange.use_item(first.pk, "Пост о страхе", by_id=olga.pk, now=MONDAY)
    month = queries.months(TODAY)[0]
    assert (month.received_at, month.used) == (MONDAY, 1)


@pytest.mark.requirement("R-231")
def test_quotes_of_a_month_that_marketing_never_got_raise_a_signal(school: School) -> None:
    olga = make_staff("Ольга Седова")
    held("Боюсь | Страх", on=TODAY - 10 * DAY)
    assert flagged("month_without_pack", MONDAY) == [202610]

    services.send_month(TODAY - 10 * DAY, "Боли октября", by_id=olga.pk, now=MONDAY)
    assert flagged("month_without_pack", MONDAY) == []


def test_a_called_off_interview_can_be_taken_back(school: School) -> None:
    plan = InterviewPlan(client_id=make_client().pk, group=InterviewGroup.STUDENT, planned_on=TODAY)
    made = services.plan_interview(plan, now=MONDAY, actor=ACTOR)
    services.drop_interview(made.pk, now=MONDAY, actor=ACTOR)
    assert queries.interviews() == []

    services.restore_interview(made.pk, now=MONDAY, actor=ACTOR)
    assert [one.interview_id for one in queries.interviews(TODAY)] == [made.pk]


def test_the_database_refuses_an_interview_held_and_called_off(school: School) -> None:
    made = held()

    with pytest.raises(IntegrityError, match="held_is_not_dropped"), transaction.atomic():
        Interview.objects.filter(pk=made.pk).update(dropped_at=MONDAY)
