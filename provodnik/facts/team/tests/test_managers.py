"""Reporting lines: whom a member reports to, no circles, and who lacks a manager."""

import pytest
from django.db import IntegrityError, transaction

from provodnik.facts.team import queries, services
from provodnik.facts.team.errors import HasLeft, ManagersInCircle
from provodnik.facts.team.models import Staff
from provodnik.facts.team.rules import in_tree_order, makes_circle
from provodnik.facts.team.signals import CHECKS
from provodnik.facts.team.tests.factories import MONDAY, make_staff
from provodnik.kernel import signals
from provodnik.kernel.models import JournalEntry, School, Signal

pytestmark = pytest.mark.django_db
HEAD = "staff:1"


def under(staff: Staff, manager: Staff | None) -> Staff:
    manager_id = manager.pk if manager else None
    return services.set_manager(staff.pk, manager_id, now=MONDAY, actor=HEAD)


def lacking() -> list[int]:
    return [row.staff_id for row in queries.structure() if row.lacks_manager]


@pytest.fixture
def three(school: School) -> tuple[Staff, Staff, Staff]:
    """Olga over Anna over Boris."""
    olga, anna, boris = make_staff("Ольга"), make_staff("Анна"), make_staff("Борис")
    under(anna, olga)
    under(boris, anna)
    return olga, anna, boris


def test_a_manager_is_set_once_and_the_journal_says_before_and_after(school: School) -> None:
    olga, anna = make_staff("Ольга"), make_staff("Анна")

    under(anna, olga)
    under(anna, olga)

    assert Staff.objects.get(pk=anna.pk).manager_id == olga.pk
    entry = JournalEntry.objects.get(event__name="staff_manager_set")
    assert (entry.staff_id, entry.attrs) == (anna.pk, {"before": None, "manager": olga.pk})


@pytest.mark.requirement("R-016")
def test_nobody_stands_above_themselves(three: tuple[Staff, Staff, Staff]) -> None:
    olga, _anna, boris = three

    for staff in (olga, boris):
        with pytest.raises(ManagersInCircle):
            under(staff, boris)

    assert Staff.objects.get(pk=olga.pk).manager_id is None


@pytest.mark.requirement("R-016")
def test_the_database_refuses_a_circle_as_well(three: tuple[Staff, Staff, Staff]) -> None:
    olga, _anna, boris = three

    for staff in (olga, boris):
        with pytest.raises(IntegrityError), transaction.atomic():
            Staff.objects.filter(pk=staff.pk).update(manager=boris)

    assert Staff.objects.filter(pk=olga.pk).update(manager=None) == 1


def test_one_who_left_manages_nobody_and_is_given_no_manager(school: School) -> None:
    olga, anna = make_staff("Ольга"), make_staff("Анна")
    services.leave(olga.pk, left_on=MONDAY.date(), now=MONDAY, actor=HEAD)

    for staff, manager in ((anna, olga), (olga, anna)):
        with pytest.raises(HasLeft):
            under(staff, manager)


def test_the_tree_puts_people_under_their_manager(three: tuple[Staff, Staff, Staff]) -> None:
    alone = make_staff("Аарон")

    rows = queries.structure()

    assert [(row.name, row.depth) for row in rows] == [
        ("Ольга", 0),
        ("Анна", 1),
        ("Борис", 2),
        ("Аарон", 0),
    ]
    assert rows[2].manager == "Анна"
    assert rows[-1].staff_id == alone.pk


@pytest.mark.requirement("R-016")
def test_who_lacks_a_manager_is_flagged_until_one_is_set(school: School) -> None:
    owner, anna = make_staff("Марина", "owner"), make_staff("Анна")

    assert lacking() == open_now() == [anna.pk]

    under(anna, owner)
    assert lacking() == open_now() == []

    services.leave(owner.pk, left_on=MONDAY.date(), now=MONDAY, actor=HEAD)
    assert lacking() == open_now() == [anna.pk]


def open_now() -> list[int]:
    (check,) = CHECKS
    signals.refresh(check, now=MONDAY)
    found = Signal.objects.filter(check_name=check.name, closed_at=None)
    return list(found.values_list("subject_id", flat=True))


@pytest.mark.parametrize(
    ("staff_id", "manager_id", "is_circle"),
    [(1, 1, True), (1, 3, True), (3, 1, False), (4, 3, False)],
    ids=["oneself", "one below", "already above", "a newcomer"],
)
def test_a_circle_is_seen_through_others(staff_id: int, manager_id: int, is_circle: bool) -> None:
    assert makes_circle(staff_id, manager_id, {1: None, 2: 1, 3: 2}) is is_circle


def test_who_has_people_comes_before_who_stands_alone() -> None:
    assert list(in_tree_order([5, 1, 2], {5: None, 1: None, 2: 1})) == [(1, 0), (2, 1), (5, 0)]
