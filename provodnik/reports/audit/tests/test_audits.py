"""An audit from start to finish: answers, findings, their actions, the launch as a project."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from provodnik.facts.people.tests.factories import happened
from provodnik.facts.sales.tests.factories import make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School, Signal
from provodnik.method.types import Severity
from provodnik.reports.audit import queries, services
from provodnik.reports.audit.effort import deeds, effort
from provodnik.reports.audit.errors import AuditIsFinished, AuditIsOpen, UnknownCheck
from provodnik.reports.audit.launch import drop_launch, launch_row, start_launch
from provodnik.reports.audit.models import Audit, Finding
from provodnik.reports.audit.rules import together, total_stake
from provodnik.reports.audit.services import FindingFields
from provodnik.reports.audit.tests.bad_school import NOW, bad_rows, load
from provodnik.reports.audit.types import AtStake, Verdict
from provodnik.signals.services import refresh_all

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ASKED = "single_documentation"


def started(**pains: bool) -> Audit:
    return services.start(
        request="Нужно больше заявок", pains=pains, by_id=None, actor="staff:1", now=NOW
    )


def say(audit: Audit, verdict: Verdict | None, check: str = ASKED, note: str = "") -> services.Was:
    return services.answer(
        audit.pk, check, verdict, note=note, by_id=None, actor="staff:1", now=NOW
    )


@pytest.mark.requirement("R-019", "R-023")
def test_a_failed_item_becomes_a_finding_with_request_root_and_action(school: School) -> None:
    head = make_staff("Ольга Седова", "head_of_product_and_service")
    audit = started()

    say(audit, Verdict.FAILED, note="Три папки и чаты")

    finding = next(one for one in queries.audit_page(audit.pk).findings if one.check == ASKED)
    assert (finding.request, finding.owner) == ("Каждый делает по-своему", head.name)
    assert finding.root.startswith("Знания живут в головах")
    assert finding.action == "Собрать регламенты и скрипты в одну базу знаний"
    assert finding.due_on == NOW.date() + timedelta(days=30)
    assert finding.evidence == "Три папки и чаты"
    assert finding.severity == Severity.SERIOUS


def test_an_undo_withdraws_the_finding_and_keeps_what_was_written_in_it(school: School) -> None:
    audit = started()
    was = say(audit, Verdict.FAILED)
    finding = Finding.objects.get(check_key=ASKED)
    told = FindingFields("Запрос", "Свой корень", "urgent", "Действие", date(2026, 12, 1), None)
    services.change_finding(finding.pk, told, actor="staff:1", now=NOW)

    say(audit, None)
    withdrawn = queries.audit_page(audit.pk).findings
    say(audit, Verdict.FAILED)

    assert was.verdict is Verdict.UNKNOWN
    assert ASKED not in {one.check for one in withdrawn}
    again = [one for one in queries.audit_page(audit.pk).findings if one.check == ASKED]
    assert again[0].root == "Свой корень"


def test_the_data_gets_its_word_back(school: School, tmp_path: Path) -> None:
    load(school, tmp_path, bad_rows())
    audit = started()

    say(audit, Verdict.PASSED, "one_handler", "Двое в отпуске")
    say(audit, None, "one_handler")

    page = queries.audit_page(audit.pk)
    check = next(one for one in page.checks if one.key == "one_handler")
    assert (check.verdict, check.note) == (Verdict.FAILED, "")


def test_one_audit_at_a_time_and_a_finished_one_stays_as_it_was(school: School) -> None:
    audit = started()
    with pytest.raises(AuditIsOpen):
        started()
    with pytest.raises(UnknownCheck):
        say(audit, Verdict.PASSED, "no_such_check")

    services.finish(audit.pk, actor="staff:1", now=NOW)

    with pytest.raises(AuditIsFinished):
        say(audit, Verdict.PASSED)
    assert JournalEntry.objects.filter(event__name="audit_finished").count() == 1
    assert started().pk != audit.pk


@pytest.mark.requirement("R-019")
def test_actions_go_on_after_the_audit_and_an_overdue_one_is_a_signal(school: School) -> None:
    audit = started()
    say(audit, Verdict.FAILED)
    services.finish(audit.pk, actor="staff:1", now=NOW)
    finding = Finding.objects.get(check_key=ASKED)
    later = NOW + timedelta(days=31)

    refresh_all(now=later)
    burning = Signal.objects.filter(check_name="finding_overdue", closed_at=None)
    assert list(burning.values_list("subject_id", flat=True)) == [finding.pk]
    services.set_done(finding.pk, done=True, actor="staff:1", now=later)
    refresh_all(now=later)

    assert not burning.exists()
    assert queries.audit_heads()[0].done == 1


@pytest.mark.requirement("R-026")
def test_every_advice_has_a_yes_a_no_or_evidence(school: School, tmp_path: Path) -> None:
    load(school, tmp_path, bad_rows())
    audit = started()
    say(audit, Verdict.PASSED, note="Одна база")

    advices = {one.text: one for one in queries.audit_page(audit.pk).advices}

    assert len(advices) == 12
    assert advices["Документация единая"].verdict is Verdict.PASSED
    assert advices["Документация единая"].evidence == ("Одна база",)
    assert advices["Сервис продаёт"].verdict is Verdict.FAILED
    assert "365 дней" in advices["Сервис продаёт"].evidence[0]


@pytest.mark.requirement("R-028")
def test_four_pains_are_kept_with_the_audit(school: School) -> None:
    audit = started(chaos=True, no_time=False)

    pains = queries.audit_page(audit.pk).pains

    assert [said for _title, _hint, said in pains] == [True, None, False, None]


@pytest.mark.requirement("R-024")
def test_effort_is_counted_by_person_and_week(school: School) -> None:
    anna, client = make_staff("Анна"), make_client()
    for number in range(6):
        happened(
            "homework_reviewed", client, at=NOW - 8 * DAY, item=f"Урок {number}", staff_id=anna.pk
        )
    happened("touch_made", client, at=NOW - DAY, staff_id=anna.pk)
    happened("ticket_answered", client, at=NOW - DAY, item="t-1", staff_id=anna.pk)
    happened(
        "ticket_answered", client, at=NOW, item="t-2", staff_id=anna.pk, attrs={"auto": "true"}
    )

    lines = effort(from_at=NOW - 20 * DAY, to_at=NOW + DAY, zone=school.timezone)

    assert [(line.week, dict(line.counts), line.minutes) for line in lines] == [
        (date(2026, 10, 26), {"touch_made": 1, "ticket_answered": 1}, 22),
        (date(2026, 10, 19), {"homework_reviewed": 6}, 90),
    ]
    for line in lines:
        counted = deeds(
            anna.pk, line.week, from_at=NOW - 20 * DAY, to_at=NOW + DAY, zone=school.timezone
        )
        assert Counter(one.event for one in counted) == line.counts
        assert {one.client_id for one in counted} == {client.pk}


@pytest.mark.requirement("R-030")
def test_a_launch_without_a_first_repeat_sale_turns_red(school: School) -> None:
    start = NOW.date() - timedelta(days=60)
    start_launch(starts_on=start, by_id=None, actor="staff:1", now=NOW)
    client = make_client()
    happened("payment_received", client, at=NOW - timedelta(days=90), item="o-1")

    refresh_all(now=NOW)
    red = launch_row(today=NOW.date(), zone=school.timezone)
    assert red is not None
    assert red.is_red
    assert Signal.objects.filter(check_name="repeat_launch_stalled", closed_at=None).exists()
    happened("payment_received", client, at=NOW - DAY, item="o-2")
    refresh_all(now=NOW)

    mended = launch_row(today=NOW.date(), zone=school.timezone)
    assert mended is not None
    assert (mended.is_red, mended.first_sale_on) == (False, (NOW - DAY).date())
    assert not Signal.objects.filter(check_name="repeat_launch_stalled", closed_at=None).exists()


@pytest.mark.requirement("R-030")
def test_a_young_launch_waits_and_may_be_taken_back(school: School) -> None:
    start_launch(starts_on=NOW.date() - 59 * DAY, by_id=None, actor="staff:1", now=NOW)

    row = launch_row(today=NOW.date(), zone=school.timezone)
    assert row is not None
    assert not row.is_red
    assert [one.key for one in row.milestones if one.is_late] == [
        *("matrix", "path", "coordinators", "first_offer"),
    ]

    drop_launch(actor="staff:1", now=NOW)
    assert launch_row(today=NOW.date(), zone=school.timezone) is None


def test_sums_about_the_same_people_are_not_added() -> None:
    stakes = [AtStake(100, "next_step", ""), AtStake(300, "next_step", ""), None]

    assert total_stake([*stakes, AtStake(50, "refunds", "")]) == 350


def test_an_advice_is_as_weak_as_its_weakest_check() -> None:
    assert together([Verdict.PASSED, Verdict.FAILED]) is Verdict.FAILED
    assert together([Verdict.PASSED, Verdict.UNKNOWN]) is Verdict.UNKNOWN
    assert together([Verdict.PASSED, Verdict.PASSED]) is Verdict.PASSED
    assert together([]) is Verdict.UNKNOWN


def test_an_audit_made_on_the_spot_keeps_nothing_but_remembers_answers(
    school: School, tmp_path: Path
) -> None:
    load(school, tmp_path, bad_rows())
    audit = started()
    say(audit, Verdict.FAILED, note="Три папки")
    before = (Audit.objects.count(), Finding.objects.count())

    page = queries.audit_now(now=NOW)

    assert (Audit.objects.count(), Finding.objects.count()) == before
    assert {one.check for one in page.findings} == {
        one.check for one in queries.audit_page(audit.pk).findings
    }
    assert page.head.stake_kopecks == queries.audit_page(audit.pk).head.stake_kopecks
