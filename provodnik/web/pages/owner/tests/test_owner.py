"""The owner's home: who sees it, what it says before and after data, what it costs."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import MONDAY
from provodnik.facts.sales.tests.factories import make_client, make_order, make_product
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import JournalEntry, School
from provodnik.reports import programme
from provodnik.reports.errors import ReasonIsMissing
from provodnik.reports.models import PointA

pytestmark = pytest.mark.django_db


def member(school: School, role: str) -> Staff:
    return make_staff(name="Марина Белова", role=role, user=make_user(f"{role}@school.test"))


@pytest.fixture
def owner(school: School, client: Client) -> Staff:
    staff = member(school, "owner")
    client.force_login(staff.user)  # type: ignore[arg-type]
    return staff


def test_a_school_without_orders_is_asked_for_them(client: Client, owner: Staff) -> None:
    page = client.get("/owner/").text

    assert "Загрузите заказы" in page
    assert "Загрузить заказы" in page


@pytest.mark.requirement("R-001")
def test_a_coordinator_is_refused_and_a_stranger_signs_in(client: Client, school: School) -> None:
    assert client.get("/owner/").status_code == 302
    client.force_login(member(school, "coordinator").user)  # type: ignore[arg-type]

    assert client.get("/owner/").status_code == 403


def test_the_programme_is_opened_once_and_point_a_changes_only_with_a_reason(
    owner: Staff,
) -> None:
    programme.open_programme(
        starts_on=date(2026, 7, 1), ends_on=date(2026, 11, 1), actor="staff:1", now=MONDAY
    )

    fixed = programme.fix_point_a(by_id=owner.pk, actor="staff:1", now=MONDAY)
    with pytest.raises(ReasonIsMissing):
        programme.fix_point_a(by_id=owner.pk, actor="staff:1", now=MONDAY)
    programme.fix_point_a(by_id=owner.pk, actor="staff:1", reason="Догрузили июнь", now=MONDAY)

    assert fixed > 0
    assert PointA.objects.filter(replaced_at=None).count() == fixed
    assert PointA.objects.filter(replaced_at__isnull=False).count() == fixed
    reasons = set(
        JournalEntry.objects.filter(event__name="point_a_fixed").values_list("attrs__reason")
    )
    assert reasons == {("",), ("Догрузили июнь",)}


def test_the_page_costs_the_same_with_one_order_and_with_thirty(
    client: Client, owner: Staff
) -> None:
    client.get("/owner/")
    costs = []
    for orders in (1, 30):
        for _ in range(orders):
            make_order(make_client(goal=None), make_product())
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/owner/").status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_every_number_of_the_page_opens(client: Client, owner: Staff) -> None:
    make_order(make_client(goal=None), make_product())
    programme.open_programme(
        starts_on=(MONDAY - timedelta(days=90)).date(),
        ends_on=MONDAY.date(),
        actor="staff:1",
        now=MONDAY,
    )
    page = client.get("/owner/").text
    links = {part.split('"')[0].replace("&amp;", "&") for part in page.split('href="/numbers/')[1:]}

    assert links
    for link in links:
        assert client.get(f"/numbers/{link}").status_code == 200, link
