"""Who answers for the steps and artefacts of stages, and what nobody answers for."""

import copy
from datetime import timedelta
from typing import Any

import pytest

from provodnik.facts.people.relations import queries
from provodnik.facts.people.tests.factories import MONDAY
from provodnik.kernel.models import School
from provodnik.method import queries as method
from provodnik.method import services as method_services
from provodnik.method.errors import MethodInvalid
from provodnik.method.types import Section
from provodnik.signals import queries as signals
from provodnik.signals import services as signal_services

pytestmark = pytest.mark.django_db


def edit(key: str, **fields: object) -> None:
    """The head changes one line of the grid in the method."""
    body: dict[str, Any] = copy.deepcopy(dict(method.document(Section.RELATIONS).body))
    next(one for one in body["raci"] if one["key"] == key).update(fields)
    method_services.edit(Section.RELATIONS, body, by=1, now=MONDAY, reason="Так решили")


@pytest.mark.requirement("R-004")
def test_each_stage_has_steps_and_artefacts_with_all_four_letters(school: School) -> None:
    stages = queries.raci()

    assert [stage.key for stage in stages] == [
        str(stage.key) for stage in method.lifecycle().in_order()
    ]
    for stage in stages:
        assert {row.is_artefact for row in stage.rows} == {True, False}
        assert all(row.responsible and row.approves and not row.lacks for row in stage.rows)


@pytest.mark.requirement("R-004")
def test_a_step_without_a_doer_or_an_approver_is_a_gap_and_a_signal_until_mended(
    school: School,
) -> None:
    signal_services.refresh_all(now=MONDAY)
    assert signals.subjects("raci_gap") == []

    edit("acquaintance", responsible=[], approves=None)
    edit("final_report", approves=None)
    lacks = {row.key: row.lacks for stage in queries.raci() for row in stage.rows if row.lacks}
    assert lacks == {"acquaintance": ("R", "A"), "final_report": ("A",)}
    signal_services.refresh_all(now=MONDAY + timedelta(hours=1))
    row = next(one for one in signals.open_signals() if one.key == "raci_gap")
    assert row.count == 2

    edit("acquaintance", responsible=["coordinator"], approves="owner")
    signal_services.refresh_all(now=MONDAY + timedelta(hours=2))
    assert len(signals.subjects("raci_gap")) == 1


@pytest.mark.requirement("R-004")
@pytest.mark.parametrize("approves", [["owner", "producer"], "nobody_known"])
def test_one_role_of_the_school_approves_and_never_two(school: School, approves: object) -> None:
    with pytest.raises(MethodInvalid):
        edit("acquaintance", approves=approves)
