"""The head's home as people meet it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from provodnik.facts.people.services import enter_stage
from provodnik.facts.sales.tests.factories import (
    make_client,
)
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel import schools
from provodnik.kernel.models import School, Signal
from provodnik.method import queries as method_queries
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import TouchKind

pytestmark = pytest.mark.django_db

HEAD = "head_of_product_and_service"


@pytest.fixture
def head(school: School) -> Staff:
    return make_staff("Ольга Седова", HEAD, user=make_user())


def browser(staff: Staff) -> Client:
    client = Client()
    assert staff.user is not None
    client.force_login(staff.user)
    return client


def page(client: Client) -> str:
    response = client.get(reverse("pulse:show"))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def open_signal(check: str, client_id: int) -> None:
    Signal.objects.create(
        school_id=schools.current(),
        check_name=check,
        subject="client",
        subject_id=client_id,
        since_at=timezone.now() - timedelta(days=20),
        opened_at=timezone.now(),
    )


def plan_today(owner: Staff, client_id: int, occurrence: str) -> None:
    touch = queue.plan(
        client_id=client_id,
        kind=TouchKind.SUPPORT,
        reason="Остановка",
        occurrence=occurrence,
        owner_id=owner.pk,
        actor="system",
        now=timezone.now(),
    )
    Touch.objects.filter(pk=touch.pk).update(due_from=timezone.now() - timedelta(hours=1))


def test_what_burns_leads_to_the_list_of_those_it_found(head: Staff) -> None:
    open_signal("went_nowhere", make_client().pk)

    html = page(browser(head))

    assert "1\u00a0дело, из них горит 1: ушли в никуда" in html
    assert f'href="{reverse("students:list")}?nowhere=1"' in html


@pytest.mark.requirement("R-036")
def test_the_board_counts_students_by_stage(head: Staff) -> None:
    for name in ("Наталья Ремизова", "Олег Прохоров"):
        enter_stage(make_client(name).pk, "growth", now=timezone.now(), actor="system")

    html = page(browser(head))

    assert f'href="{reverse("students:list")}?stage=growth">2</a>' in html


def test_a_quiet_day_says_so(head: Staff) -> None:
    assert "Ничего не горит" in page(browser(head))


def test_a_stranger_signs_in_and_a_coordinator_is_refused(head: Staff) -> None:
    coordinator = make_staff("Ирина Ткачёва", user=make_user())

    assert Client().get(reverse("pulse:show")).status_code == 302
    assert browser(coordinator).get(reverse("pulse:show")).status_code == 403


def test_a_busy_day_costs_as_many_queries_as_a_quiet_one(head: Staff) -> None:
    student = make_client()
    plan_today(head, student.pk, "first")
    client = browser(head)
    # The fixture wrote the method in this transaction; a request's own reads it once.
    method_queries._of_transaction.clear()
    page(client)
    counts = []
    for more in (0, 29):
        for number in range(more):
            plan_today(make_staff(f"Анна {number}"), student.pk, f"more:{number}")
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))

    assert counts[0] == counts[1]
