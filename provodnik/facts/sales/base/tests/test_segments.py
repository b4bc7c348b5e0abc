"""Segments as people keep them: names, ready-made ones, potentials, overlap."""

from datetime import timedelta

import pytest

from provodnik.facts.sales.base import rules
from provodnik.facts.sales.base.errors import AssumptionOutOfRange, NameTaken, RuleIsBroken
from provodnik.facts.sales.base.models import Contact
from provodnik.facts.sales.base.queries.people import Asked, people_page
from provodnik.facts.sales.base.queries.segments import (
    count_fitting,
    in_no_segment,
    overlaps,
    recent_moves,
    segment_table,
)
from provodnik.facts.sales.base.services import (
    archive_segment,
    assume,
    restore_segment,
    take_ready,
)
from provodnik.facts.sales.base.services.segments import rule_of
from provodnik.facts.sales.base.tests.worlds import ACTOR, DAY, contact, counted, members, segment
from provodnik.facts.sales.tests.factories import (
    MONDAY,
    buy,
    make_offer,
    make_product,
)
from provodnik.kernel.models import JournalEntry, School
from provodnik.method import queries as method


@pytest.mark.requirement("R-271")
def test_overlap_and_those_in_no_segment_reconcile_with_the_base(school: School) -> None:
    both, first, none = contact("Анна"), contact("Борис"), contact("Вера")
    buy(both, kopecks=9_000_00)
    buy(first, kopecks=1_000_00)
    buyers = segment([("orders", "at_least", "1")], name="Покупатели")
    dear = segment([("revenue", "at_least", "5000")], name="Дорогие")

    counted()
    rows = {row.name: row for row in segment_table(now=MONDAY).rows}

    assert (rows["Покупатели"].size, rows["Покупатели"].shared) == (2, 1)
    assert (rows["Дорогие"].size, rows["Дорогие"].shared) == (1, 1)
    assert [(one.name, one.people) for one in overlaps(dear.pk)] == [("Покупатели", 1)]
    in_any = len(members(buyers) | members(dear))
    assert in_any + in_no_segment() == Contact.objects.count() == 3
    alone = people_page(Asked(segment_id=0), now=MONDAY)
    assert ([row.client_id for row in alone.rows], alone.total) == ([none.pk], 1)


@pytest.mark.requirement("R-274")
def test_the_potential_shows_its_inputs_from_the_schools_own_data(school: School) -> None:
    course = make_product()
    clients = [contact(f"Анна {n}") for n in range(4)]
    for client in clients:
        buy(client, at=MONDAY - 200 * DAY, kopecks=1_000_00)
        make_offer(client, course, at=MONDAY - 20 * DAY)
    buy(clients[0], course, at=MONDAY - 10 * DAY, kopecks=8_000_00)
    segment([("orders", "at_least", "1")])

    counted()
    (row,) = segment_table(now=MONDAY).rows

    told = row.inputs
    assert (told.size, told.made, told.paid, told.sales) == (4, 4, 1, 1)
    assert (told.conversion_share, told.cheque_kopecks) == (0.25, 8_000_00)
    assert row.potential_kopecks == 4 * 8_000_00 // 4
    assert told.is_of_school, "four offers are too few for a figure of its own"


@pytest.mark.requirement("R-274")
def test_an_assumption_replaces_an_input_and_can_be_dropped(school: School) -> None:
    contact()
    mine = segment([("orders", "at_most", "0")])
    counted()

    assume(mine.pk, conversion_share=0.5, cheque_kopecks=10_000, actor=ACTOR, now=MONDAY)
    (assumed,) = segment_table(now=MONDAY).rows
    assume(mine.pk, conversion_share=None, cheque_kopecks=None, actor=ACTOR, now=MONDAY)
    (dropped,) = segment_table(now=MONDAY).rows

    assert (assumed.potential_kopecks, assumed.inputs.conversion_is_set) == (5_000, True)
    assert (dropped.potential_kopecks, dropped.inputs.conversion_is_set) == (None, False)
    assert JournalEntry.objects.filter(event__name="segment_assumed").count() == 2


@pytest.mark.parametrize(("share", "cheque"), [(1.01, None), (-0.1, None), (None, -1)])
def test_an_impossible_assumption_is_refused(
    school: School, share: float | None, cheque: int | None
) -> None:
    mine = segment([("goal", "is", "")])

    with pytest.raises(AssumptionOutOfRange):
        assume(mine.pk, conversion_share=share, cheque_kopecks=cheque, actor=ACTOR, now=MONDAY)


def test_two_segments_do_not_share_a_name(school: School) -> None:
    segment([("goal", "is", "")], name="Цель")

    with pytest.raises(NameTaken):
        segment([("goal", "is_not", "")], name=" Цель ")


def test_a_rule_nobody_can_fit_is_refused_with_what_clashes(school: School) -> None:
    with pytest.raises(RuleIsBroken) as refused:
        segment([("goal", "is", "")], [("goal", "is_not", "")])

    assert (refused.value.code, refused.value.subject) == ("contradiction", "goal")


def test_every_ready_made_segment_can_be_taken_once(school: School) -> None:
    for ready in method.base_settings().ready:
        first = take_ready(ready.key, actor=ACTOR, now=MONDAY)
        again = take_ready(ready.key, actor=ACTOR, now=MONDAY)

        assert first.pk == again.pk
        assert rules.read(first.rule) == rule_of(ready)


def test_an_archived_segment_lets_everybody_go_and_comes_back(school: School) -> None:
    client = contact()
    counted()
    mine = segment([("orders", "at_most", "0")])

    archive_segment(mine.pk, actor=ACTOR, now=MONDAY + timedelta(hours=1))
    gone = members(mine), segment_table(now=MONDAY).rows
    restore_segment(mine.pk, actor=ACTOR, now=MONDAY + DAY)

    assert gone == (set(), ())
    assert members(mine) == {client.pk}
    assert [move.has_left for move in recent_moves(mine.pk)] == [False, True, False]


def test_the_editor_is_told_how_many_fit_and_how_many_are_taken(school: School) -> None:
    buy(contact("Анна"))
    contact("Борис")
    segment([("orders", "at_least", "1")])
    counted()

    rule = rules.read([[{"fact": "goal", "how": "is_not", "value": ""}]])

    assert count_fitting(rule, now=MONDAY) == (2, 1)


def test_the_people_of_a_segment_are_listed(school: School) -> None:
    client, other = contact("Анна"), contact("Борис")
    buy(other)
    mine = segment([("orders", "at_most", "0")])
    counted()

    page = people_page(Asked(segment_id=mine.pk), now=MONDAY)

    assert [(row.client_id, row.since_at) for row in page.rows] == [(client.pk, MONDAY)]
