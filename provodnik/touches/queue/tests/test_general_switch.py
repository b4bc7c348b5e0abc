"""The general switch: the system plans nothing by itself, people's own touches go on."""

from datetime import timedelta

import pytest

from conftest import MONDAY
from provodnik.facts.sales.tests.factories import buy, make_client, make_product
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.queue import services
from provodnik.touches.queue.errors import ReasonMissing
from provodnik.touches.queue.models import AutomationStop
from provodnik.touches.queue.planning.plan import plan_due
from provodnik.touches.queue.queries import stopped, stops
from provodnik.touches.queue.tests.paths import planned
from provodnik.touches.queue.types import TouchKind

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def head(school: School) -> Staff:
    return make_staff(name="Ольга Седова")


def test_nothing_is_planned_while_stopped_and_what_is_due_is_planned_afterwards(
    head: Staff,
) -> None:
    buy(make_client("Нина Орлова"), make_product("Колорист"), at=MONDAY - HOUR)
    services.stop_automation(reason="Сбой в рассылке", by_id=head.pk, now=MONDAY)

    assert plan_due(now=MONDAY).total == 0
    assert planned() == []

    services.resume_automation(reason="Починили", by_id=head.pk, now=MONDAY + HOUR)
    assert plan_due(now=MONDAY + HOUR).total == 1


def test_a_touch_planned_by_a_person_goes_on(head: Staff) -> None:
    services.stop_automation(reason="Сбой", by_id=head.pk, now=MONDAY)

    services.plan(
        client_id=make_client("Нина Орлова").pk,
        kind=TouchKind.SUPPORT,
        reason="Просила позвонить",
        occurrence="asked",
        actor=f"staff:{head.pk}",
        now=MONDAY,
    )

    assert len(planned()) == 1


def test_both_turns_need_a_reason_are_journalled_and_happen_once(head: Staff) -> None:
    with pytest.raises(ReasonMissing):
        services.stop_automation(reason=" ", by_id=head.pk, now=MONDAY)
    for _ in range(2):
        services.stop_automation(reason="Сбой", by_id=head.pk, now=MONDAY)
    standing = stopped()
    assert standing is not None
    assert (standing.reason, standing.by) == ("Сбой", head.name)

    with pytest.raises(ReasonMissing):
        services.resume_automation(reason="", by_id=head.pk, now=MONDAY)
    for _ in range(2):
        services.resume_automation(reason="Починили", by_id=head.pk, now=MONDAY + HOUR)

    assert stopped() is None
    assert [stop.resumed_by for stop in stops()] == [head.name]
    assert AutomationStop.objects.count() == 1
    told = JournalEntry.objects.filter(event__name__startswith="automation_").order_by("pk")
    assert [(entry.event.name, entry.attrs["reason"]) for entry in told] == [
        ("automation_stopped", "Сбой"),
        ("automation_resumed", "Починили"),
    ]
