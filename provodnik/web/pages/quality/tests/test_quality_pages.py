"""Quality control on pages: the sample, scores that open, remarks, lists, a second pair of eyes."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.decisions.meetings import queries as meetings
from provodnik.decisions.quality import queries, services
from provodnik.decisions.quality.models import Check, ListUse, Remark, ReviewLayer
from provodnik.decisions.quality.tests.factories import check, draw, drawn_of, marks, write_answers
from provodnik.decisions.quality.types import Subject
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.method.quality_words import Artefact
from provodnik.touches.desk.tests.factories import ask
from provodnik.web.tests.members import cost_of, sign_in

pytestmark = pytest.mark.django_db
PAGES = ("", "checks/", "remarks/", "calibration/", "reviews/", "mine/")


def seen(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode().replace("\u00a0", " ")


def checked(
    author: Staff, head: Staff, count: int = 1, *, remark: str = "", first: int = 1
) -> None:
    for nth in range(first, first + count):
        check(drawn_of(author.pk, nth), head.pk, failed="warm", remark=remark, at=timezone.now())


@pytest.mark.requirement("R-216")
def test_the_days_sample_is_checked_by_a_plain_form(school: School, client: Client) -> None:
    head, anna = sign_in(client), make_staff("Анна")
    write_answers(anna.pk, 3, at=timezone.now() - timedelta(days=1))
    [drawn] = draw(at=timezone.now())
    board = seen(client, "/quality/")
    page = seen(client, f"/quality/drawn/{drawn.pk}/")
    sent = {f"mark-{key}": mark.value for key, mark in marks(failed="next_step").items()}

    unfinished = client.post(f"/quality/drawn/{drawn.pk}/", {"mark-warm": "passed"})
    client.post(f"/quality/drawn/{drawn.pk}/", {**sent, "remark": "Назовите срок"})

    assert "Проверить: 1 ответ" in board and "Анна" in board
    assert "Не открывается урок" in page and "Ответ " in page
    assert unfinished.status_code == 422
    assert 'value="passed" required checked' in unfinished.content.decode()
    made = Check.objects.get()
    assert (made.checker_id, made.passed, made.applicable) == (head.pk, 4, 5)
    assert "Вся выборка проверена" in seen(client, "/quality/")
    assert "Назовите срок" in seen(client, "/quality/remarks/")


@pytest.mark.requirement("R-216", "R-219")
def test_a_score_opens_to_the_checks_it_was_made_of(school: School, client: Client) -> None:
    head, anna = sign_in(client), make_staff("Анна")
    checked(anna, head, 3)

    page = seen(client, "/quality/")

    hrefs = {unescape(one) for one in re.findall(r'href="(/quality/checks/[^"]+)"', page)}
    assert len(hrefs) == 2
    for href in hrefs:
        found = client.get(href).context["list"]
        assert (found.total, len(found.rows)) == (3, 3)
        assert found.score.share == pytest.approx(8 / 9)
    assert "88,9%" in page
    assert seen(client, f"/quality/checks/?staff={anna.pk}&week=2020-01-06").count("data-row") == 0


def test_a_second_checker_does_not_see_the_first_marks_before_their_own(
    school: School, client: Client
) -> None:
    head, anna, boris = sign_in(client), make_staff("Анна"), make_staff("Борис")
    drawn = drawn_of(anna.pk, 1)
    check(drawn, boris.pk, failed="warm", at=timezone.now())

    before = seen(client, f"/quality/drawn/{drawn.pk}/")
    check(drawn, head.pk, at=timezone.now())
    after = seen(client, f"/quality/drawn/{drawn.pk}/")

    assert "Проверка: Борис" not in before and "Чек-лист" in before
    assert "Проверка: Борис" in after
    pairs = seen(client, "/quality/calibration/")
    assert "1 работу проверили двое" in pairs
    assert "Вежливо, по имени, без канцелярита: нет / да" in pairs


@pytest.mark.requirement("R-216")
def test_a_curator_sees_own_scores_and_answers_a_remark(school: School, client: Client) -> None:
    anna, head = sign_in(client, "curator", "Анна"), make_staff("Ольга")
    checked(anna, head, remark="Назовите срок")
    remark = Remark.objects.get()

    mine = seen(client, "/quality/mine/")
    wordless = client.post(f"/quality/mine/{remark.pk}/answer/", {"agreed": "0"}, follow=True)
    client.post(f"/quality/mine/{remark.pk}/answer/", {"agreed": "1"})

    assert "1 замечание ждёт ответа" in mine and "Назовите срок" in mine
    assert "почему не согласны" in wordless.content.decode()
    assert "На все замечания есть ответ" in seen(client, "/quality/mine/")
    remark.refresh_from_db()
    assert remark.is_agreed
    seen(client, f"/quality/checks/?staff={anna.pk}")
    seen(client, f"/quality/drawn/{remark.check_made.drawn_id}/")


def test_a_curator_sees_nothing_of_others(school: School, client: Client) -> None:
    sign_in(client, "curator", "Анна")
    boris, head = make_staff("Борис"), make_staff("Ольга")
    checked(boris, head, remark="Назовите срок")
    remark = Remark.objects.get()

    for address in ("", "remarks/", "calibration/", "reviews/"):
        seen(client, f"/quality/{address}", status=403)
    seen(client, "/quality/checks/", status=404)
    seen(client, f"/quality/checks/?staff={boris.pk}", status=404)
    seen(client, f"/quality/drawn/{remark.check_made.drawn_id}/", status=404)
    answer = client.post(f"/quality/mine/{remark.pk}/answer/", {"agreed": "1"})
    assert answer.status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_a_stranger_signs_in(school: School, client: Client, address: str) -> None:
    assert client.get(f"/quality/{address}").status_code == 302


@pytest.mark.parametrize("address", [one for one in PAGES if one != "checks/"])
def test_an_empty_school_says_what_to_do(school: School, client: Client, address: str) -> None:
    sign_in(client)
    assert "pv-empty" in seen(client, f"/quality/{address}")


@pytest.mark.requirement("R-217")
def test_a_remark_goes_to_the_next_meeting(school: School, client: Client) -> None:
    head, anna = sign_in(client), make_staff("Анна")
    checked(anna, head, remark="Назовите срок")

    client.post(f"/quality/remarks/{Remark.objects.get().pk}/agenda/")

    assert [item.text for item in meetings.waiting_items()] == ["Назовите срок"]


@pytest.mark.requirement("R-218")
def test_a_list_on_a_request_is_ticked_off_by_plain_forms(school: School, client: Client) -> None:
    head, ticket = sign_in(client), ask(make_client())
    address = f"/quality/lists/{ticket.pk}/"
    assert "Чек-листов нет" in seen(client, address)

    client.post(address, {"key": "refund"})
    use = ListUse.objects.get()
    for point in queries.lists_of(Subject.TICKET, ticket.pk)[0].points:
        client.post(f"/quality/lists/{use.pk}/points/", {"point": point.key})
    done = seen(client, address)
    client.post(f"/quality/lists/{use.pk}/points/", {"point": "reason", "undo": "1"})

    assert "всё сделано" in done and head.name in done
    assert "всё сделано" not in seen(client, address)
    assert client.post(address, {"key": "nonsense"}).status_code == 404
    assert client.get("/quality/lists/999999/").status_code == 404


@pytest.mark.requirement("R-220")
def test_a_second_pair_of_eyes_is_switched_and_judges(school: School, client: Client) -> None:
    sign_in(client)
    anna = make_staff("Анна")
    client.post("/quality/reviews/on/", {"artefact": "protocol", "staff": ""})
    waiting = services.ask_review(Artefact.PROTOCOL, 7, author_id=anna.pk, now=timezone.now())

    page = seen(client, "/quality/reviews/")
    client.post(f"/quality/reviews/{waiting.pk}/judgement/", {"approved": "0", "words": "Сроки"})
    client.post(f"/quality/reviews/{ReviewLayer.objects.get().pk}/off/")

    assert "1 работа ждёт второго взгляда" in page
    after = seen(client, "/quality/reviews/")
    assert "вернули" in after and "Сроки" in after
    assert "Пока всё уходит без второго взгляда" in after


def test_pages_cost_the_same_at_any_length(school: School, client: Client) -> None:
    head, anna = sign_in(client), make_staff("Анна")
    addresses = ("/quality/", "/quality/checks/", "/quality/remarks/", "/quality/calibration/")
    checked(anna, head, remark="Срок")
    drawn_of(anna.pk, 900, at=timezone.now())
    alone = [cost_of(client, address) for address in addresses]
    for nth in range(1, 12):
        author = make_staff(f"Куратор {nth}")
        checked(author, head, 2, remark="Срок", first=nth * 10)
        drawn_of(author.pk, 900 + nth, at=timezone.now())

    assert [cost_of(client, address) for address in addresses] == alone
