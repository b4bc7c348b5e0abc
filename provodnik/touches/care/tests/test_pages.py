"""A student's page: issued once, changed, closed; that it was opened is kept once a day."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from conftest import MONDAY
from provodnik.facts.sales.links import tokens
from provodnik.facts.sales.links.rules import Opening
from provodnik.facts.sales.tests.factories import make_client
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.care import services
from provodnik.touches.care.models import StudentPage
from provodnik.touches.care.tests.factories import make_page

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(hours=2)
PERSON = Opening(user_agent="Mozilla/5.0 (iPhone) Mobile", visitor="one")
ROBOT = Opening(user_agent="TelegramBot", visitor="two")


def opened() -> list[tuple[bool, str]]:
    rows = JournalEntry.objects.filter(event__name="page_opened").order_by("pk")
    return [(row.attrs["machine"], row.attrs.get("sign", "")) for row in rows]


def test_asking_again_gives_the_same_page(school: School) -> None:
    client = make_client()

    assert make_page(client) == make_page(client)
    assert JournalEntry.objects.filter(event__name="page_issued").count() == 1


def test_the_token_names_the_school_and_cannot_be_guessed(school: School) -> None:
    page = make_page(make_client())

    assert tokens.school_of(page.token) == school.pk
    assert len(page.token.partition("-")[2]) == 24


def test_another_address_closes_the_one_before(school: School) -> None:
    client = make_client()
    first = make_page(client)

    second = services.issue_page(client.pk, anew=True, actor="system", now=LATER)

    first.refresh_from_db()
    assert first.revoked_at == LATER
    assert second.token != first.token
    assert second.revoked_at is None


def test_closing_twice_changes_nothing(school: School) -> None:
    client = make_client()
    make_page(client)

    assert services.revoke_page(client.pk, actor="system", now=LATER)
    assert not services.revoke_page(client.pk, actor="system", now=LATER)


def test_the_database_refuses_a_second_open_page(school: School) -> None:
    page = make_page(make_client())
    twin = StudentPage(school=school, client=page.client, token="1-another", issued_at=MONDAY)

    with pytest.raises(IntegrityError, match="page_open_once_a_client"), transaction.atomic():
        twin.save()


def test_opening_is_kept_once_a_day_and_machines_apart(school: School) -> None:
    page = make_page(make_client())
    for opening in (PERSON, ROBOT, PERSON, ROBOT):
        services.note_opening(page, opening, today=LATER.date(), now=LATER)
    tomorrow = LATER + timedelta(days=1)
    services.note_opening(page, PERSON, today=tomorrow.date(), now=tomorrow)

    page.refresh_from_db()
    assert opened() == [(False, ""), (True, "robot"), (False, "")]
    assert page.opened_at == LATER


def test_a_preview_of_a_messenger_is_not_the_student(school: School) -> None:
    page = make_page(make_client())

    services.note_opening(page, ROBOT, today=LATER.date(), now=LATER)

    page.refresh_from_db()
    assert page.opened_at is None
