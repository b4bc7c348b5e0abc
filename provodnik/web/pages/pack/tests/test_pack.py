"""The handover pack: what the next coordinator reads and accepts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from provodnik.facts.people.lifecycle import queries, services
from provodnik.facts.people.models import Client
from provodnik.facts.people.services import assign_coordinator, record_goal
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.desk.tests.factories import ask
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.types import TouchKind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff("Анна Лебедева", user=make_user())


@pytest.fixture
def pavel(school: School) -> Staff:
    return make_staff("Павел Елкин", user=make_user())


def browser(staff: Staff) -> Browser:
    client = Browser()
    assert staff.user is not None
    client.force_login(staff.user)
    return client


def passed_on(anna: Staff, pavel: Staff) -> Client:
    client, now = make_client("Наталья Белова"), timezone.now()
    for staff, at in ((anna, now - DAY), (pavel, now)):
        assign_coordinator(client.pk, staff_id=staff.pk, now=at, actor="system")
    told = JournalEntry.objects.filter(event__name="coordinator_assigned")
    services.pass_on(list(told.values_list("pk", flat=True)), now=now)
    return client


def told_about(client: Client, owner: Staff, nth: int = 0) -> None:
    """Something in the sections that grow."""
    now = timezone.now()
    ask(client, f"Не открывается урок {nth}", at=now - timedelta(hours=1))
    queue.plan(
        client_id=client.pk,
        kind=TouchKind.SUPPORT,
        reason=f"Повод {nth}",
        occurrence=f"{nth}",
        owner_id=owner.pk,
        actor="system",
        now=now,
    )


@pytest.mark.requirement("R-013")
def test_the_next_coordinator_reads_one_page_and_accepts(anna: Staff, pavel: Staff) -> None:
    client = passed_on(anna, pavel)
    record_goal(client.pk, text="Открыть студию", now=timezone.now(), actor="system")
    told_about(client, pavel)
    mine = browser(pavel)

    card = mine.get(f"/students/{client.pk}/").content.decode()
    page = mine.get(f"/students/{client.pk}/pack/").content.decode()
    done = mine.post(f"/students/{client.pk}/pack/accept/", {"note": "ясно"})

    assert "Ученика передаёт вам Анна Лебедева" in card
    for said in ("Открыть студию", "Повод 0", "Не открывается урок 0", "Принять ученика"):
        assert said in page
    for part in (
        *(
            "Кто за что отвечает",
            "Цели",
            "План",
            "Обещания, договорённости, решения",
            "Открытые обращения",
            "Риски",
        ),
        *("Протоколы", "Повестки впереди", "Что обещаем по ответам", "Последние касания"),
    ):
        assert part in page
    assert done.status_code == 302
    assert queries.waiting_pack(client.pk) is None
    assert "Принять ученика" not in mine.get(f"/students/{client.pk}/pack/").content.decode()
    assert mine.post(f"/students/{client.pk}/pack/accept/").status_code == 404


@pytest.mark.requirement("R-013")
def test_nobody_accepts_for_another(anna: Staff, pavel: Staff) -> None:
    client = passed_on(anna, pavel)
    other = make_staff("Чужой", "senior_curator", user=make_user())

    assert browser(anna).get(f"/students/{client.pk}/pack/").status_code == 404
    assert browser(other).post(f"/students/{client.pk}/pack/accept/").status_code in (403, 404)
    assert queries.waiting_pack(client.pk) is not None


def test_the_pack_costs_the_same_for_one_and_for_ten(anna: Staff, pavel: Staff) -> None:
    client, mine = passed_on(anna, pavel), browser(pavel)
    counts = []
    for several in (range(1), range(1, 10)):
        for nth in several:
            told_about(client, pavel, nth)
        mine.get(f"/students/{client.pk}/pack/")
        with CaptureQueriesContext(connection) as asked:
            mine.get(f"/students/{client.pk}/pack/")
        counts.append(len(asked))

    assert counts[0] == counts[1]
