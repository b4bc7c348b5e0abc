"""In the fourth week the next sale is agreed ahead of it, and the conditions are kept."""

from datetime import date, timedelta

import pytest

from conftest import MONDAY
from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client
from provodnik.facts.sales.tests.factories import buy, make_client, make_product
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.queue import services
from provodnik.touches.queue.errors import AgreementMissing, AgreementSaysNothing
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.planning.agreeing import plan_agreements
from provodnik.touches.queue.queries import agreements_of, source_of
from provodnik.touches.queue.tests.paths import planned
from provodnik.touches.queue.types import Outcome

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff(name="Анна Лебедева")


@pytest.fixture
def course(school: School) -> Product:
    return make_product("Колорист")


def bought(anna: Staff, course: Product, days_ago: int) -> Client:
    client = make_client(f"Купил {days_ago}", coordinator=anna)
    buy(client, course, at=MONDAY - days_ago * DAY)
    return client


def talk(anna: Staff, course: Product) -> Touch:
    bought(anna, course, 22)
    plan_agreements(now=MONDAY)
    return planned()[0]


@pytest.mark.requirement("R-092")
def test_the_fourth_week_since_the_first_payment_plans_the_talk_once(
    anna: Staff, course: Product
) -> None:
    early, due, late = (bought(anna, course, days) for days in (20, 21, 28))
    bought(anna, course, 60)
    buy(late, course, at=MONDAY - 22 * DAY)

    assert plan_agreements(now=MONDAY) == 1
    assert plan_agreements(now=MONDAY + DAY) == 1  # the one who was early
    assert plan_agreements(now=MONDAY + DAY) == 0

    first, second = sorted(planned(), key=lambda touch: touch.planned_at)
    assert (first.client, second.client) == (due, early)
    assert first.owner == anna
    assert "неделя 4" in first.reason
    assert "Колорист" in first.reason


@pytest.mark.requirement("R-092")
def test_the_touch_records_what_when_and_on_what_conditions(anna: Staff, course: Product) -> None:
    touch = talk(anna, course)
    with pytest.raises(AgreementMissing):
        services.record_outcome(touch.pk, Outcome.REACHED, by_id=anna.pk, now=MONDAY)

    services.agree(
        touch.pk,
        what="Практикум",
        starts_on=date(2026, 12, 1),
        conditions="После пятого модуля, в рассрочку",
        by_id=anna.pk,
        now=MONDAY,
    )
    services.record_outcome(touch.pk, Outcome.REACHED, by_id=anna.pk, now=MONDAY)

    (kept,) = agreements_of(touch.client_id)
    assert (kept.what, kept.starts_on, kept.by) == ("Практикум", date(2026, 12, 1), anna.name)
    (entry,) = JournalEntry.objects.filter(event__name="upsell_agreed")
    assert entry.client_id == touch.client_id
    assert entry.attrs["conditions"] == "После пятого модуля, в рассрочку"


@pytest.mark.requirement("R-092")
def test_not_now_needs_its_reason_and_takes_no_conditions(anna: Staff, course: Product) -> None:
    touch = talk(anna, course)
    for what, not_now in (("", ""), ("Практикум", ""), ("Практикум", "рано")):
        with pytest.raises(AgreementSaysNothing):
            services.agree(touch.pk, what=what, not_now=not_now, by_id=anna.pk, now=MONDAY)

    services.agree(touch.pk, not_now="Сначала диплом", by_id=anna.pk, now=MONDAY)
    services.record_outcome(touch.pk, Outcome.REACHED, by_id=anna.pk, now=MONDAY)

    assert agreements_of(touch.client_id)[0].not_now == "Сначала диплом"


def test_the_last_wording_stands_and_the_same_one_is_written_once(
    anna: Staff, course: Product
) -> None:
    touch = talk(anna, course)
    for reason in ("Рано", "Рано", "Сначала диплом"):
        services.agree(touch.pk, not_now=reason, by_id=anna.pk, now=MONDAY)

    assert [row.not_now for row in agreements_of(touch.client_id)] == ["Сначала диплом"]
    assert JournalEntry.objects.filter(event__name="upsell_agreed").count() == 2


def test_the_next_try_of_the_talk_asks_for_the_same_agreement(anna: Staff, course: Product) -> None:
    touch = talk(anna, course)
    again = services.record_outcome(touch.pk, Outcome.NO_ANSWER, by_id=anna.pk, now=MONDAY)
    assert again.follow_up_id is not None
    retry = Touch.objects.get(pk=again.follow_up_id)

    assert source_of(retry) == touch
    with pytest.raises(AgreementMissing):
        services.record_outcome(retry.pk, Outcome.REACHED, by_id=anna.pk, now=MONDAY + DAY)
    services.agree(retry.pk, not_now="Рано", by_id=anna.pk, now=MONDAY + DAY)
    services.record_outcome(retry.pk, Outcome.REACHED, by_id=anna.pk, now=MONDAY + DAY)
