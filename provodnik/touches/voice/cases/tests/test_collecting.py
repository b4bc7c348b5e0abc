"""Cohorts near their end are asked, reminded and counted against their plan."""

from datetime import date, timedelta
from typing import Any

import pytest

from conftest import MONDAY
from provodnik.facts.learning.models import Cohort
from provodnik.facts.learning.services import add_members, create_cohort, set_goal
from provodnik.facts.learning.types import CohortFields
from provodnik.facts.people.models import Client
from provodnik.facts.people.services.goals import add_pain, reach_goal
from provodnik.facts.people.tests.factories import happened
from provodnik.facts.sales.tests.factories import add_goal, make_client, make_product
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.method.voice_words import CaseKind
from provodnik.signals import queries as signal_queries
from provodnik.signals import services as signals
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.services import stop_automation
from provodnik.touches.voice.cases import queries, services
from provodnik.touches.voice.cases.errors import (
    AlreadyReceived,
    NobodyToAsk,
    WithoutReason,
)
from provodnik.touches.voice.cases.models import Story
from provodnik.touches.voice.cases.queries import Search
from provodnik.touches.voice.cases.tests.factories import (
    ACTOR,
    TODAY,
    allowed,
    given,
    packaged,
    published,
)
from provodnik.touches.voice.cases.types import NewCase, Origin, Sign, State

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def cohort(ends_on: date | None, *clients: Client, curator_id: int | None = None) -> Cohort:
    fields = CohortFields("Поток 14", ends_on=ends_on, curator_id=curator_id)
    made = create_cohort(fields, now=MONDAY, actor="system")
    add_members(made.pk, [one.pk for one in clients], joined_at=MONDAY, actor="system")
    return made


def follow(days: int = 0) -> tuple[int, int]:
    return services.follow_cohorts(today=TODAY + days * DAY, now=MONDAY + days * DAY)


@pytest.mark.requirement("R-234")
def test_a_cohort_near_its_end_is_asked_and_reminded(school: School) -> None:
    curator = make_staff("Светлана Мухина", "curator")
    student = make_client()
    cohort(TODAY + 10 * DAY, student, curator_id=curator.pk)

    assert follow() == (1, 0)
    assert follow() == (0, 0)
    touch = Touch.objects.get()
    assert (touch.client, touch.owner) == (student, curator)
    assert "Поток 14" in touch.reason

    assert [follow(days) for days in (5, 6, 10, 20)] == [(0, 1), (0, 0), (0, 1), (0, 0)]
    assert Touch.objects.count() == 3
    assert Story.objects.get().state == State.REQUESTED


@pytest.mark.requirement("R-234")
def test_a_cohort_far_from_its_end_or_long_over_is_left_alone(school: School) -> None:
    made = cohort(TODAY + 15 * DAY, make_client())
    assert follow() == (0, 0)

    Cohort.objects.filter(pk=made.pk).update(ends_on=TODAY - 31 * DAY)
    assert follow() == (0, 0)


def test_nobody_is_asked_while_automation_stands_still_or_with_a_complaint(school: School) -> None:
    unhappy = make_client()
    Client.objects.filter(pk=unhappy.pk).update(open_complaints=1)
    made = cohort(TODAY, unhappy, make_client("Спокойная"))
    stop_automation(reason="праздники", by_id=make_staff("Ольга Седова").pk, now=MONDAY)
    assert follow() == (0, 0)

    assert services.ask_cohort(made.pk, now=MONDAY, actor=ACTOR) == 1
    with pytest.raises(NobodyToAsk):
        services.ask_cohort(made.pk, now=MONDAY, actor=ACTOR)


@pytest.mark.requirement("R-234")
def test_a_cohort_nobody_asked_raises_a_signal_that_closes_by_itself(school: School) -> None:
    made = cohort(TODAY + 3 * DAY, make_client())
    signals.refresh_all(now=MONDAY)
    assert signal_queries.subjects("cohort_without_cases") == [made.pk]

    services.ask_cohort(made.pk, now=MONDAY, actor=ACTOR)
    signals.refresh_all(now=MONDAY)
    assert signal_queries.subjects("cohort_without_cases") == []


@pytest.mark.requirement("R-234")
def test_a_request_ends_in_what_was_given_or_in_a_refusal_with_its_reason(school: School) -> None:
    first, second = make_client(), make_client("Другая")
    asked = [services.request_case(c.pk, now=MONDAY, actor=ACTOR) for c in (first, second)]
    assert services.request_case(first.pk, now=MONDAY, actor=ACTOR) == asked[0]
    new = NewCase(client_id=first.pk, kind=CaseKind.VIDEO, origin=Origin.ASKED, text="Сняла")

    services.receive(asked[0].pk, new, now=MONDAY, actor=ACTOR)
    with pytest.raises(AlreadyReceived):
        services.receive(asked[0].pk, new, now=MONDAY, actor=ACTOR)
    with pytest.raises(WithoutReason):
        services.decline(asked[1].pk, "", now=MONDAY, actor=ACTOR)
    services.decline(asked[1].pk, "Стесняется камеры", now=MONDAY, actor=ACTOR)

    assert queries.counts_by_state() == {State.RECEIVED: 1, State.DECLINED: 1}
    assert not services.remind(asked[1].pk, now=MONDAY, actor=ACTOR)


@pytest.mark.requirement("R-237")
def test_a_promoter_with_a_result_is_the_first_candidate(school: School) -> None:
    star, marked, quiet = make_client("Звезда"), make_client("Пятёрки"), make_client("Тихая")
    goal = add_goal(star, "Открыть кабинет")
    reach_goal(goal.pk, reached_at=MONDAY, actor=ACTOR)
    Client.objects.filter(pk=star.pk).update(last_nps=10_00, last_nps_at=MONDAY)
    Client.objects.filter(pk=quiet.pk).update(last_nps=8_00, last_nps_at=MONDAY)
    cohort(None, marked, quiet)
    for score in (5_00, 4_00):
        happened("homework_reviewed", marked, item="Урок 1", value=score)
        happened("homework_reviewed", quiet, item="Урок 1", value=score - 1_00)

    found = queries.candidates(now=MONDAY + DAY)

    assert [(one.name, one.signs) for one in found] == [
        ("Звезда", (Sign.GOAL, Sign.PROMOTER)),
        ("Пятёрки", (Sign.MARK,)),
    ]
    assert (found[0].goal, found[1].mark_hundredths) == ("Открыть кабинет", 4_50)
    given(client=star)
    assert [one.name for one in queries.candidates(now=MONDAY + DAY)] == ["Пятёрки"]


@pytest.mark.requirement("R-235")
def test_a_cohort_is_counted_by_kind_against_its_plan(school: School) -> None:
    course = make_product("Колорист")
    one, two, three = make_client("Раз"), make_client("Два"), make_client("Три")
    made = cohort(TODAY + 3 * DAY, one, two, three)
    Cohort.objects.filter(pk=made.pk).update(product=course)
    set_goal(made.pk, "cases", target=5, now=MONDAY, actor=ACTOR)
    for kind, client in ((CaseKind.VIDEO, one), (CaseKind.CASE, one), (CaseKind.TEXT, two)):
        story = given(kind, client=client, cohort_id=made.pk)
        services.approve(story.pk, now=MONDAY, actor=ACTOR)
    happened("case_recorded", three, product_id=make_product("Другой").pk)

    (line,) = queries.cohort_lines(TODAY)

    assert [(one.kind, one.count, one.plan) for one in line.kinds] == [
        (CaseKind.TEXT, 1, 10),
        (CaseKind.VIDEO, 1, 2),
        (CaseKind.CASE, 1, 5),
    ]
    assert (line.students, line.with_case, line.is_due) == (3, 1, True)


@pytest.mark.requirement("R-235")
@pytest.mark.golden("G19")
def test_g19_five_cases_of_294_students_of_a_cohort(school: School) -> None:
    students = [make_client(f"Ученик {n}", goal=None) for n in range(294)]
    cohort(TODAY, *students)
    for client in students[:5]:
        services.approve(given(client=client).pk, now=MONDAY, actor=ACTOR)

    (line,) = queries.cohort_lines(TODAY)

    assert round(line.with_case * 100 / line.students, 2) == 1.70


def test_cases_are_found_by_product_pain_and_words(school: School) -> None:
    course, fear = make_product("Колорист"), add_pain("Страх осветления")
    story = packaged(allowed(given()), pain_id=fear.pk, product_id=course.pk)
    given(text="Совсем про другое")

    def found(**told: Any) -> list[int]:  # noqa: ANN401 (what is looked for)
        return [row.case_id for row in queries.cases(Search(**told))]

    assert found(product_id=course.pk) == [story.pk]
    assert found(pain_id=fear.pk) == [story.pk]
    assert found(words="бояться ОСВЕТЛЕНИЯ") == [story.pk]
    assert found(words="кабинета луны") == []
    assert found(state=State.EDITED) == [story.pk]
    assert len(found()) == 2


def test_a_published_case_is_found_by_its_state(school: School) -> None:
    story = published()

    assert [row.case_id for row in queries.cases(Search(state=State.PUBLISHED))] == [story.pk]
