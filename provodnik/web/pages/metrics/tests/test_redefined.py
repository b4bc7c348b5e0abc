"""A number whose definition changed: the date is marked, files and old baselines say so."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from provodnik.facts.sales.tests.factories import buy, make_client, make_order, make_product, pay
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.lake import services as lake
from provodnik.lake.reading import forget
from provodnik.metrics.tests.redefining import WHAT, redefine
from provodnik.reports import success
from provodnik.web.tests.members import sign_in

MARK = "Определение изменено: версия 1 → 2"


@pytest.fixture
def redefined(
    client: Client,
    committed_school: School,
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[School]:
    """A school with repeat sales, whose definition went to its second version an hour ago."""
    settings.HOME = tmp_path
    forget()
    now = timezone.now()
    with schools.inside(committed_school.pk):
        sign_in(client)
        student = make_client("Наталья Ремизова")
        buy(student, make_product("Колорист с нуля"), at=now - timedelta(days=90))
        for at, kopecks in ((now - timedelta(days=2), 12_900_00), (now, 5_000_00)):
            pay(make_order(student, at=at, cost_kopecks=kopecks), at=at)
    lake.note_versions(now=committed_school.created_at)
    redefine(monkeypatch, "repeat_sales")
    lake.note_versions(now=now - timedelta(hours=1))
    lake.catch_up(now=now)
    yield committed_school
    forget()


@pytest.mark.requirement("R-259")
def test_the_trend_of_a_number_is_marked_where_its_definition_changed(
    client: Client, redefined: School
) -> None:
    page = client.get("/numbers/repeat_sales/").text

    marks = page.split('class="pv-metrics__marks"')[1].split("</ol>")[0]
    assert f"{MARK}. {WHAT}" in marks
    assert '<b class="pv-columns__mark">①</b>' in page
    assert "Весь ряд пересчитан по новой версии" in page


@pytest.mark.requirement("R-259")
def test_a_definition_that_is_the_same_has_no_mark(client: Client, redefined: School) -> None:
    page = client.get("/numbers/repeat_purchase_share/").text

    assert "Определение изменено" not in page


def test_a_period_that_ended_before_the_change_does_not_mention_it(
    client: Client, redefined: School
) -> None:
    page = client.get("/numbers/repeat_sales/?from=2026-01-01&to=2026-02-01").text

    assert "Весь ряд пересчитан" not in page


def test_what_the_department_changed_stands_on_the_trend_as_well(
    client: Client, redefined: School
) -> None:
    with schools.inside(redefined.pk):
        today = timezone.localdate()
        success.note_change(
            today, "Предложение после модуля 3", by_id=None, actor="staff:1", now=timezone.now()
        )

    marks = (
        client.get("/numbers/repeat_sales/").text.split("pv-metrics__marks")[1].split("</ol>")[0]
    )

    assert "Предложение после модуля 3" in marks and MARK in marks


@pytest.mark.requirement("R-259")
def test_a_file_tells_which_version_answered_when_an_entry_happened(
    client: Client, redefined: School
) -> None:
    def rows(address: str) -> list[dict[str, str]]:
        text = client.get(address).content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text), delimiter=";"))

    told = rows("/numbers/repeat_sales/rows.csv")
    assert [row["Версия формулы"] for row in told] == ["2", "1"]
    assert all("Версия формулы" not in row for row in rows("/numbers/ltv/rows.csv"))
