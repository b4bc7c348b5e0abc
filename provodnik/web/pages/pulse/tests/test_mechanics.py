"""The panel of mechanics on the head's home: meetings, reports by their terms, promises."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from provodnik.decisions.meetings import services as meetings
from provodnik.decisions.meetings.types import PointFields
from provodnik.facts.sales.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel import journal, schools
from provodnik.kernel.models import School
from provodnik.lake import engine
from provodnik.lake import services as lake
from provodnik.method import queries as method
from provodnik.web.pages.pulse.tests.test_pulse_page import HEAD, browser, open_signal, page
from provodnik.web.tests.members import cost_of

NBSP = "\u00a0"


@pytest.fixture
def head(school: School) -> Staff:
    make_client()
    return make_staff("Ольга Седова", HEAD, user=make_user())


@pytest.fixture
def own_lake(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.HOME = tmp_path
    engine.forget()
    yield
    engine.forget()


def panel(client: Client) -> str:
    """The panel alone, in the words of its text."""
    html = page(client)
    start = html.index("Механика сервиса")
    told = re.sub(r"<[^>]+>", " ", html[start : html.index("Входящие", start)])
    return " ".join(told.replace(NBSP, " ").split())


def plan(head: Staff, hours: int) -> int:
    now = timezone.now()
    at = now + timedelta(hours=hours)
    return meetings.plan("team", at, staff_ids=[head.pk], by_id=head.pk, now=now).pk


@pytest.mark.requirement("R-018")
def test_meetings_of_the_week_are_held_and_have_minutes(head: Staff) -> None:
    now = timezone.now()
    one, other = plan(head, 0), plan(head, 0)
    plan(head, 24 * 8)
    for meeting_id in (one, other):
        meetings.hold(meeting_id, by_id=head.pk, now=now)
    write_minutes(one, head)

    words = panel(browser(head))

    assert "Проведено 2 из 2 встреч, с протоколом 1" in words
    assert "Встреча команды" in words
    assert "проведена, протокол отправлен" in words and "проведена, протокола нет" in words
    assert "Седова" not in words


def write_minutes(meeting_id: int, head: Staff) -> None:
    now = timezone.now()
    told = PointFields(text="Отвечать за два часа")
    meetings.add_point(meeting_id, told, by_id=head.pk, now=now)
    meetings.send_protocol(meeting_id, by_id=head.pk, now=now)


@pytest.mark.requirement("R-018")
def test_a_report_is_on_time_while_its_check_is_silent(head: Staff) -> None:
    standards = method.home_words().standards
    fine = panel(browser(head))
    open_signal("month_without_pack", 202610)

    html = page(browser(head))

    assert f"{len(standards)} из {len(standards)}" in fine
    assert f"{len(standards) - 1} из {len(standards)}" in panel(browser(head))
    assert "не сделано 1" in html.replace(NBSP, " ")
    for one in standards:
        assert one.title in fine


@pytest.mark.requirement("R-018")
def test_the_share_within_the_promise_opens_to_the_requests(
    committed_school: School, own_lake: None
) -> None:
    now = timezone.now()
    with schools.inside(committed_school.pk):
        head = make_staff("Ольга Седова", HEAD, user=make_user())
        client_id = make_client().pk
        monday = (now - timedelta(days=now.weekday())).replace(hour=0, minute=0)
        opened = max(monday, now - timedelta(hours=1))
        for event, at in (("ticket_opened", opened), ("ticket_answered", now)):
            journal.record(
                event,
                happened_at=at,
                actor="system",
                client_id=client_id,
                staff_id=head.pk if event == "ticket_answered" else None,
                item="t1",
            )
    lake.catch_up(now=timezone.now())

    html = page(browser(head))

    start = html.index("Ответы в обещанный срок")
    part = html[start : html.index("Входящие", start)]
    assert "100%" in part.replace(NBSP, " ")
    assert 'href="/numbers/sla_deviation/?from=' in part
    assert "1 из 1" in part.replace(NBSP, " ")


def test_a_week_of_meetings_costs_as_many_queries_as_none(head: Staff) -> None:
    client = browser(head)
    quiet = cost_of(client, "/pulse/")
    for _ in range(30):
        plan(head, 0)

    assert cost_of(client, "/pulse/") == quiet
