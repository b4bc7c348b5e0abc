"""The audit on pages: begin, answer, undo, findings, the report."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.people.tests.factories import happened
from provodnik.facts.sales.tests.factories import make_client
from provodnik.kernel.models import School
from provodnik.reports.audit import services
from provodnik.reports.audit.models import Answer, Audit, Finding
from provodnik.reports.audit.types import Verdict
from provodnik.web.tests.members import cost_of, sign_in

pytestmark = pytest.mark.django_db
PAGES = ("/audit/", "/audit/new/", "/audit/effort/", "/audit/self-check/")


def seen(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def begun(client: Client, **told: str) -> Audit:
    assert client.post("/audit/new/", told).status_code == 302
    return Audit.objects.get(finished_at=None)


def answer(client: Client, audit: Audit, verdict: str, note: str = "") -> None:
    address = f"/audit/{audit.pk}/answer/single_documentation/"
    client.post(address, {"verdict": verdict, "note": note})


@pytest.mark.parametrize("address", PAGES)
def test_strangers_sign_in_and_colleagues_without_the_right_are_refused(
    school: School, client: Client, address: str
) -> None:
    assert client.get(address).status_code == 302
    sign_in(client, "coordinator", "Анна Лебедева")

    assert client.get(address).status_code == 403


def test_a_mentor_reads_and_does_not_answer(school: School, client: Client) -> None:
    audit = services.start(request="", pains={}, by_id=None, actor="system", now=timezone.now())
    sign_in(client, "mentor", "Нина Полякова")

    assert "Ответить дальше" not in seen(client, f"/audit/{audit.pk}/")
    assert client.post(f"/audit/{audit.pk}/finish/").status_code == 403
    assert client.get("/audit/999999/").status_code == 404


@pytest.mark.requirement("R-028", "R-019")
def test_the_owner_begins_with_four_pains(school: School, client: Client) -> None:
    sign_in(client, "owner", "Марина Белова")

    form = seen(client, "/audit/new/")
    audit = begun(client, request="Нужно больше заявок", pain_chaos="yes", pain_no_time="no")

    for pain in (
        "операционке хаос",
        "прибыль от повторных",
        "Времени постоянно",
        "масштабироваться",
    ):
        assert pain in form
    assert audit.pains == {"chaos": True, "no_time": False}
    page = seen(client, f"/audit/{audit.pk}/")
    assert "осталось" in page
    assert "Нужно больше заявок" in page


def test_an_answer_is_kept_at_once_and_can_be_undone(school: School, client: Client) -> None:
    sign_in(client)
    audit = begun(client)

    answer(client, audit, "failed", "Три папки")
    page = seen(client, f"/audit/{audit.pk}/")

    assert "Три папки" in page
    undo = f"/audit/{audit.pk}/answer/single_documentation/?verdict=data&amp;note="
    assert undo in page
    client.post(undo.replace("&amp;", "&"))
    told = Answer.objects.get(audit=audit, check_key="single_documentation")
    assert (told.verdict, told.note) == ("unknown", "")
    assert not Finding.objects.filter(check_key="single_documentation", withdrawn_at=None)


@pytest.mark.requirement("R-023", "R-019")
def test_a_finding_has_both_fields_and_the_report_prints_request_and_root(
    school: School, client: Client
) -> None:
    head = sign_in(client)
    audit = begun(client)
    answer(client, audit, "failed")
    finding = Finding.objects.get(check_key="single_documentation", withdrawn_at=None)
    told = {
        "request": "Нужен ещё менеджер",
        "root": "Регламентов нет",
        "severity": "urgent",
        "action": "Описать десять ответов",
        "owner": str(head.pk),
        "due_on": "2027-01-15",
    }

    empty = client.post(f"/audit/findings/{finding.pk}/", {**told, "root": ""})
    kept = client.post(f"/audit/findings/{finding.pk}/", told)

    assert (empty.status_code, kept.status_code) == (200, 302)
    assert "Регламентов нет" in seen(client, f"/audit/{audit.pk}/")
    report = client.get(f"/audit/{audit.pk}/report.html")
    assert "Нужен ещё менеджер → <b>Регламентов нет</b>" in report.content.decode()
    assert report["Content-Disposition"].startswith("attachment")


def test_an_action_is_done_and_taken_up_again(school: School, client: Client) -> None:
    sign_in(client)
    audit = begun(client)
    answer(client, audit, "failed")
    client.post(f"/audit/{audit.pk}/finish/")
    finding = Finding.objects.get(check_key="single_documentation")

    client.post(f"/audit/findings/{finding.pk}/done/")
    finding.refresh_from_db()
    assert finding.done_at is not None
    client.post(f"/audit/findings/{finding.pk}/done/?done=no")

    finding.refresh_from_db()
    assert finding.done_at is None


def test_a_finished_audit_leads_to_point_a(school: School, client: Client) -> None:
    sign_in(client, "owner", "Марина Белова")
    audit = begun(client)

    client.post(f"/audit/{audit.pk}/finish/")
    page = seen(client, f"/audit/{audit.pk}/")

    assert 'href="/owner/">Зафиксировать точку А' in page
    assert "Ответить иначе" not in page


def test_the_next_audit_says_what_was_mended(school: School, client: Client) -> None:
    sign_in(client)
    first = begun(client)
    answer(client, first, "failed")
    client.post(f"/audit/{first.pk}/finish/")
    second = begun(client)
    answer(client, second, "passed")

    page = seen(client, f"/audit/{second.pk}/")

    assert "С прошлого аудита" in page
    assert "Исправлено" in page


@pytest.mark.requirement("R-026")
def test_the_self_check_prints_a_line_for_each_of_twelve(school: School, client: Client) -> None:
    sign_in(client)
    assert "Аудита ещё не было" in seen(client, "/audit/self-check/")
    audit = begun(client)
    answer(client, audit, "passed", "Одна база знаний")

    page = seen(client, "/audit/self-check/")

    assert "из 12 советов" in page
    assert page.count("pv-checks__one") == 12
    assert "Одна база знаний" in page


@pytest.mark.requirement("R-024")
def test_effort_is_shown_by_person_and_week_and_exported(school: School, client: Client) -> None:
    head, student = sign_in(client), make_client()
    for number in range(8):
        happened(
            "homework_reviewed",
            student,
            at=timezone.now() - timedelta(days=1),
            item=f"Урок {number}",
            staff_id=head.pk,
        )

    page = seen(client, "/audit/effort/")
    file = client.get("/audit/effort/export/").content.decode("utf-8-sig")

    assert "~2,0" in page
    assert "Ольга Седова;0;0;8;0;" in file
    hrefs = set(re.findall(rf'href="(/audit/effort/{head.pk}/[^"]+)"', page))
    behind = {unescape(href): client.get(unescape(href)).context["deeds"] for href in hrefs}
    counts = {href.partition("kind=")[2]: len(found.rows) for href, found in behind.items()}
    assert (counts["homework_reviewed"], counts[""], sum(counts.values())) == (8, 8, 16)
    assert {found.hours for href, found in behind.items() if "kind" not in href} == {"2,0"}
    assert client.get(f"/audit/effort/{head.pk}/?week=soon").status_code == 404


@pytest.mark.requirement("R-030")
def test_the_launch_of_repeat_sales_gets_its_date_by_a_form(school: School, client: Client) -> None:
    sign_in(client)
    start = timezone.localdate() - timedelta(days=61)

    client.post("/audit/launch/", {"starts_on": ""})
    assert "Назовите дату старта" in seen(client, "/audit/")
    client.post("/audit/launch/", {"starts_on": start.isoformat()})

    assert "запуск стоит" in seen(client, "/audit/")
    client.post("/audit/launch/drop/")
    assert "Назовите дату старта" in seen(client, "/audit/")


def test_the_pages_cost_the_same_with_many_findings(school: School, client: Client) -> None:
    sign_in(client)
    audit = begun(client)
    address = f"/audit/{audit.pk}/"
    few = cost_of(client, address)
    for check in Answer.objects.filter(audit=audit).values_list("check_key", flat=True):
        services.answer(
            audit.pk, check, Verdict.FAILED, by_id=None, actor="system", now=timezone.now()
        )

    assert Finding.objects.filter(withdrawn_at=None).count() > 20
    assert cost_of(client, address) <= few + 1


def test_the_report_opens_as_pdf_and_as_slides_with_native_charts(
    school: School, client: Client
) -> None:
    import pptx

    sign_in(client)
    audit = begun(client)
    answer(client, audit, "failed")

    pdf = client.get(f"/audit/{audit.pk}/report.pdf")
    slides = client.get(f"/audit/{audit.pk}/report.pptx")

    assert pdf.content.startswith(b"%PDF")
    deck = pptx.Presentation(BytesIO(slides.content))
    assert any(shape.has_chart for slide in deck.slides for shape in slide.shapes)
    assert client.get(f"/audit/{audit.pk}/report.doc").status_code == 404
