"""The page of the base: parts that sum, numbers that open, segments, months, rights."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from provodnik.facts.people.services.clients import set_permission
from provodnik.facts.people.types import Permission
from provodnik.facts.sales.base import rules
from provodnik.facts.sales.base.models import Segment
from provodnik.facts.sales.base.recounting import recount_all
from provodnik.facts.sales.base.services import save_segment
from provodnik.facts.sales.tests.factories import buy, make_client
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.lake import services as lake_services
from provodnik.web.tests.members import sign_in

DAY = timedelta(days=1)
RULE: rules.Stored = [[{"fact": "orders", "how": "at_least", "value": "1"}]]


def fill(school: School, people: int) -> None:
    """Buyers of today, one segment with them."""
    now = timezone.now()
    with schools.inside(school.pk):
        for number in range(people):
            buy(make_client(f"Анна {number}", goal=None), at=now - DAY, kopecks=3_000_00)
        if not Segment.objects.exists():
            save_segment("Покупатели", rules.read(RULE), actor="system", now=now)
        recount_all(now=now)
    lake_services.catch_up(now=now)


def signed_in(school: School, role: str = "head_of_product_and_service") -> Client:
    client = Client()
    with schools.inside(school.pk):
        sign_in(client, role)
    return client


@pytest.fixture
def head(lake: School) -> Iterator[Client]:
    yield signed_in(lake)


def shown(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    return response.content.decode().replace("\u00a0", " ")


@pytest.mark.requirement("R-270")
def test_the_parts_sum_to_the_base_and_each_opens(lake: School, head: Client) -> None:
    fill(lake, 3)
    with schools.inside(lake.pk):
        refused = make_client("Борис", goal=None)
        now = timezone.now()
        set_permission(refused.pk, Permission.MESSAGES, allowed=False, now=now, actor="system")
        recount_all(now=now)

    page = shown(head, "/base/")

    assert "?part=unsubscribed" in page
    assert "2 250 ₽" in page, "9 000 ₽ by four contacts"
    assert "Борис" in shown(head, "/base/people/?part=unsubscribed")
    assert "Борис" not in shown(head, "/base/people/?part=active")


@pytest.mark.requirement("R-271")
def test_a_segment_shows_its_people_and_those_in_none(lake: School, head: Client) -> None:
    fill(lake, 2)
    with schools.inside(lake.pk):
        make_client("Вера", goal=None)
        from provodnik.facts.sales.base.recounting import note_strays

        note_strays()
        recount_all(now=timezone.now())
        segment = Segment.objects.get()

    page = shown(head, "/base/")

    assert f"?segment={segment.pk}" in page
    assert "Вера" in shown(head, "/base/people/?segment=0")
    assert "Анна 1" in shown(head, f"/base/people/?segment={segment.pk}")


def test_the_file_holds_what_the_screen_shows(lake: School, head: Client) -> None:
    fill(lake, 60)

    screen = shown(head, "/base/people/?part=active")
    rows = head.get("/base/people/export/?part=active").content.decode("utf-8-sig").splitlines()

    assert "60" in screen
    assert len(rows) == 61
    assert sum(float(row.split(";")[-1].replace(",", ".")) for row in rows[1:]) == 60 * 3000


@pytest.mark.parametrize("path", ["/base/", "/base/people/"])
def test_a_page_costs_the_same_at_any_length(lake: School, head: Client, path: str) -> None:
    counts = []
    for people in (1, 30):
        fill(lake, people)
        head.get(path)
        with CaptureQueriesContext(connection) as asked:
            head.get(path)
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.requirement("R-276")
def test_costs_are_entered_side_by_side_and_taken_back(lake: School, head: Client) -> None:
    fill(lake, 2)
    month = timezone.localdate() - DAY

    for purpose, amount in (("new_buyers", "9 000"), ("repeat_buyers", "1000")):
        told = {"month": f"{month:%Y-%m}", "purpose": purpose, "amount": amount}
        assert head.post("/base/costs/", told).status_code == 302
    page = shown(head, "/base/")

    assert "4 500 ₽" in page, "9 000 ₽ by two new buyers"
    assert page.count("/removal/") == 2


@pytest.mark.requirement("R-270")
def test_growth_is_planned_on_the_page(lake: School, head: Client) -> None:
    fill(lake, 1)

    head.post("/base/growth/", {"month": f"{timezone.localdate():%Y-%m}", "contacts": "40"})

    assert "из 40 по плану" in shown(head, "/base/")


@pytest.mark.parametrize("told", [{"month": "x", "contacts": "4"}, {"month": "2026-11"}])
def test_a_plan_that_cannot_be_read_changes_nothing(
    lake: School, head: Client, told: dict[str, str]
) -> None:
    fill(lake, 1)

    assert head.post("/base/growth/", told).status_code == 302

    assert "по плану" not in shown(head, "/base/")


def test_an_empty_base_says_what_to_do(lake: School, head: Client) -> None:
    assert "Загрузите контакты" in shown(head, "/base/")


def test_a_marketer_sees_numbers_that_open_no_people(lake: School) -> None:
    fill(lake, 1)
    marketer = signed_in(lake, "marketer")

    assert "/base/people/" not in shown(marketer, "/base/")
    assert marketer.get("/base/people/").status_code == 403
    assert marketer.get("/base/people/export/").status_code == 403


def test_strangers_sign_in_and_colleagues_without_the_right_are_refused(lake: School) -> None:
    curator = signed_in(lake, "curator")

    assert Client().get("/base/").status_code == 302
    assert curator.get("/base/").status_code == 403
    assert curator.post("/base/growth/", {}).status_code == 403
