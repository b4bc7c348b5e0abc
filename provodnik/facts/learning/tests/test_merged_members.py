"""Members of a cohort who turn out to be one person."""

import pytest

from provodnik.facts.learning.models import Membership
from provodnik.facts.learning.services import add_members
from provodnik.facts.learning.tests.factories import MONDAY, make_cohort
from provodnik.facts.people.services import merge, undo_merge
from provodnik.facts.people.tests.factories import make_client
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db


def test_a_row_the_survivor_has_already_stays_with_the_absorbed_card(school: School) -> None:
    stays, gone = make_client(), make_client()
    both, other = make_cohort("A"), make_cohort("B")
    add_members(both.pk, [stays.pk, gone.pk], joined_at=MONDAY, actor="system")
    add_members(other.pk, [gone.pk], joined_at=MONDAY, actor="system")
    before = set(Membership.objects.values_list("pk", "cohort_id", "client_id"))

    merged = merge(stays.pk, gone.pk, now=MONDAY, actor="system")

    assert Membership.objects.filter(client=stays).count() == 2
    assert Membership.objects.filter(client=gone).count() == 1
    undo_merge(merged.pk, now=MONDAY, actor="system")
    assert set(Membership.objects.values_list("pk", "cohort_id", "client_id")) == before
