"""Reads about staff. Each costs one query."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count, OuterRef, Subquery

from provodnik.facts.team.models import GradeTurn, Staff
from provodnik.facts.team.rules import in_tree_order
from provodnik.facts.team.types import StaffRow, Standing, TreeRow
from provodnik.method import queries as method


def staff_list(*, role: str | None = None, with_left: bool = False) -> list[StaffRow]:
    """The team by name; those who left come only when asked for."""
    staff = Staff.objects.order_by("sort_key", "pk")
    if role is not None:
        staff = staff.filter(role=role)
    if not with_left:
        staff = staff.filter(left_on=None)
    return [_row(member) for member in staff]


def staff_by_id(staff_id: int) -> StaffRow:
    """One member.

    Raises:  Staff.DoesNotExist
    """
    return _row(Staff.objects.get(pk=staff_id))


def names_of(staff_ids: Collection[int]) -> dict[int, str]:
    """Names by id, for showing many rows. No query for no ids."""
    if not staff_ids:
        return {}
    return dict(Staff.objects.filter(pk__in=staff_ids).values_list("pk", "name"))


def role_counts() -> dict[str, int]:
    """How many members work in each role now."""
    working = Staff.objects.filter(left_on=None).values("role").annotate(n=Count("pk"))
    return {row["role"]: row["n"] for row in working}


def structure() -> list[TreeRow]:
    """Who reports to whom: everybody who works here, in the order of the tree, siblings by name.

    A manager who left is nobody's any more.
    """
    working = Staff.objects.filter(left_on=None).order_by("sort_key", "pk")
    people = {one.pk: one for one in working}
    managers = {
        pk: one.manager_id if one.manager_id in people else None for pk, one in people.items()
    }
    at_top = method.roles().at_top
    return [
        TreeRow(
            staff_id=pk,
            name=people[pk].name,
            role=people[pk].role,
            depth=depth,
            manager_id=(above := managers[pk]),
            manager=people[above].name if above else "",
            lacks_manager=above is None and people[pk].role not in at_top,
        )
        for pk, depth in in_tree_order(people, managers)
    ]


def grades_on(day: date) -> Mapping[int, GradeTurn]:
    """Each member's grade that held on a day."""
    turns = GradeTurn.objects.filter(from_on__lte=day).order_by("staff", "-from_on")
    return {turn.staff_id: turn for turn in turns.distinct("staff")}


def standing(staff_id: int, day: date) -> Standing:
    """The role of a member and the grade held on a day.

    Raises:  Staff.DoesNotExist
    """
    held = GradeTurn.objects.filter(staff=OuterRef("pk"), from_on__lte=day).order_by("-from_on")
    found = Staff.objects.annotate(grade=Subquery(held.values("grade")[:1]))
    role, grade = found.values_list("role", "grade").get(pk=staff_id)
    return Standing(role, grade or "")


def _row(member: Staff) -> StaffRow:
    return StaffRow(
        staff_id=member.pk,
        name=member.name,
        role=member.role,
        email=member.email,
        phone=member.phone,
        external_name=member.external_name,
        has_account=member.user_id is not None,
        left_on=member.left_on,
    )
