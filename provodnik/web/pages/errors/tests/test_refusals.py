"""Each refusal says what happened, what is safe and what to do."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from structlog.testing import capture_logs

from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import School
from provodnik.web.pages.errors.views import broken, forbidden
from provodnik.web.tests.members import HEAD, sign_in


def test_an_unknown_address_is_said_in_words_to_a_stranger(client: Client, db: None) -> None:
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "Такой страницы нет" in response.text


def test_a_member_who_is_lost_keeps_the_menu(client: Client, school: School) -> None:
    sign_in(client)

    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "Настройка школы" in response.text


@pytest.mark.requirement("R-001")
def test_a_colleague_without_the_right_learns_whom_to_ask(client: Client, school: School) -> None:
    make_staff("Ольга Седова", HEAD, user=make_user("olga@example.org"))
    sign_in(client, "coordinator", "Анна Лебедева")

    response = client.get("/team/")

    assert response.status_code == 403
    assert "Это может сделать РОПиС" in response.text
    assert "Ольга Седова" in response.text
    assert "mailto:olga%40example.org" in response.text


def test_a_right_that_nobody_holds_names_nobody(client: Client, school: School) -> None:
    request = RequestFactory().get("/somewhere/")
    request.staff, request.school = sign_in(client), school  # type: ignore[attr-defined]

    response = forbidden(request, PermissionDenied("fly"))

    assert "Эта страница не для вашей роли" in response.text


def test_a_form_from_before_signing_out_leads_to_sign_in(db: None) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/me/school/", {"school": "1"})

    assert response.status_code == 403
    assert "Вы вышли из системы" in response.text


def test_an_outdated_form_leads_back_to_our_page_and_to_no_other(school: School) -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in(client)

    ours = client.post("/me/theme/", headers={"Referer": "http://testserver/method/"}).text
    foreign = client.post("/me/theme/", headers={"Referer": "http://evil.example/"}).text

    assert 'href="http://testserver/method/"' in ours
    assert "evil.example" not in foreign


def test_our_fault_has_a_code_that_the_log_knows() -> None:
    with capture_logs() as logged:
        response = broken(RequestFactory().get("/day/"))

    code = response.text.rpartition("<b>")[2].partition("</b>")[0]
    assert response.status_code == 500
    assert [entry["code"] for entry in logged] == [code]
    assert len(code) == 4
