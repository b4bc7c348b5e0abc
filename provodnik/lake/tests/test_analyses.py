"""Analyses answer what definitions answer where they ask the same, and more besides."""

from datetime import date
from fractions import Fraction

import pytest

from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.lake import analyses, services
from provodnik.lake.analyses import Looked, Slice
from provodnik.lake.reading import Question
from provodnik.lake.tests.journals import NOW, write
from provodnik.metrics.analyses.ages import BASES
from provodnik.metrics.analyses.cohorts import Cohort, Span
from provodnik.metrics.figures import Count

PAID = "payment_received"
UNTIL = date(2026, 3, 31)

JOURNAL = """
    anna  enrolled         2026-01-05T09:00 product=basic
    anna  payment_received 2026-01-05T10:00 value=1000 item=1 product=basic channel=ads
    anna  lesson_viewed    2026-01-20T10:00 item=l1 product=basic
    anna  payment_received 2026-03-06T10:00 value=500 item=2 product=extra channel=calls
    boris enrolled         2026-01-07T09:00 product=basic
    boris payment_received 2026-01-07T10:00 value=1000 item=3 product=basic channel=ads
    boris lesson_viewed    2026-02-20T10:00 item=l1 product=basic
    boris refund_paid      2026-02-21T10:00 value=400 item=3
    clara enrolled         2026-02-03T09:00 product=basic
    clara lesson_viewed    2026-02-04T09:00 item=l1 product=basic
    clara payment_received 2026-02-10T10:00 value=2000 item=4 product=extra channel=calls
    -     cost_recorded    2026-02-28T10:00 value=300 kind=direct
    boris cost_recorded    2026-02-28T10:00 value=100 kind=direct
"""


@pytest.fixture
def told(lake: School) -> School:
    write(lake, JOURNAL)
    services.catch_up(now=NOW)
    return lake


def test_cohorts_by_first_payment_are_those_of_the_definition(told: School) -> None:
    with schools.inside(told.pk):
        found = analyses.retained(PAID, PAID, Span.MONTH, Looked(), until=UNTIL)
    rows = services.measure("cohort_retention", school_id=told.pk, now=NOW).rows

    cells = {
        (f"{cohort.begins_on:%Y-%m}", at): n for cohort in found for at, n in enumerate(cohort.back)
    }
    assert cells == {
        (row.dims["cohort"], month.count): n.count
        for row in rows
        if isinstance(month := row.figures["month"], Count)
        and isinstance(n := row.figures["n"], Count)
    }


def test_any_event_may_begin_a_cohort_and_any_other_bring_people_back(told: School) -> None:
    with schools.inside(told.pk):
        found = analyses.retained("enrolled", "lesson_viewed", Span.MONTH, Looked(), until=UNTIL)
        weekly = analyses.retained(
            "enrolled", "lesson_viewed", Span.WEEK, Looked(), until=date(2026, 2, 8)
        )

    assert found == [
        Cohort(date(2026, 1, 1), 2, (1, 1, 0)),
        Cohort(date(2026, 2, 1), 1, (1, 0)),
    ]
    # Anna came back in the week of the 19th, two weeks after the one she enrolled in.
    assert weekly[0] == Cohort(date(2026, 1, 5), 2, (0, 0, 1, 0, 0))


def test_a_slice_chooses_by_what_the_start_is_credited_to(told: School) -> None:
    with schools.inside(told.pk):
        calls = analyses.retained(
            PAID, PAID, Span.MONTH, Looked(slice=Slice(channel="calls")), until=UNTIL
        )
        january = analyses.retained(
            PAID, PAID, Span.MONTH, Looked(slice=Slice(cohort=date(2026, 1, 1))), until=UNTIL
        )
        nobody = analyses.retained(
            PAID, PAID, Span.MONTH, Looked(slice=Slice(client_ids=())), until=UNTIL
        )
        anna = analyses.retained(
            PAID, PAID, Span.MONTH, Looked(slice=Slice(client_ids=(1,))), until=UNTIL
        )

    assert [(cohort.begins_on.month, cohort.size) for cohort in calls] == [(2, 1), (3, 1)]
    assert [(cohort.begins_on.month, cohort.size) for cohort in january] == [(1, 2)]
    assert nobody == []
    assert anna == [Cohort(date(2026, 1, 1), 1, (1, 0, 1))]


def test_a_period_chooses_who_started_not_what_came_later(told: School) -> None:
    january = Looked(Question(date(2026, 1, 1), date(2026, 2, 1)))
    with schools.inside(told.pk):
        found = analyses.retained(PAID, PAID, Span.MONTH, january, until=UNTIL)

    assert found == [Cohort(date(2026, 1, 1), 2, (2, 0, 1))]


@pytest.mark.requirement("R-252")
def test_a_funnel_names_the_step_that_loses_most(told: School) -> None:
    with schools.inside(told.pk):
        steps = analyses.funnel(("enrolled", PAID, "lesson_viewed"), Looked())

    assert [step.clients for step in steps] == [3, 3, 2]
    assert [step.of_previous for step in steps] == [None, Fraction(1), Fraction(2, 3)]
    assert [step.is_worst for step in steps] == [False, False, True]
    assert steps[1].median_hours == 1.0


def test_steps_out_of_order_do_not_count(told: School) -> None:
    with schools.inside(told.pk):
        steps = analyses.funnel(("lesson_viewed", PAID), Looked())

    assert [step.clients for step in steps] == [3, 2]


def test_a_move_leads_from_a_paid_order_to_the_next(told: School) -> None:
    with schools.inside(told.pk):
        moves = analyses.bought_next(Looked())

    told_moves = {
        (move.product_id, move.next_id): (move.clients, move.of_clients, move.kopecks)
        for move in moves
    }
    basic, extra = 1, 2
    assert told_moves == {
        (basic, extra): (1, 2, 500_00),
        (basic, None): (1, 2, 0),
        (extra, None): (2, 2, 0),
    }
    assert next(move.median_days for move in moves if move.next_id == extra) == 60.0


@pytest.mark.requirement("R-242")
def test_ltv_of_cohorts_is_compared_at_equal_age_on_every_basis(told: School) -> None:
    with schools.inside(told.pk):
        found = {basis: analyses.value_by_age(basis, Looked(), until=UNTIL) for basis in BASES}

    january = {basis: list(cohorts[0].by_age) for basis, cohorts in found.items()}
    # Two people: 2 000 paid at once, 400 given back at age 1, 500 paid again at age 2;
    # each of the four orders bears 75 of the cost that names nobody.
    assert january["paid"] == [100_000, 100_000, 125_000]
    assert january["revenue"] == [100_000, 80_000, 105_000]
    assert january["repeat_revenue"] == [0, 0, 25_000]
    assert january["gross_profit"] == [92_500, 67_500, 88_750]
    assert [len(cohort.by_age) for cohort in found["paid"]] == [3, 2]


def test_the_last_age_agrees_with_the_lifetime_value_of_the_definition(told: School) -> None:
    with schools.inside(told.pk):
        found = {basis: analyses.value_by_age(basis, Looked(), until=UNTIL) for basis in BASES[:3]}
    whole = services.measure("ltv", school_id=told.pk, by="cohort", now=NOW).to_json()

    rows = whole["rows"]
    assert isinstance(rows, list)
    for nth, row in enumerate(rows):
        assert isinstance(row, dict)
        for basis in BASES[:3]:
            assert f"{float(found[basis][nth].by_age[-1]) / 100:.2f}" == row[basis], (basis, row)


def test_every_cell_opens_to_its_people(told: School) -> None:
    with schools.inside(told.pk):
        january = (PAID, PAID, Span.MONTH, Looked(), date(2026, 1, 1))
        all_of_it = analyses.back_people(*january, None, limit=10)
        in_march = analyses.back_people(*january, date(2026, 3, 1), limit=10)
        looked_later = analyses.funnel_people((PAID, "lesson_viewed"), Looked(), 1, limit=1)
        moved = analyses.move_people(1, 2, Looked(), limit=10)
        stayed = analyses.move_people(1, None, Looked(), limit=10)

    anna, boris = 1, 2
    assert all_of_it == analyses.People(2, (anna, boris))
    assert in_march == analyses.People(1, (anna,))
    assert looked_later == analyses.People(2, (anna,))
    assert moved == analyses.People(1, (anna,))
    assert stayed == analyses.People(1, (boris,))


def test_kinds_of_the_journal_come_by_frequency(told: School) -> None:
    with schools.inside(told.pk):
        assert analyses.kinds()[:3] == [PAID, "enrolled", "lesson_viewed"]


def test_value_by_age_and_moves_are_narrowed_by_the_slice(told: School) -> None:
    calls, anna = Slice(channel="calls"), Slice(client_ids=(1,))
    with schools.inside(told.pk):
        by_calls = analyses.value_by_age("paid", Looked(slice=calls), until=UNTIL)
        of_anna = analyses.value_by_age("paid", Looked(slice=anna), until=UNTIL)
        moves = analyses.bought_next(Looked(slice=anna))

    # By calls came only who was first credited to them; Anna's later order was not her first.
    assert [(one.begins_on.month, one.size) for one in by_calls] == [(2, 1)]
    assert [(one.begins_on.month, one.size) for one in of_anna] == [(1, 1)]
    assert {(move.product_id, move.next_id) for move in moves} == {(1, 2), (2, None)}


@pytest.mark.requirement("R-256")
def test_the_source_of_a_lead_is_a_slice(told: School) -> None:
    write(
        told,
        """
        1 lead_came 2026-01-01T10:00 item=mailing
        1 lead_came 2026-01-02T10:00 item=vk
        2 lead_came 2026-01-01T10:00 item=vk
        3 logged_in 2026-01-01T10:00
        """,
    )
    services.catch_up(now=NOW)
    with schools.inside(told.pk):
        sources = analyses.lead_sources()
        mailing = analyses.retained(
            PAID, PAID, Span.MONTH, Looked(slice=Slice(source="mailing")), until=UNTIL
        )
        both = analyses.retained(
            PAID,
            PAID,
            Span.MONTH,
            Looked(slice=Slice(source="vk", client_ids=(1,))),
            until=UNTIL,
        )
        people = analyses.lead_people("bought", Looked(), limit=10, source="mailing")

    assert sources == ["mailing", "vk"]
    assert mailing == [Cohort(date(2026, 1, 1), 1, (1, 0, 1))]
    assert both == []
    assert people == analyses.People(1, (1,))
