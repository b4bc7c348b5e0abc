"""A member keeps questions under names of their own."""

import pytest

from conftest import MONDAY
from provodnik.facts.team import saved_views
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School

pytestmark = pytest.mark.usefixtures("school")


def test_views_are_ones_own_and_stand_by_name(school: School) -> None:
    anna, olga = make_staff(), make_staff("Ольга Седова")
    saved_views.keep(anna.pk, "analyses", "Звонки", "cohorts?channel=calls", now=MONDAY)
    saved_views.keep(anna.pk, "analyses", "Август", "value?cohort=2026-08", now=MONDAY)

    assert [view.name for view in saved_views.of(anna.pk, "analyses")] == ["Август", "Звонки"]
    assert saved_views.of(olga.pk, "analyses") == []


def test_the_same_name_keeps_the_newer_question(school: School) -> None:
    anna = make_staff()
    saved_views.keep(anna.pk, "analyses", "Звонки", "cohorts?channel=calls", now=MONDAY)
    saved_views.keep(anna.pk, "analyses", "Звонки", "cohorts?channel=ads", now=MONDAY)

    [view] = saved_views.of(anna.pk, "analyses")
    assert view.query == "cohorts?channel=ads"


def test_nobody_removes_a_view_of_another(school: School) -> None:
    anna, olga = make_staff(), make_staff("Ольга Седова")
    saved_views.keep(anna.pk, "analyses", "Звонки", "cohorts?channel=calls", now=MONDAY)
    [view] = saved_views.of(anna.pk, "analyses")

    assert not saved_views.forget(olga.pk, view.view_id)
    assert saved_views.forget(anna.pk, view.view_id)
    assert saved_views.of(anna.pk, "analyses") == []
