"""A contact with somebody who has finished becomes a coordinator's deed on its day."""

from datetime import timedelta

import pytest

from conftest import MONDAY
from provodnik.facts.people.lifecycle.models import Contact
from provodnik.facts.sales.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.queue import services
from provodnik.touches.queue.planning.contacts import plan_due_contacts
from provodnik.touches.queue.tests.paths import planned
from provodnik.touches.queue.types import Outcome

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff(name="Анна Лебедева")


def contact(anna: Staff, *, in_days: int = 0, key: str = "month") -> Contact:
    return Contact.objects.create(
        school=anna.school,
        client=make_client(f"Выпуск {in_days} {key}", coordinator=anna),
        key=key,
        completed_at=MONDAY - 30 * DAY,
        due_on=(MONDAY + in_days * DAY).date(),
    )


@pytest.mark.requirement("R-043")
def test_a_contact_is_planned_on_its_day_and_once(anna: Staff) -> None:
    due = contact(anna)
    contact(anna, in_days=1)

    assert [plan_due_contacts(now=MONDAY) for _ in range(2)] == [1, 0]

    (touch,) = planned()
    assert (touch.client, touch.owner) == (due.client, anna)
    assert touch.reason.startswith("Спросить, что получилось")


def test_a_contact_made_or_unknown_to_the_method_plans_nothing(anna: Staff) -> None:
    made = contact(anna)
    made.made_at = MONDAY
    made.save(update_fields=["made_at"])
    contact(anna, key="no_such_key")

    assert plan_due_contacts(now=MONDAY) == 0


def test_a_talk_makes_the_contact_and_undoing_it_takes_that_back(anna: Staff) -> None:
    due = contact(anna)
    plan_due_contacts(now=MONDAY)
    (touch,) = planned()

    services.record_outcome(touch.pk, Outcome.REACHED, by_id=anna.pk, now=MONDAY)
    due.refresh_from_db()
    assert (due.made_at, due.made_by) == (MONDAY, anna)

    services.undo_outcome(touch.pk, by_id=anna.pk, now=MONDAY)
    due.refresh_from_db()
    assert due.made_at is None
    assert JournalEntry.objects.filter(event__name="entry_voided").count() == 2


def test_no_answer_leaves_the_contact_to_be_made_by_the_next_try(anna: Staff) -> None:
    due = contact(anna)
    plan_due_contacts(now=MONDAY)
    (touch,) = planned()

    services.record_outcome(touch.pk, Outcome.NO_ANSWER, by_id=anna.pk, now=MONDAY)
    due.refresh_from_db()
    assert due.made_at is None

    (again,) = planned()
    services.record_outcome(again.pk, Outcome.REACHED, by_id=anna.pk, now=MONDAY + DAY)
    due.refresh_from_db()
    assert due.made_at == MONDAY + DAY
