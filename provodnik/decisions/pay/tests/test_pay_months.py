"""Slips from raw entries, closing, corrections, other rates."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provodnik.decisions.pay import queries, services
from provodnik.decisions.pay.errors import (
    AppliesTooEarly,
    GradesMissing,
    MonthGoesOn,
    MonthIsClosed,
    SchemeInvalid,
)
from provodnik.decisions.pay.tests.conftest import NOVEMBER, NOW, OCTOBER, Team
from provodnik.decisions.pay.types import Line, LineKind, Slip
from provodnik.facts.team.services import add_staff
from provodnik.kernel import schools
from provodnik.kernel.models import JournalEntry
from provodnik.lake import services as lake
from provodnik.metrics.figures import value_json

DECEMBER_NOW = datetime(2026, 12, 3, 12, 0, tzinfo=UTC)
SOLD = """
    vera payment_received 2026-08-01T10:00 value=50000 item=a1
    vera payment_received 2026-10-05T10:00 value=20000 item=a2 staff=anna id=p2
    gleb payment_received 2026-08-01T10:00 value=50000 item=b1
    gleb payment_received 2026-10-20T10:00 value=10000.10 item=b2 staff=anna
"""


def slip(team: Team, who: str, month_on: date = OCTOBER) -> Slip:
    with schools.inside(team.school.pk):
        found = queries.own_slip(team.people[who], month_on)
    assert found is not None
    return found


def line(told: Slip, kind: LineKind, key: str = "") -> Line:
    return next(one for one in told.lines if one.kind is kind and key in one.key)


def close(team: Team, month_on: date = OCTOBER, now: datetime = NOW) -> None:
    with schools.inside(team.school.pk):
        services.close_month(month_on, by=team.people["olga"], now=now)
    lake.catch_up(now=now)


@pytest.mark.requirement("R-194")
def test_pay_is_the_base_what_figures_do_to_it_pieces_and_sales_line_by_line(team: Team) -> None:
    team.tell(
        SOLD
        + """
        zoya ticket_opened   2026-10-12T10:00 item=t1
        zoya ticket_answered 2026-10-12T14:00 item=t1 staff=anna
        zoya case_recorded   2026-10-13T10:00 type=video staff=anna
        """
    )

    told = slip(team, "anna")

    assert line(told, LineKind.BASE).amount_kopecks == 30_000_00
    # Four working hours where two are the plan count for half: 30 000 × 20 % × (1/2 − 1).
    response = line(told, LineKind.KPI, "response")
    assert (response.value, response.amount_kopecks) == (Fraction(4), -3_000_00)
    assert line(told, LineKind.PIECE, "cases").amount_kopecks == 500_00
    # 5 % of 30 000,10.
    assert line(told, LineKind.REWARD).amount_kopecks == 1_500_01
    assert told.total_kopecks == 30_000_00 - 3_000_00 + 500_00 + 1_500_01
    assert told.coefficient == Fraction(9, 10)


def test_the_same_inputs_give_the_same_sum(team: Team) -> None:
    team.tell(SOLD)

    assert slip(team, "anna") == slip(team, "anna")


@pytest.mark.requirement("R-195")
def test_money_given_back_takes_its_share_of_the_reward(team: Team) -> None:
    team.tell(SOLD)
    before = slip(team, "anna").total_kopecks
    team.tell("vera refund_paid 2026-10-25T10:00 value=20000 item=a2")

    told = slip(team, "anna")

    assert line(told, LineKind.REFUND).amount_kopecks == -1_000_00
    assert told.total_kopecks == before - 1_000_00


@pytest.mark.requirement("R-196")
def test_two_people_with_the_same_figures_and_other_grades_get_other_pay(team: Team) -> None:
    team.tell("vera enrolled 2026-10-01T10:00 product=basic")

    assert slip(team, "daria").total_kopecks == 25_000_00
    assert slip(team, "egor").total_kopecks == 15_000_00


@pytest.mark.requirement("R-190")
@pytest.mark.requirement("R-191")
def test_curators_figures_come_from_raw_entries(team: Team) -> None:
    team.tell(
        """
        vera enrolled         2026-10-01T10:00 product=basic staff=daria
        vera course_completed 2026-10-20T10:00 product=basic
        gleb enrolled         2026-10-01T10:00 product=basic staff=daria
        vera ticket_opened    2026-10-12T10:00 item=t1
        vera ticket_answered  2026-10-12T11:00 item=t1 staff=daria
        vera survey_answered  2026-10-21T10:00 item=q1 value=10 measure=nps staff=daria
        gleb survey_answered  2026-10-21T10:00 item=q1 value=3  measure=nps staff=egor
        vera survey_answered  2026-10-21T10:00 item=q2 value=4  measure=csi staff=daria
        vera case_recorded    2026-10-22T10:00 type=text staff=daria
        """
    )

    told = {one.key: (one.value, one.n) for one in slip(team, "daria").lines}

    assert told["curators_response"] == (Fraction(1), 1)
    assert told["curators_completion"] == (Fraction(1, 2), 2)
    assert told["curators_nps"] == (Fraction(100), 1)
    assert told["curators_satisfaction"] == (Fraction(4, 5), 1)
    assert told["curators_cases"] == (Fraction(1), 1)


@pytest.mark.requirement("R-192")
def test_the_share_of_proactive_touches_and_artefacts_moves_the_bonus(team: Team) -> None:
    team.tell("vera touch_made 2026-10-05T10:00 staff=anna proactive=true benefit=call")
    high = line(slip(team, "anna"), LineKind.KPI, "proactive").amount_kopecks
    team.tell("vera touch_made 2026-10-06T10:00 staff=anna proactive=false")
    low = line(slip(team, "anna"), LineKind.KPI, "proactive").amount_kopecks
    team.tell("- artefact_checked 2026-10-07T10:00 item=p1 staff=anna passed=9 applicable=18")
    artefacts = line(slip(team, "anna"), LineKind.KPI, "artefacts")

    assert low < high
    assert artefacts.value == Fraction(1, 2)
    assert artefacts.amount_kopecks < 0


@pytest.mark.requirement("R-193")
def test_a_scheme_may_pay_for_keeping_ones_own_clients(team: Team) -> None:
    team.tell(
        """
        vera enrolled 2026-08-01T10:00 product=basic
        gleb enrolled 2026-08-01T10:00 product=basic
        ivan enrolled 2026-08-01T10:00 product=basic
        vera coordinator_assigned 2026-08-02T10:00 staff=anna
        gleb coordinator_assigned 2026-08-02T10:00 staff=anna
        ivan coordinator_assigned 2026-08-02T10:00 staff=daria
        gleb withdrew 2026-10-15T10:00 product=basic
        ivan lesson_viewed 2026-11-01T10:00 item=1
        """
    )

    kept = line(slip(team, "anna"), LineKind.KPI, "retention")

    assert (kept.value, kept.n) == (Fraction(1, 2), 2)
    assert kept.amount_kopecks < 0


@pytest.mark.requirement("R-239")
def test_an_approved_case_raises_its_curators_pay_and_a_rejected_one_no_more(team: Team) -> None:
    before = slip(team, "daria").total_kopecks
    team.tell("vera case_recorded 2026-10-22T10:00 type=text staff=daria id=c1")
    with_case = slip(team, "daria").total_kopecks
    with schools.inside(team.school.pk):
        case_id = JournalEntry.objects.get(external_id="c1").pk
    team.tell(f"vera entry_voided 2026-10-23T10:00 value={case_id}")

    assert (with_case - before, slip(team, "daria").total_kopecks) == (500_00, before)


@pytest.mark.requirement("R-202")
def test_an_edit_after_closing_leaves_the_closed_month_and_goes_to_the_next(team: Team) -> None:
    team.tell(SOLD)
    close(team)
    closed = slip(team, "anna")
    team.tell(
        """
        vera refund_paid      2026-10-25T10:00 value=20000 item=a2
        ivan payment_received 2026-08-01T10:00 value=50000 item=c1
        ivan payment_received 2026-10-28T10:00 value=4000  item=c2 staff=anna
        """
    )

    assert slip(team, "anna") == closed
    november = slip(team, "anna", NOVEMBER)
    # 4 000 more and 20 000 back, found after October was closed: 5 % of −16 000.
    assert line(november, LineKind.CORRECTION).amount_kopecks == -800_00


def test_a_correction_is_made_once(team: Team) -> None:
    team.tell(SOLD)
    close(team)
    team.tell("vera refund_paid 2026-10-25T10:00 value=20000 item=a2")
    close(team, NOVEMBER, DECEMBER_NOW)

    kinds = [one.kind for one in slip(team, "anna", date(2026, 12, 1)).lines]

    assert line(slip(team, "anna", NOVEMBER), LineKind.CORRECTION).amount_kopecks == -1_000_00
    assert LineKind.CORRECTION not in kinds


def test_a_month_is_closed_once_when_it_is_over(team: Team) -> None:
    team.tell(SOLD)
    with pytest.raises(MonthGoesOn):
        close(team, NOVEMBER)
    close(team)
    with pytest.raises(MonthIsClosed):
        close(team)


def test_a_month_is_not_closed_while_somebody_has_no_grade(team: Team) -> None:
    with schools.inside(team.school.pk):
        add_staff(name="Без Грейда", role="curator", now=NOW, actor="system")
    with pytest.raises(GradesMissing) as refused:
        close(team)

    assert refused.value.names == ("Без Грейда",)


def test_a_closed_month_is_told_to_the_figures_of_pay(team: Team) -> None:
    team.tell(SOLD)
    close(team)

    told = lake.of_members(
        "curator_income", school_id=team.school.pk, period_from=OCTOBER, period_to=NOVEMBER
    )

    by_name = {team_id: name for name, team_id in team.people.items()}
    assert {by_name[who]: value_json(row["income"]) for who, row in told.items()} == {
        "anna": "31500.01",
        "daria": "25000.00",
        "egor": "15000.00",
    }
    with schools.inside(team.school.pk):
        assert queries.incomes(team.people["anna"]) == [(OCTOBER, 31_500_01)]


@pytest.mark.requirement("R-198")
def test_another_scheme_is_tried_on_a_past_month_and_nothing_is_kept(team: Team) -> None:
    team.tell(SOLD)
    with schools.inside(team.school.pk):
        now = queries.scheme_for(OCTOBER)
        other = services.changed(
            now,
            {"schemes.coordinators.sales_percent": "10", "grades.trainee.base_rubles": "14 000"},
        )
        told = {one.name: one.change_kopecks for one in queries.compared(OCTOBER, other)}
        kept = queries.scheme_for(OCTOBER)

    # 5 % more of 30 000,10: 3 000,01 instead of 1 500,01 (1 500,005 is rounded up once).
    assert told == {"Анна Лебедева": 1_500_00, "Дарья Мухина": 0, "Егор Цой": -1_000_00}
    assert kept == now


def test_applied_rates_hold_from_their_month_on(team: Team) -> None:
    team.tell(SOLD)
    olga = team.people["olga"]
    with schools.inside(team.school.pk):
        other = services.changed(
            queries.scheme_for(NOVEMBER), {"grades.trainee.base_rubles": "16000"}
        )
        services.apply_scheme(other, from_on=NOVEMBER, reason="Подняли", by=olga, now=NOW)

    assert slip(team, "egor").total_kopecks == 15_000_00
    assert slip(team, "egor", NOVEMBER).total_kopecks == 16_000_00
    close(team)
    with schools.inside(team.school.pk), pytest.raises(AppliesTooEarly):
        services.apply_scheme(other, from_on=OCTOBER, reason="Задним числом", by=olga, now=NOW)


@pytest.mark.parametrize(
    "rates",
    [
        {"grades.trainee.base_rubles": "много"},
        {"grades.trainee.base_rubles": "-1"},
        {"grades.nobody.base_rubles": "1"},
        {"grades.trainee.title": "Юнга"},
        {"kpis.curators_nps.weight_percent": "101"},
    ],
)
def test_rates_that_cannot_be_are_refused(team: Team, rates: dict[str, str]) -> None:
    with schools.inside(team.school.pk), pytest.raises(SchemeInvalid) as refused:
        services.changed(queries.scheme_for(OCTOBER), rates)

    assert refused.value.field == next(iter(rates))


def test_queries_do_not_grow_with_the_team(team: Team) -> None:
    def asked() -> int:
        with schools.inside(team.school.pk), CaptureQueriesContext(connection) as caught:
            queries.sheet(OCTOBER)
        return len(caught)

    few = asked()
    with schools.inside(team.school.pk):
        for nth in range(20):
            add_staff(name=f"Куратор {nth}", role="curator", now=NOW, actor="system")

    assert asked() == few
