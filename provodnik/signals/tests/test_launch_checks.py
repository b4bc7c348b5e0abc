"""Weeks without a warm-up and broken terms between departments are found by themselves."""

from datetime import date, timedelta

import pytest

from provodnik.facts.learning import services as learning
from provodnik.facts.learning.types import CohortFields
from provodnik.facts.sales.services import exchange, launches
from provodnik.facts.sales.tests.factories import ACTOR, MONDAY
from provodnik.facts.sales.types import NewLaunch, NewRequest
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.signals import queries, services

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.requirement("R-099")
def test_an_active_cohorts_week_without_a_warm_up_is_a_signal_until_planned(
    school: School,
) -> None:
    fields = CohortFields("Поток 7", starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 1))
    cohort = learning.create_cohort(fields, now=MONDAY, actor=ACTOR)
    past = CohortFields("Поток 1", starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 1))
    learning.create_cohort(past, now=MONDAY, actor=ACTOR)
    other = NewLaunch(
        "Выпускной",
        "graduation",
        date(2026, 11, 2),
        kind="graduation_presentation",
        cohort_id=cohort.pk,
    )
    launches.open_launch(other, actor=ACTOR, now=MONDAY)

    services.refresh_all(now=MONDAY)
    assert queries.subjects("week_without_warm_up") == [cohort.pk]

    told = NewLaunch(
        "Анкета", "warm_up", date(2026, 11, 8), kind="questionnaire", cohort_id=cohort.pk
    )
    launches.open_launch(told, actor=ACTOR, now=MONDAY)
    services.refresh_all(now=MONDAY)
    assert queries.subjects("week_without_warm_up") == []

    services.refresh_all(now=MONDAY + 7 * DAY)
    assert queries.subjects("week_without_warm_up") == [cohort.pk]


@pytest.mark.requirement("R-446")
def test_a_request_not_answered_in_working_time_is_a_signal_until_answered(
    school: School,
) -> None:
    asker, owner = make_staff("Ольга Седова"), make_staff("Кирилл Орлов", "marketer")
    new = NewRequest("Скидка", "product", "marketing", owner_id=owner.pk)
    request = exchange.ask(new, by_id=asker.pk, now=MONDAY)

    services.refresh_all(now=MONDAY + DAY)
    assert queries.subjects("request_overdue") == []
    services.refresh_all(now=MONDAY + 10 * DAY)
    assert queries.subjects("request_overdue") == [request.pk]

    exchange.answer(request.pk, "Скидки нет", by_id=owner.pk, now=MONDAY + 10 * DAY)
    services.refresh_all(now=MONDAY + 10 * DAY)
    assert queries.subjects("request_overdue") == []
