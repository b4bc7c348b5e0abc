"""Points of outflow and effects of changes, counted by the lake from a journal."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from provodnik.decisions.causes import queries, services
from provodnik.decisions.causes.models import ChurnPoint
from provodnik.decisions.causes.tests.factories import ACTOR, NOW, TODAY, changed_card, make_card
from provodnik.decisions.causes.tests.walks import record, walk
from provodnik.decisions.causes.types import Outcome, Verdict
from provodnik.facts.catalog.models import Product
from provodnik.facts.sales.tests.factories import make_product
from provodnik.kernel import schools
from provodnik.kernel.models import JournalEntry, School
from provodnik.lake import services as lake
from provodnik.lake.reading import forget
from provodnik.signals import queries as signal_queries
from provodnik.signals import services as signals

CHANGED = date(2026, 8, 1)
# Sixty days before the change, and just after it: both had three months.
EARLIER, LATER = date(2026, 5, 10), date(2026, 8, 10)


@pytest.fixture
def course(committed_school: School, tmp_path: Path, settings: Settings) -> Iterator[Product]:
    """A course in a school whose journal the lake sees."""
    settings.HOME = tmp_path
    forget()
    with schools.inside(committed_school.pk):
        product = make_product("Колорист")
    yield product
    forget()


def effect_of(card_id: int) -> queries.Effect:
    found = queries.effect(queries.card(card_id).row, today=TODAY, now=NOW)
    assert found is not None
    return found


@pytest.mark.requirement("R-253")
def test_completion_before_and_after_a_change_is_compared_at_equal_time(course: Product) -> None:
    with schools.inside(course.school_id):
        card = changed_card(CHANGED)
        walk(course, EARLIER, people=12, modules=4, is_finished=True)
        slow = walk(course, EARLIER, people=18, modules=2)
        walk(course, LATER, people=24, modules=4, is_finished=True)
        walk(course, LATER, people=6, modules=2)
        # Reached it after the change; came too late to be judged.
        record("module_completed", slow[:5], course, datetime(2026, 8, 20, tzinfo=UTC),
               item="Модуль 3")  # fmt: skip
        walk(course, TODAY - timedelta(days=10), people=40, modules=1)
    lake.catch_up(now=NOW)

    with schools.inside(course.school_id):
        found = effect_of(card.pk)

    assert found.step is not None and found.completion is not None
    for told in (found.step, found.completion):
        assert (told.before.reached, told.before.size) == (12, 30)
        assert (told.after.reached, told.after.size) == (24, 30)
        assert told.verdict is Verdict.BETTER
        assert told.low is not None and told.low > 0


@pytest.mark.requirement("R-253")
def test_few_students_are_no_proof(course: Product) -> None:
    with schools.inside(course.school_id):
        card = changed_card(CHANGED)
        walk(course, EARLIER, people=5, modules=2)
        walk(course, LATER, people=5, modules=4)
    lake.catch_up(now=NOW)

    with schools.inside(course.school_id):
        found = effect_of(card.pk).step

    assert found is not None
    assert (found.before.reached, found.after.reached) == (0, 5)
    assert found.verdict is Verdict.TOO_FEW


def test_a_fresh_change_waits_for_its_first_students(course: Product) -> None:
    with schools.inside(course.school_id):
        found = effect_of(changed_card(TODAY - timedelta(days=10)).pk)

    assert (found.step, found.completion) == (None, None)
    assert found.judgeable_on == TODAY + timedelta(days=51)


def test_closing_keeps_the_figures_that_were_seen(course: Product) -> None:
    with schools.inside(course.school_id):
        card = changed_card(CHANGED)
        walk(course, EARLIER, people=30, modules=2)
        walk(course, LATER, people=30, modules=4)
    lake.catch_up(now=NOW)

    with schools.inside(course.school_id):
        seen = effect_of(card.pk).step
        services.close(card.pk, Outcome.HELPED, seen=seen, actor=ACTOR, now=NOW)
        entry = JournalEntry.objects.get(event__name="cause_card_closed")

    names = ("before_reached", "before_size", "after_reached", "after_size")
    assert [entry.attrs[name] for name in names] == [0, 30, 30, 30]


@pytest.mark.requirement("R-252")
@pytest.mark.requirement("R-253")
def test_the_biggest_fall_of_a_course_without_a_card_is_flagged_after_a_week(
    course: Product,
) -> None:
    with schools.inside(course.school_id):
        walk(course, date(2026, 7, 1), people=25, modules=4)
        walk(course, date(2026, 7, 1), people=15, modules=2)
    lake.catch_up(now=NOW)

    with schools.inside(course.school_id):
        assert services.refresh_points(now=NOW) == 1
        assert services.refresh_points(now=NOW + timedelta(days=1)) == 1
        (point,) = queries.open_points()
        fall = point.fall
        assert (point.place.item, fall.reached, fall.before, fall.size) == ("Модуль 3", 25, 40, 40)
        assert flagged(NOW + timedelta(days=6)) == []
        assert flagged(NOW + timedelta(days=7)) == [point.point_id]

        card = make_card()
        assert (flagged(NOW + timedelta(days=8)), queries.open_points()) == ([], [])
        services.drop_card(card.pk, actor=ACTOR, now=NOW)
        assert flagged(NOW + timedelta(days=9)) == [point.point_id]


def test_a_change_that_did_not_help_leaves_the_place_open(course: Product) -> None:
    with schools.inside(course.school_id):
        walk(course, date(2026, 7, 1), people=40, modules=2)
        walk(course, date(2026, 7, 1), people=10, modules=4)
    lake.catch_up(now=NOW)

    with schools.inside(course.school_id):
        services.refresh_points(now=NOW)
        card = changed_card(CHANGED)
        assert (queries.open_points(), flagged(NOW + timedelta(days=8))) == ([], [])
        services.close(card.pk, Outcome.NOT_HELPED, seen=None, actor=ACTOR, now=NOW)
        (point,) = queries.open_points()
        assert flagged(NOW + timedelta(days=9)) == [point.point_id]


def test_a_point_that_moved_is_a_new_one_and_a_mended_one_goes(course: Product) -> None:
    with schools.inside(course.school_id):
        walk(course, date(2026, 7, 1), people=30, modules=4)
        walk(course, date(2026, 7, 1), people=10, modules=1)
    lake.catch_up(now=NOW)
    with schools.inside(course.school_id):
        services.refresh_points(now=NOW)
        walk(course, date(2026, 7, 2), people=20, modules=3)
    lake.catch_up(now=NOW + timedelta(minutes=1))

    with schools.inside(course.school_id):
        services.refresh_points(now=NOW + timedelta(days=1))
        first, second = ChurnPoint.objects.order_by("pk")
        assert (first.item, first.gone_at) == ("Модуль 2", NOW + timedelta(days=1))
        assert (second.item, second.gone_at) == ("Модуль 4", None)
        # A year later nobody got access lately: nothing to judge by.
        assert services.refresh_points(now=NOW + timedelta(days=365)) == 0
        assert not ChurnPoint.objects.filter(gone_at=None).exists()


def flagged(now: datetime) -> list[int]:
    signals.refresh_all(now=now)
    return signal_queries.subjects("churn_point_without_card")
