"""Reads about staff. Each costs one query."""

from collections.abc import Collection

from django.db.models import Count

from provodnik.facts.team.models import Staff
from provodnik.facts.team.types import StaffRow


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
