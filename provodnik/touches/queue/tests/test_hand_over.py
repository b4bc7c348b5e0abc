"""Deeds and students change hands whole, and come back unless life went on."""

import pytest

from conftest import MONDAY
from provodnik.facts.people.models import Client
from provodnik.facts.sales.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.queue import services
from provodnik.touches.queue.errors import NothingToHandOver, TooLateToUndo
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.queries import hand_overs
from provodnik.touches.queue.types import Outcome, TouchKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff(name="Анна Лебедева")


@pytest.fixture
def pavel(school: School) -> Staff:
    return make_staff(name="Павел Елкин")


def plan(student: Client) -> Touch:
    return services.plan(
        client_id=student.pk,
        kind=TouchKind.SUPPORT,
        reason="Повод",
        occurrence="one",
        actor="system",
        now=MONDAY,
    )


def test_one_student_goes_with_everything_planned_and_the_others_stay(
    anna: Staff, pavel: Staff
) -> None:
    gone, stays = (plan(make_client(name, coordinator=anna)) for name in ("Одна", "Другая"))
    services.claim(gone.pk, by_id=anna.pk, now=MONDAY)

    services.hand_over(anna.pk, pavel.pk, client_id=gone.client_id, by_id=anna.pk, now=MONDAY)

    gone.refresh_from_db()
    stays.refresh_from_db()
    assert (gone.owner, gone.claimed_by, stays.owner) == (pavel, None, anna)
    assert Client.objects.get(pk=gone.client_id).coordinator == pavel
    assert Client.objects.get(pk=stays.client_id).coordinator == anna
    told = JournalEntry.objects.filter(client_id=gone.client_id).values_list(
        "event__name", flat=True
    )
    assert {"touch_assigned", "coordinator_assigned"} <= set(told)


def test_what_the_taker_finished_does_not_come_back(anna: Staff, pavel: Staff) -> None:
    finished, open_one = (plan(make_client(n, coordinator=anna)) for n in ("Одна", "Другая"))
    done = services.hand_over(anna.pk, pavel.pk, by_id=anna.pk, now=MONDAY)
    services.record_outcome(finished.pk, Outcome.REACHED, by_id=pavel.pk, now=MONDAY)

    services.undo_hand_over(done.pk, by_id=anna.pk, now=MONDAY)

    assert Touch.objects.get(pk=finished.pk).owner == pavel
    assert Touch.objects.get(pk=open_one.pk).owner == anna
    assert hand_overs()[0].undone_at == MONDAY
    with pytest.raises(TooLateToUndo):
        services.undo_hand_over(done.pk, by_id=anna.pk, now=MONDAY)


def test_an_outcome_taken_back_after_the_student_left_waits_with_the_taker(
    anna: Staff, pavel: Staff
) -> None:
    deed = plan(make_client(coordinator=anna))
    services.record_outcome(deed.pk, Outcome.REACHED, by_id=anna.pk, now=MONDAY)
    services.hand_over(anna.pk, pavel.pk, client_id=deed.client_id, by_id=anna.pk, now=MONDAY)

    services.undo_outcome(deed.pk, by_id=anna.pk, now=MONDAY)

    assert Touch.objects.get(pk=deed.pk).owner == pavel


def test_deeds_go_only_to_somebody_who_works_a_queue(anna: Staff) -> None:
    plan(make_client(coordinator=anna))

    for taker in (anna, make_staff("Инга Лаврова", "marketer")):
        with pytest.raises(NothingToHandOver):
            services.hand_over(anna.pk, taker.pk, by_id=anna.pk, now=MONDAY)
