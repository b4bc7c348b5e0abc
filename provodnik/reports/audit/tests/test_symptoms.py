"""Symptoms found by data alone, and what is left to ask."""

from datetime import timedelta
from pathlib import Path

import pytest

from provodnik.facts.people.tests.factories import happened
from provodnik.kernel.models import School
from provodnik.method import queries as method
from provodnik.reports.audit import queries, services
from provodnik.reports.audit.models import Answer, Audit, Finding
from provodnik.reports.audit.probes.observing import observe
from provodnik.reports.audit.tests.bad_school import BUYERS, NOW, bad_rows, load
from provodnik.reports.audit.types import Seen, Verdict, Window

pytestmark = pytest.mark.django_db

SYMPTOMS = (
    *("repeat_sales", "first_response", "curators_paid", "one_handler", "nps_measured"),
    *("product_without_next", "finished_without_offer"),
)


def look(school: School) -> dict[str, Seen]:
    window = Window(NOW - timedelta(days=90), NOW, school.timezone)
    return dict(observe(window).seen)


def started() -> Audit:
    return services.start(
        request="Нужно больше заявок", pains={}, by_id=None, actor="system", now=NOW
    )


@pytest.mark.requirement("R-022", "R-019", "R-020", "R-021", "R-025")
def test_a_bad_school_is_seen_through_without_a_single_answer(
    school: School, tmp_path: Path
) -> None:
    load(school, tmp_path, bad_rows())

    audit = started()

    failed = set(
        Answer.objects.filter(audit=audit, verdict="failed").values_list("check_key", flat=True)
    )
    assert set(SYMPTOMS) <= failed
    assert {
        *("after_payment_lead", "scattered_products", "path_after_flagship", "completion"),
        *("churn_point", "cases", "practice_reviewed", "csi_measured", "feedback_constant"),
        *("marketing_feedback", "ltv_known", "refunds", "head_exists", "frontline_sells"),
    } <= failed
    page = queries.audit_page(audit.pk)
    assert {finding.check for finding in page.findings} == failed
    assert all(finding.action and finding.due_on > NOW.date() for finding in page.findings)
    told = {check.key: check.evidence for check in page.checks}
    assert told["repeat_sales"].startswith("За 365 дней повторных продаж 0\u00a0₽")
    assert told["one_handler"] == "Ирина Ткачёва отвечает на 100% обращений: 30 из 30"
    assert told["curators_paid"] == "Без оплаты 13 из 21\u00a0работающего"
    assert told["finished_without_offer"].startswith("10 из 10")
    assert "Колорист с нуля" in told["path_after_flagship"]
    assert told["scattered_products"].startswith("Вне матрицы и пути 21 из 21")
    assert told["refunds"].startswith("Возвращены 5 из 60")
    assert page.head.stake_kopecks > 0


@pytest.mark.requirement("R-022")
def test_thresholds_are_the_schools_own(school: School, tmp_path: Path) -> None:
    load(school, tmp_path, bad_rows())
    patient = method.audit_settings().check("first_response")
    assert patient is not None
    assert patient.limit == 4

    seen = look(school)["first_response"]

    # Two working days of nine hours: asked at noon, answered at noon two days later.
    assert seen.verdict is Verdict.FAILED
    assert int(seen.values["median_minutes"]) in range(9 * 60, 18 * 60 + 1)


def test_an_empty_school_asks_instead_of_judging(school: School) -> None:
    seen = look(school)

    assert {key for key, one in seen.items() if one.verdict is not Verdict.UNKNOWN} <= set()


def test_a_second_purchase_answers_that_repeat_sales_exist(school: School, tmp_path: Path) -> None:
    rows = bad_rows()
    again = {"client": "c-1", "event": "payment_received", "value": "9000", "item": "again"}
    rows.append({**again, "at": (NOW - timedelta(days=5)).isoformat(), "product": "Практикум"})
    load(school, tmp_path, rows)

    seen = look(school)["repeat_sales"]

    assert seen.verdict is Verdict.PASSED
    assert seen.values["repeat_kopecks"] == 9_000_00
    assert seen.values["orders"] == 1


def test_a_voided_payment_is_no_sale(school: School, tmp_path: Path) -> None:
    from provodnik.kernel import journal
    from provodnik.kernel.models import JournalEntry

    load(school, tmp_path, bad_rows())
    last = JournalEntry.objects.filter(event__name="payment_received").order_by("pk").last()
    assert last is not None
    before = look(school)["ltv_known"].values["n"]

    journal.void([last.pk], at=NOW, actor="system", reason="Ошибка кассы")

    assert look(school)["ltv_known"].values["n"] == int(before) - 1


def test_an_offer_to_a_dissatisfied_student_is_seen(school: School, tmp_path: Path) -> None:
    load(school, tmp_path, bad_rows())
    from provodnik.facts.people.models import ClientKey

    client = ClientKey.objects.get(value="c-1").client
    happened(
        "survey_answered",
        client,
        at=NOW - timedelta(days=9),
        item="q",
        value=200,
        attrs={"measure": "csat"},
    )
    happened("offer_made", client, at=NOW - timedelta(days=3))

    seen = look(school)["offers_to_dissatisfied"]

    assert (seen.verdict, seen.values["count"]) == (Verdict.FAILED, 1)


@pytest.mark.requirement("R-022")
def test_looking_again_changes_data_and_leaves_people_alone(school: School, tmp_path: Path) -> None:
    audit = started()
    services.answer(
        audit.pk,
        "curators_paid",
        Verdict.PASSED,
        note="Ведомость у бухгалтера",
        by_id=None,
        actor="staff:1",
        now=NOW,
    )
    load(school, tmp_path, bad_rows())

    services.look_again(audit.pk, now=NOW)

    told = dict(Answer.objects.filter(audit=audit).values_list("check_key", "verdict"))
    assert told["curators_paid"] == "passed"
    assert told["one_handler"] == "failed"
    assert not Finding.objects.filter(check_key="curators_paid", withdrawn_at=None).exists()


def test_the_costs_of_asking_do_not_grow_with_the_school(
    school: School, tmp_path: Path, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as empty:
        look(school)
    load(school, tmp_path, bad_rows())
    with CaptureQueriesContext(connection) as full:
        look(school)

    assert len(full) == len(empty)
    assert BUYERS > 1
