"""Two planners at once, and a planner killed in the middle: each touch exactly once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections

from provodnik.facts.catalog.types import Trigger
from provodnik.facts.sales.tests.factories import MONDAY, buy, make_client, make_product
from provodnik.kernel import schools
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.planning import plan
from provodnik.touches.queue.planning.plan import plan_due
from provodnik.touches.queue.tests.paths import learned, publish_step

NOW = MONDAY + timedelta(days=1)
STUDENTS = 30


def set_out(school: School) -> None:
    """Students who all graduated yesterday; the first ten are new as well."""
    with schools.inside(school.pk):
        after = make_product()
        publish_step(Trigger.GRADUATION, make_product(), after=after)
        for number in range(STUDENTS):
            client = make_client()
            learned(client, "graduated", after, MONDAY)
            if number < 10:
                buy(client, after)


def in_two_threads(work: Callable[[], int]) -> list[int]:
    barrier = Barrier(2)

    def one() -> int:
        try:
            barrier.wait(timeout=10)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return [future.result(timeout=60) for future in [pool.submit(one) for _ in range(2)]]


def counts(school: School) -> tuple[int, int]:
    """Touches, and what the journal says of them."""
    with schools.inside(school.pk):
        told = JournalEntry.objects.filter(event__name="touch_planned")
        return Touch.objects.count(), told.count()


@pytest.mark.requirement("R-112")
def test_two_planners_at_once_plan_each_touch_once(committed_school: School) -> None:
    set_out(committed_school)

    def work() -> int:
        with schools.inside(committed_school.pk):
            return plan_due(now=NOW).total

    planned = in_two_threads(work)

    assert sorted(planned) == [0, STUDENTS + 10]
    assert counts(committed_school) == (STUDENTS + 10, STUDENTS + 10)


@pytest.mark.requirement("R-112")
def test_without_the_lock_the_key_alone_still_holds(
    committed_school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock spares work; the promise stands on the unique key."""
    set_out(committed_school)
    monkeypatch.setattr(plan, "_alone", lambda: None)

    def work() -> int:
        with schools.inside(committed_school.pk):
            return plan_due(now=NOW).total

    in_two_threads(work)

    touches, told = counts(committed_school)
    assert (touches, told) == (STUDENTS + 10, STUDENTS + 10)


def test_a_run_that_fails_leaves_nothing_behind(committed_school: School) -> None:
    set_out(committed_school)

    with pytest.raises(ZeroDivisionError), schools.inside(committed_school.pk):
        plan_due(now=NOW)
        raise ZeroDivisionError

    assert counts(committed_school) == (0, 0)
    connection.close()
