"""Where people came from: told by the roster or by orders, corrected when it changes."""

import pytest

from provodnik.connectors.getcourse.tests.exports import ORDER, Loader, order, payment
from provodnik.facts.people.models import Client
from provodnik.facts.sales.queries.journeys import journey_of
from provodnik.kernel.models import JournalEntry

pytestmark = pytest.mark.django_db

HEADER = ["id", "Email", "Создан", "Откуда пришел", "utm_source", "utm_medium", "utm_campaign"]


def user(
    key: str = "7",
    *,
    made: str = "2026-09-01 10:00",
    told: str = "",
    source: str = "sendsay",
    medium: str = "email",
    campaign: str = "Осень",
) -> list[str]:
    return [key, f"u{key}@mail.ru", made, told, source, medium, campaign]


def leads() -> list[tuple[str | None, str, dict[str, str]]]:
    """(source, day, what was told) of leads that stand."""
    voided = JournalEntry.objects.filter(event__name="entry_voided").values("value")
    rows = JournalEntry.objects.filter(event__name="lead_came").exclude(pk__in=voided)
    found = rows.order_by("happened_at", "pk").values_list("item", "happened_at", "attrs")
    return [(item, f"{at:%m-%d}", attrs) for item, at, attrs in found]


def users(load: Loader, *rows: list[str]) -> None:
    load.rows("getcourse-users", [HEADER, *rows])


def test_marks_of_the_first_visit_name_the_source_of_a_lead(load: Loader) -> None:
    users(load, user())

    told = {"told": "sendsay", "medium": "email", "campaign": "Осень"}
    assert leads() == [("mailing", "09-01", told)]


def test_a_source_no_rule_knows_stays_as_it_was_told(load: Loader) -> None:
    users(load, user(source="Журнал «Цвет»", medium="", campaign=""))

    assert leads() == [("журнал «цвет»", "09-01", {"told": "Журнал «Цвет»"})]


def test_a_field_filled_by_hand_speaks_where_the_marks_are_silent(load: Loader) -> None:
    users(load, user(told="Телеграм-канал", source="", medium="", campaign=""))

    assert [item for item, _day, _attrs in leads()] == ["telegram"]


def test_who_came_without_marks_is_a_lead_without_a_source(load: Loader) -> None:
    users(load, user(source="", medium="", campaign=""))

    assert leads() == [(None, "09-01", {})]


def test_nothing_is_told_of_whom_the_day_is_not_known(load: Loader) -> None:
    users(load, user(made=""))

    assert leads() == []


def test_the_same_roster_again_writes_nothing(load: Loader) -> None:
    rows = [user(), user("8", source="vk-ads", medium="cpc"), user("9", source="", medium="")]
    users(load, *rows)
    before = JournalEntry.objects.count()

    users(load, *rows)

    assert JournalEntry.objects.count() == before
    assert len(leads()) == 3


def test_a_corrected_source_takes_the_place_of_the_old_one(load: Loader) -> None:
    users(load, user())
    users(load, user(source="vk", medium="post", made="2026-09-02 10:00"))

    assert [(item, day) for item, day, _attrs in leads()] == [("vk", "09-02")]


ORDERS = [*ORDER, "utm_source", "user_utm_source", "user_utm_medium", "user_utm_campaign"]


def test_orders_tell_where_their_buyers_came_from(load: Loader) -> None:
    later = [*order("502", made="2026-10-09 12:00"), "vk", "vk", "", ""]
    first = [*order("501", made="2026-10-01 12:00"), "coordinator", "telegram", "post", "Посев"]
    load.rows("getcourse-orders", [ORDERS, later, first])

    told = {"told": "telegram", "medium": "post", "campaign": "Посев"}
    assert leads() == [("telegram", "10-01", told)]


def test_orders_do_not_repeat_what_the_roster_told(load: Loader) -> None:
    users(load, user())
    load.rows("getcourse-orders", [ORDERS, [*order(), "", "vk", "", ""]])

    assert [item for item, _day, _attrs in leads()] == ["mailing"]


def test_orders_without_marks_of_the_person_tell_nothing(load: Loader) -> None:
    load.rows("getcourse-orders", [ORDERS, [*order(), "vk", "", "", ""]])

    assert leads() == []


@pytest.mark.requirement("R-256")
def test_a_student_is_traced_from_a_mailing_to_the_repeat_order(load: Loader) -> None:
    users(load, user())
    load.orders(
        order("501", email="u7@mail.ru", cost="12000"),
        order("502", email="u7@mail.ru", made="2026-11-01 12:00", cost="6000"),
    )
    load.payments(
        payment("1", order="501", email="u7@mail.ru", amount="12 000 руб."),
        payment("2", order="502", email="u7@mail.ru", at="2026-11-01 13:00", amount="6 000 руб."),
        payment(
            "3",
            order="502",
            email="u7@mail.ru",
            at="2026-11-01 14:00",
            status="Возвращен",
            amount="1 000 руб.",
        ),
    )

    way = journey_of([Client.objects.get().pk])

    assert (way.source, way.campaign) == ("mailing", "Осень")
    assert way.came is not None
    assert f"{way.came.at:%m-%d}" == "09-01"
    assert [(f"{one.at:%m-%d}", one.kopecks) for one in way.purchases] == [
        ("10-03", 12_000_00),
        ("11-01", 6_000_00),
    ]
    assert way.kopecks == 18_000_00
