"""The registry of accesses on its pages, and leaving the team."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conftest import MONDAY
from provodnik.facts.people.accesses import services
from provodnik.facts.people.accesses.models import AccessGrant
from provodnik.facts.people.accesses.types import NewGrant
from provodnik.facts.people.services.stages import enter_stage
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.web.tests.members import cost_of, sign_in

DAY = timedelta(days=1)


@pytest.fixture
def head(client: Client, school: School) -> Staff:
    return sign_in(client)


def granted(holder: Staff, head: Staff, kind: str = "getcourse", days_ago: int = 1) -> AccessGrant:
    now = timezone.now() - days_ago * DAY
    new = NewGrant(kind=kind, holder_staff_id=holder.pk)
    return services.grant(new, by_id=head.pk, now=now)


@pytest.mark.requirement("R-012")
def test_an_access_is_written_down_by_a_plain_form(client: Client, head: Staff) -> None:
    anna, student = make_staff(), make_client(email="n@example.org")
    form = {"kind": "student_data", "words": "папка", "staff": anna.pk, "about": "n@example.org"}

    page = client.post("/accesses/new/", form, follow=True).text

    access = AccessGrant.objects.get()
    assert (access.holder_staff_id, access.about_client_id) == (anna.pk, student.pk)
    assert "Данные ученика: папка" in page
    assert f'данные: <a class="pv-link" href="/students/{student.pk}/"' in page
    assert "все пересмотрены в срок" in page


def test_what_cannot_be_understood_is_said_beside_its_field(client: Client, head: Staff) -> None:
    nobody = client.post("/accesses/new/", {"kind": "mail"}).text
    stranger = client.post("/accesses/new/", {"kind": "mail", "client": "x@example.org"}).text

    assert "Выберите одно: сотрудник или клиент." in nobody
    assert 'id="new_client-note"' in stranger
    assert not AccessGrant.objects.exists()


@pytest.mark.requirement("R-012")
def test_an_overdue_review_is_shown_first_and_settled_from_the_list(
    client: Client, head: Staff
) -> None:
    granted(make_staff("Анна Лебедева"), head, "mail")
    late = granted(make_staff("Ирина Ткачёва"), head, days_ago=91)

    page = client.get("/accesses/").text
    assert "1\u00a0доступ ждёт пересмотра" in page
    assert page.index(f'href="/accesses/{late.pk}/"') < page.index("Почта школы</a>")

    client.post(f"/accesses/{late.pk}/review/", {"back": "list"})

    assert "Все пересмотрены в срок" in client.get("/accesses/?show=overdue").text
    assert JournalEntry.objects.filter(event__name="access_reviewed").count() == 1


@pytest.mark.requirement("R-012")
def test_revoking_asks_why_and_stays_in_the_history(client: Client, head: Staff) -> None:
    grant = granted(make_staff(), head)

    client.post(f"/accesses/{grant.pk}/revoked/", {"reason": ""})
    assert AccessGrant.objects.filter(revoked_at=None).exists()
    page = client.post(f"/accesses/{grant.pk}/revoked/", {"reason": "Не нужен"}, follow=True).text

    assert "<q>Не нужен</q>" in page
    assert "Отозвать доступ" not in page
    [entry] = JournalEntry.objects.filter(event__name="access_revoked")
    assert entry.actor == f"staff:{head.pk}"
    assert "1\u00a0доступ отозван" in client.get("/accesses/?show=revoked").text


@pytest.mark.requirement("R-012")
def test_nobody_leaves_the_team_with_an_open_access_but_one_press_revokes_all(
    client: Client, head: Staff
) -> None:
    anna = make_staff()
    granted(anna, head)

    page = client.post(f"/team/{anna.pk}/departure/", follow=True).text
    anna.refresh_from_db()
    assert anna.left_on is None
    assert "сначала отзовите доступы" in page
    assert "GetCourse" in page

    client.post(f"/team/{anna.pk}/parting/", {"reason": ""})

    anna.refresh_from_db()
    assert anna.left_on is not None
    assert AccessGrant.objects.get().reason == "Ушёл из команды"


@pytest.mark.requirement("R-012")
def test_the_last_stage_stays_shut_on_the_page_while_an_access_is_open(
    client: Client, head: Staff
) -> None:
    student = make_client()
    enter_stage(student.pk, "growth", now=MONDAY, actor="system")
    new = NewGrant(kind="telegram_group", holder_client_id=student.pk)
    access = services.grant(new, by_id=head.pk, now=MONDAY)
    move = {"stage": "completion", "clients": [student.pk], "reason": "Завершил, долги не важны"}

    page = client.post("/stages/move/", move, follow=True).text
    assert "Доступы отозваны" in page
    student.refresh_from_db()
    assert student.stage == "growth"

    services.revoke(access.pk, reason="завершение", by_id=head.pk, now=timezone.now())
    client.post("/stages/move/", move)
    student.refresh_from_db()
    assert student.stage == "completion"


def test_the_systems_own_accounts_stand_beside(client: Client, head: Staff) -> None:
    make_staff("Без Входа")

    page = client.get("/accesses/").text.split("Кто входит в Проводник")[1]

    assert head.name in page
    assert "РОПиС" in page
    assert "Без Входа" not in page


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_goes_into_a_file_with_its_filters(client: Client, head: Staff, form: str) -> None:
    anna = make_staff()
    granted(anna, head)
    granted(head, head, "mail")

    file = client.get(f"/accesses/export/?who={anna.pk}&format={form}")

    assert file.headers["Content-Disposition"].endswith(f'accesses.{form}"')
    if form == "csv":
        text = file.content.decode("utf-8-sig")
        assert "GetCourse" in text
        assert "Почта школы" not in text


def test_a_colleague_without_the_right_is_refused(client: Client, school: School) -> None:
    staff = sign_in(client, "coordinator")
    grant = granted(staff, staff)

    assert client.get("/accesses/").status_code == 403
    assert client.get(f"/accesses/{grant.pk}/").status_code == 403
    assert client.post(f"/accesses/{grant.pk}/revoked/", {"reason": "нет"}).status_code == 403
    assert client.post(f"/team/{staff.pk}/parting/").status_code == 403


def test_a_stranger_finds_nothing(client: Client, head: Staff) -> None:
    assert client.get("/accesses/999999/").status_code == 404
    assert client.post("/accesses/999999/review/").status_code == 404
    assert Client().get("/accesses/").status_code == 302


def test_the_cost_does_not_grow_with_the_list(client: Client, head: Staff) -> None:
    granted(head, head)
    short = cost_of(client, "/accesses/")

    for number in range(30):
        granted(make_staff(f"Сотрудник {number}"), head)

    assert cost_of(client, "/accesses/") == short
