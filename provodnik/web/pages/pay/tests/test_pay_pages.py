"""Pay on pages: one's own slip, the team's month, rows, closing, other rates."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from provodnik.decisions.pay import queries
from provodnik.decisions.pay.tests.conftest import OCTOBER, Team
from provodnik.facts.team.services import add_staff, give_account
from provodnik.facts.team.tests.factories import make_user
from provodnik.kernel import schools
from provodnik.lake.tests.journals import NOW

MONTH = "?month=2026-10"
NBSP = "\u00a0"
SOLD = """
    vera payment_received 2026-08-01T10:00 value=50000 item=a1
    vera payment_received 2026-10-05T10:00 value=20000 item=a2 staff=anna
"""


def sign_in(team: Team, client: Client, who: str) -> int:
    with schools.inside(team.school.pk):
        user = make_user(f"{who}@school.test")
        give_account(team.people[who], user=user, now=NOW, actor="system")
    client.force_login(user)
    return team.people[who]


def plain(text: str) -> str:
    return text.replace(NBSP, " ").replace("\u202f", " ")


@pytest.mark.requirement("R-194")
@pytest.mark.requirement("R-197")
def test_a_coordinator_sees_own_slip_line_by_line_and_what_raises_it(
    team: Team, client: Client
) -> None:
    team.tell(SOLD + "vera ticket_opened 2026-10-12T10:00 item=t1\n")
    team.tell("vera ticket_answered 2026-10-12T14:00 item=t1 staff=anna")
    sign_in(team, client, "anna")

    page = plain(client.get(f"/pay/my/{MONTH}").text)

    assert "База, грейд «Координатор»" in page
    assert "30 000,00 ₽" in page
    assert "5,0% с 20 000,00 ₽" in page
    assert "+3 000,00 ₽" in page
    # 30 000 − 3 000 for slow answers + 5 % of 20 000.
    assert "28 000,00 ₽" in page


@pytest.mark.requirement("R-197")
def test_a_sale_changes_the_forecast(team: Team, client: Client) -> None:
    sign_in(team, client, "anna")
    before = client.get(f"/pay/my/{MONTH}").text
    team.tell(SOLD)

    after = plain(client.get(f"/pay/my/{MONTH}").text)

    assert "31 000,00 ₽" not in plain(before)
    assert "31 000,00 ₽" in after


def test_a_line_opens_to_the_rows_it_was_counted_from(team: Team, client: Client) -> None:
    team.tell(SOLD)
    anna = sign_in(team, client, "anna")

    page = plain(client.get(f"/pay/people/{anna}/rows/reward/repeat_sales/{MONTH}").text)

    assert page.count("data-entry") == 1
    assert "20 000,00 ₽" in page


def test_nobody_sees_a_colleagues_money(team: Team, client: Client) -> None:
    sign_in(team, client, "anna")
    daria = team.people["daria"]

    assert client.get(f"/pay/people/{daria}/{MONTH}").status_code == 403
    assert client.get(f"/pay/people/{daria}/rows/reward/repeat_sales/").status_code == 403
    assert client.get("/pay/").status_code == 302
    assert client.get("/pay/export/").status_code == 403
    assert client.post("/pay/close/").status_code == 403
    assert client.get("/pay/scheme/").status_code == 403


def test_the_head_sees_the_month_and_closes_it(team: Team, client: Client) -> None:
    team.tell(SOLD)
    sign_in(team, client, "olga")
    opened = plain(client.get(f"/pay/{MONTH}").text)

    client.post("/pay/close/", {"month": "2026-10"})
    closed = plain(client.get(f"/pay/{MONTH}").text)

    assert "71 000,00 ₽" in opened
    assert "доход у 3 из 3" in opened
    assert "Закрыть месяц" in opened
    assert "Закрыть месяц" not in closed
    with schools.inside(team.school.pk):
        assert queries.closed_months() == [OCTOBER]


def test_a_month_does_not_close_while_somebody_has_no_grade(team: Team, client: Client) -> None:
    sign_in(team, client, "olga")
    with schools.inside(team.school.pk):
        add_staff(name="Лев Грек", role="curator", now=NOW, actor="system")

    page = client.post("/pay/close/", {"month": "2026-10"}, follow=True).text

    assert "Не закрыть, нет грейда: Лев Грек" in page


def test_a_grade_is_given_by_a_plain_form(team: Team, client: Client) -> None:
    sign_in(team, client, "olga")
    with schools.inside(team.school.pk):
        lev = add_staff(name="Лев Грек", role="curator", now=NOW, actor="system").pk
    form = {"staff": lev, "grade": "trainee", "from": "2026-10-01", "month": "2026-10"}

    client.post("/pay/grade/", form)

    with schools.inside(team.school.pk):
        told = queries.own_slip(lev, OCTOBER)
    assert told is not None
    assert told.total_kopecks == 15_000_00


@pytest.mark.requirement("R-198")
def test_other_rates_are_tried_and_nothing_is_saved_until_applied(
    team: Team, client: Client
) -> None:
    sign_in(team, client, "olga")
    form = {"grades.trainee.base_rubles": "16000", "months": "1"}

    tried = plain(client.post("/pay/scheme/", form).text)
    with schools.inside(team.school.pk):
        before = queries.scheme_turns()
    wordless = client.post("/pay/scheme/apply/", {**form, "from": "2026-12"})
    applied = client.post(
        "/pay/scheme/apply/", {**form, "from": "2026-12", "reason": "Стажёрам мало"}
    )

    assert "16 000 ₽" in tried
    assert "1 000 ₽" in tried
    assert before == []
    assert (wordless.status_code, applied.status_code) == (422, 302)
    with schools.inside(team.school.pk):
        assert [turn.reason for turn in queries.scheme_turns()] == ["Стажёрам мало"]


def test_a_rate_that_cannot_be_is_shown_where_it_stands(team: Team, client: Client) -> None:
    sign_in(team, client, "olga")

    page = client.post("/pay/scheme/", {"grades.trainee.base_rubles": "мало"})

    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text


@pytest.mark.requirement("R-200")
@pytest.mark.requirement("R-201")
def test_the_share_and_the_roubles_stand_on_lines_of_their_own(team: Team, client: Client) -> None:
    team.tell(
        """
        - pay_approved  2026-09-30T10:00 value=375000  staff=anna
        - cost_recorded 2026-09-30T10:00 value=4625000
        - pay_approved  2026-10-31T10:00 value=235000  staff=anna
        - cost_recorded 2026-10-31T10:00 value=4765000
        """
    )
    sign_in(team, client, "olga")

    page = plain(client.get(f"/pay/{MONTH}").text)

    assert "4,7%, −37,3% (−2,8 п.п.)" in page
    assert "−140 000 ₽/мес." in page


@pytest.mark.requirement("R-182")
def test_the_sheet_says_how_many_are_paid(team: Team, client: Client) -> None:
    sign_in(team, client, "olga")
    with schools.inside(team.school.pk):
        add_staff(name="Лев Грек", role="curator", now=NOW, actor="system")

    page = client.get(f"/pay/{MONTH}").text

    assert "доход у 3 из 4" in page
    assert "Без грейда, поэтому без базы: Лев Грек" in page


def test_the_file_is_the_sheet(team: Team, client: Client) -> None:
    team.tell(SOLD)
    sign_in(team, client, "olga")

    text = client.get(f"/pay/export/{MONTH}").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))

    totals = {row[0]: row[4] for row in rows if row[2] == "Итого"}
    assert totals["Анна Лебедева"] == "31000,00"


def test_queries_do_not_grow_with_the_team(team: Team, client: Client) -> None:
    sign_in(team, client, "olga")

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/pay/{MONTH}")
        return len(caught)

    asked()
    few = asked()
    with schools.inside(team.school.pk):
        for nth in range(20):
            add_staff(name=f"Куратор {nth}", role="curator", now=NOW, actor="system")

    assert asked() == few
