"""Point A by hand, targets for ninety days, the two panels, the programme's months."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provodnik.kernel import schools
from provodnik.kernel.models import JournalEntry, School
from provodnik.lake import services as lake
from provodnik.method import queries as method
from provodnik.metrics.reaching import State
from provodnik.metrics.tests.redefining import WHAT, redefine
from provodnik.reports import counting, panels, programme, success
from provodnik.reports.counting import Counted
from provodnik.reports.errors import NotComparable, ReasonIsMissing, SourceIsMissing, UnknownRow
from provodnik.reports.figures import ab_figures
from provodnik.reports.models import ChangeNote, PointA, Programme
from provodnik.reports.panels import SuccessRow
from provodnik.reports.types import ProgrammeRow, ToldPoint

pytestmark = pytest.mark.django_db
STARTS = date(2026, 7, 1)
NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def opened(school: School) -> Iterator[ProgrammeRow]:
    programme.open_programme(starts_on=STARTS, ends_on=date(2026, 11, 1), actor="staff:1", now=NOW)
    row = programme.open_row()
    assert row is not None
    yield row


def tell(value: str = "50%", *, row: str = "tasks_with_owner", reason: str = "") -> PointA:
    point = ToldPoint(
        row=row, value=value, measured_on=STARTS, source="опрос команды", reason=reason
    )
    return success.tell_point_a(point, by_id=None, actor="staff:1", now=NOW)


def aim(row: str, target: str) -> None:
    success.set_target(row, target, by_id=None, actor="staff:1", now=NOW)


def panel_row(opened: ProgrammeRow, key: str, today: date) -> SuccessRow:
    shown = panels.panels(opened, today=today, now=NOW)
    return next(one for one in (*shown.leading, *shown.lagging) if one.row.key == key)


@pytest.mark.requirement("R-351")
def test_a_fixed_baseline_changes_only_with_a_reason_that_is_logged(opened: ProgrammeRow) -> None:
    tell("~50%")
    with pytest.raises(ReasonIsMissing):
        tell("60%")
    tell("60%", reason="Нашли задачи в чате")

    first, second = PointA.objects.order_by("pk")
    assert (first.told, first.replaced_at, first.source) == ("~50%", NOW, "опрос команды")
    assert (second.told, second.replaced_at, second.measured_on) == ("60%", None, STARTS)
    entry = JournalEntry.objects.filter(event__name="point_a_fixed").order_by("-pk")[0]
    assert entry.attrs == {
        "reason": "Нашли задачи в чате",
        "value": "60%",
        "before": "~50%",
        "source": "опрос команды",
    }


def test_a_baseline_by_hand_needs_a_source_a_number_and_a_known_row(opened: ProgrammeRow) -> None:
    point = ToldPoint(row="csi", value="~85%", measured_on=STARTS, source=" ")
    with pytest.raises(SourceIsMissing):
        success.tell_point_a(point, by_id=None, actor="staff:1", now=NOW)
    with pytest.raises(NotComparable):
        tell("хорошо")
    with pytest.raises(UnknownRow):
        tell(row="mood_of_the_moon")


def test_what_was_entered_by_hand_outlives_a_new_count(opened: ProgrammeRow) -> None:
    tell("~4%", row="refunds")
    programme.fix_point_a(by_id=None, actor="staff:1", now=NOW)

    now = {point.row: point for point in PointA.objects.filter(replaced_at=None)}
    assert now["refunds"].told == "~4%"
    assert now["repeat_total"].amount == Decimal(0)


@pytest.mark.requirement("R-352")
def test_day_forty_five_of_ninety_shows_a_third_of_the_way_and_the_days_left(
    opened: ProgrammeRow,
) -> None:
    tell("50%")
    aim("tasks_with_owner", "80%")
    row = method.goal_settings().panel_row("tasks_with_owner")
    baselines, targets = panels.kept(opened)
    assert row is not None

    shown = panels.aim_of(
        row,
        baselines[row.key],
        Counted(Fraction(60, 100), 10),
        targets[row.key],
        today=STARTS + timedelta(days=45),
    )

    assert shown is not None
    assert (shown.behind, shown.days_left) == (Fraction(1, 3), 45)
    assert (shown.due_on, shown.state) == (date(2026, 9, 29), State.NOT_REACHED)


def test_a_target_is_dropped_by_empty_words_and_its_change_is_logged(opened: ProgrammeRow) -> None:
    aim("approvals", "до 4 ч")
    aim("approvals", "до 4 ч")
    aim("approvals", "")

    assert panel_row(opened, "approvals", STARTS).aim is None
    logged = JournalEntry.objects.filter(event__name="success_target_set").order_by("pk")
    assert [(one.attrs["before"], one.attrs["target"]) for one in logged] == [
        ("", "до 4 ч"),
        ("до 4 ч", ""),
    ]
    with pytest.raises(NotComparable):
        aim("approvals", "быстрее")


@pytest.mark.requirement("R-354")
@pytest.mark.requirement("R-355")
def test_each_panel_shows_exactly_its_four_with_baseline_fact_and_target(
    opened: ProgrammeRow,
) -> None:
    leading = ["proactive_touches", "response_in_time"]
    leading += ["meetings_with_protocol", "tasks_with_owner"]
    lagging = ["contract_retention", "client_ltv", "client_opinion", "approvals"]
    values = {"client_ltv": "~50 000", "client_opinion": "не измерялось", "approvals": "3 ч"}
    for key in (*leading, *lagging):
        tell(values.get(key, "24"), row=key)
        aim(key, "~150 000" if key == "client_ltv" else "90")

    shown = panels.panels(opened, today=STARTS, now=NOW)

    assert [one.row.key for one in shown.leading] == leading
    assert [one.row.key for one in shown.lagging] == lagging
    for one in (*shown.leading, *shown.lagging):
        assert one.was is not None and one.was.source == "опрос команды"
        assert one.aim is not None and one.aim.due_on == STARTS + timedelta(days=90)
        assert one.fact.is_counted == counting.is_counted(one.row.metric)
    assert [one.was.told for one in shown.lagging if one.was][1:3] == ["~50 000", "не измерялось"]


def test_the_panels_cost_the_same_with_one_baseline_and_with_eight(opened: ProgrammeRow) -> None:
    costs = []
    for keys in (["approvals"], ["client_ltv", "client_opinion", "contract_retention"]):
        for key in keys:
            tell("24", row=key)
            aim(key, "30")
        with CaptureQueriesContext(connection) as asked:
            panels.panels(opened, today=STARTS, now=NOW)
        costs.append(len(asked))

    assert costs[0] == costs[1]


@pytest.mark.requirement("R-359")
def test_a_programme_of_four_months_has_months_one_to_four(opened: ProgrammeRow) -> None:
    months = [(month.from_on, month.last_on) for month in opened.months]

    assert months == [
        (date(2026, 7, 1), date(2026, 7, 31)),
        (date(2026, 8, 1), date(2026, 8, 31)),
        (date(2026, 9, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 10, 31)),
    ]


def test_a_programme_that_begins_mid_month_ends_where_it_was_told_to() -> None:
    row = ProgrammeRow(1, date(2026, 7, 15), date(2026, 9, 1), None)

    assert [(one.from_on, one.to_on) for one in row.months] == [
        (date(2026, 7, 15), date(2026, 8, 15)),
        (date(2026, 8, 15), date(2026, 9, 1)),
    ]


def test_a_told_baseline_and_its_target_stand_in_a_to_b(opened: ProgrammeRow) -> None:
    tell("~85%", row="csi")
    aim("csi", "96–100%")

    row = next(one for one in ab_figures(opened, now=NOW) if one.row == "csi")
    assert (row.was.told, row.source, row.measured_on) == ("~85%", "опрос команды", STARTS)
    assert (row.target, row.due_on) == ("96–100%", STARTS + timedelta(days=90))


def test_a_note_of_a_change_is_withdrawn_and_brought_back(opened: ProgrammeRow) -> None:
    note = success.note_change(STARTS, " Звонки на 3-й день ", by_id=None, actor="staff:1", now=NOW)
    success.drop_note(note.pk, actor="staff:1", now=NOW)
    assert not ChangeNote.objects.filter(dropped_at=None).exists()
    success.restore_note(note.pk, actor="staff:1", now=NOW)

    assert ChangeNote.objects.get(dropped_at=None).text == "Звонки на 3-й день"
    assert Programme.objects.count() == 1


@pytest.mark.requirement("R-259")
def test_a_counted_point_a_says_that_its_definition_changed_since(
    opened: ProgrammeRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixed = PointA.objects.create(
        school_id=schools.current(),
        programme_id=opened.programme_id,
        row="client_ltv",
        amount=Decimal(50_000_00),
        measured_on=STARTS,
        fixed_at=NOW,
    )
    lake.note_versions(now=NOW)
    assert panel_row(opened, "client_ltv", STARTS).redefined is None

    redefine(monkeypatch, "ltv")
    lake.note_versions(now=NOW + timedelta(days=30))

    change = panel_row(opened, "client_ltv", STARTS).redefined
    assert change is not None
    assert (change.before, change.after, change.what) == (1, 2, WHAT)

    PointA.objects.filter(pk=fixed.pk).update(fixed_at=NOW + timedelta(days=31))
    assert panel_row(opened, "client_ltv", STARTS).redefined is None


@pytest.mark.requirement("R-259")
def test_a_point_a_told_by_hand_was_counted_by_no_definition(
    opened: ProgrammeRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell("~50 000", row="client_ltv")
    lake.note_versions(now=NOW)
    redefine(monkeypatch, "ltv")
    lake.note_versions(now=NOW + timedelta(days=30))

    assert panel_row(opened, "client_ltv", STARTS).redefined is None


@pytest.mark.requirement("R-259")
def test_a_row_of_a_to_b_says_it_too(opened: ProgrammeRow, monkeypatch: pytest.MonkeyPatch) -> None:
    PointA.objects.create(
        school_id=schools.current(),
        programme_id=opened.programme_id,
        row="repeat_total",
        amount=Decimal(900_000_00),
        measured_on=STARTS,
        fixed_at=NOW,
    )
    lake.note_versions(now=NOW)
    redefine(monkeypatch, "repeat_sales")
    lake.note_versions(now=NOW + timedelta(days=30))

    told = {one.row: one.redefined for one in ab_figures(opened, now=NOW)}

    assert [row for row, change in told.items() if change] == ["repeat_total"]
