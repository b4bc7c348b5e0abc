"""The programme from A to B: its months, told baselines and targets, windows, changes, files."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.sales.tests.factories import make_client, make_order, make_product
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import JournalEntry, School
from provodnik.kernel.periods import add_months
from provodnik.reports import programme, success
from provodnik.reports.models import ChangeNote
from provodnik.reports.types import ToldPoint
from provodnik.web.pages.owner.programme import course

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


@pytest.fixture
def owner(school: School, client: Client) -> Staff:
    staff = make_staff(name="Марина Белова", role="owner", user=make_user("owner@school.test"))
    client.force_login(staff.user)  # type: ignore[arg-type]
    make_order(make_client(goal=None), make_product())
    starts_on = add_months(timezone.localdate().replace(day=1), -1)
    programme.open_programme(
        starts_on=starts_on,
        ends_on=add_months(starts_on, 4),
        actor="staff:1",
        now=timezone.now(),
    )
    return staff


def tell(row: str, value: str, target: str, owner: Staff) -> None:
    now, on = timezone.now(), timezone.localdate()
    point = ToldPoint(row=row, value=value, measured_on=on, source="опрос выпуска")
    success.tell_point_a(point, by_id=owner.pk, actor="staff:1", now=now)
    success.set_target(row, target, by_id=owner.pk, actor="staff:1", now=now)


@pytest.mark.requirement("R-359")
def test_the_programme_shows_point_a_months_one_to_four_and_point_b(
    client: Client, owner: Staff
) -> None:
    page = client.get("/owner/").text
    names = ["Точка А", "Месяц 1", "Месяц 2", "Месяц 3", "Месяц 4", "Точка Б"]
    places = [page.index(name, page.index("pv-steps")) for name in names]

    assert places == sorted(places)
    assert "месяц 2 из 4" in page


def test_a_programme_that_is_over_has_its_point_b(school: School) -> None:
    now = datetime(2026, 7, 1, tzinfo=UTC)
    programme.open_programme(
        starts_on=date(2026, 7, 1), ends_on=date(2026, 11, 1), actor="staff:1", now=now
    )
    over = course(programme.open_row(), date(2026, 11, 1))
    last_day = course(programme.open_row(), date(2026, 10, 31))

    assert over is not None and last_day is not None
    assert (over.is_over, last_day.is_over, last_day.days_left) == (True, False, 1)
    assert [step.is_done for step in over.steps] == [True] * 6
    assert [step.is_current for step in last_day.steps] == [False] * 4 + [True, False]


@pytest.mark.requirement("R-357")
@pytest.mark.requirement("R-358")
def test_a_told_baseline_its_target_and_windows_stand_on_the_page_and_in_the_file(
    client: Client, owner: Staff
) -> None:
    tell("csi", "~85%", "96–100%", owner)
    page = client.get("/owner/").text
    text = client.get("/owner/export/").content.decode("utf-8-sig")
    rows = {row["Показатель"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}

    assert "~85%" in page
    assert "96–100%" in page
    assert "опрос выпуска" in page
    assert "за 2 мес." in page
    assert rows["CSI"]["Было"] == "~85%"
    assert rows["CSI"]["Цель"] == "96–100%"
    assert rows["CSI"]["Источник"].startswith("опрос выпуска")
    assert rows["Повторные продажи"]["Окно"] == f"2{NBSP}мес."
    assert client.get("/owner/export/xlsx/").content.startswith(b"PK")


def test_a_change_is_noted_on_the_chart_and_withdrawn(client: Client, owner: Staff) -> None:
    on = (timezone.localdate() - timedelta(days=1)).isoformat()
    client.post("/owner/changes/", {"on": on, "text": "Звонок в первые сутки"})
    page = client.get("/owner/").text
    assert "Звонок в первые сутки" in page
    assert '<b class="pv-columns__mark">①</b>' in page
    assert JournalEntry.objects.filter(event__name="change_noted").count() == 1

    note = ChangeNote.objects.get()
    client.post(f"/owner/changes/{note.pk}/drop/")
    assert "pv-columns__mark" not in client.get("/owner/").text
    client.post(f"/owner/changes/{note.pk}/restore/")
    assert "pv-columns__mark" in client.get("/owner/").text
    assert client.post("/owner/changes/999999/drop/").status_code == 404
