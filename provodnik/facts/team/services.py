"""Everything that may change the team. Nobody else writes these tables."""

from datetime import date, datetime

from django.db import transaction

from provodnik.facts.team.departing import departure
from provodnik.facts.team.errors import (
    AlreadyMember,
    ExternalNameTaken,
    HasLeft,
    ManagersInCircle,
)
from provodnik.facts.team.models import GradeTurn, Staff, User
from provodnik.facts.team.rules import makes_circle, staff_actor
from provodnik.kernel import journal, schools
from provodnik.kernel.names import sort_key


@transaction.atomic
def add_staff(  # noqa: PLR0913 (one form of eight fields)
    *,
    name: str,
    role: str,
    now: datetime,
    actor: str,
    user: User | None = None,
    email: str = "",
    phone: str = "",
    external_name: str | None = None,
) -> Staff:
    """Take a person into the team, with an account or without one.

    A name of an export that is met again gives the member it already means.

    Raises:  AlreadyMember: the account works here
    """
    if external_name and (known := Staff.objects.filter(external_name=external_name).first()):
        return known
    if user is not None and Staff.objects.filter(user=user).exists():
        raise AlreadyMember(str(user))
    staff = Staff.objects.create(
        school_id=schools.current(),
        user=user,
        name=name,
        sort_key=sort_key(name),
        role=role,
        email=email or (user.email if user else ""),
        phone=phone,
        external_name=external_name or None,
        created_at=now,
    )
    journal.record(
        "staff_joined", happened_at=now, actor=actor, staff_id=staff.pk, attrs={"role": role}
    )
    return staff


@transaction.atomic
def give_account(staff_id: int, *, user: User, now: datetime, actor: str) -> Staff:
    """Let a member met in an export sign in. Repeating it changes nothing.

    Raises:  Staff.DoesNotExist; HasLeft
             AlreadyMember: the account is another member, or the member has another account
    """
    staff = _working(staff_id)
    if staff.user_id == user.pk:
        return staff
    if staff.user_id is not None or Staff.objects.filter(user=user).exists():
        raise AlreadyMember(str(user))
    staff.user, staff.email = user, staff.email or user.email
    staff.save(update_fields=["user", "email"])
    journal.record("staff_account_given", happened_at=now, actor=actor, staff_id=staff.pk)
    return staff


@transaction.atomic
def change_role(staff_id: int, *, role: str, now: datetime, actor: str) -> Staff:
    """Give a member another role of the method. The same role changes nothing.

    Raises:  Staff.DoesNotExist; HasLeft
    """
    staff = _working(staff_id)
    if staff.role == role:
        return staff
    before, staff.role = staff.role, role
    staff.save(update_fields=["role"])
    journal.record(
        "staff_role_changed",
        happened_at=now,
        actor=actor,
        staff_id=staff.pk,
        attrs={"before": before, "role": role},
    )
    return staff


@transaction.atomic
def leave(staff_id: int, *, left_on: date, now: datetime, actor: str) -> Staff:
    """Note that a member left; access closes at once, the name stays in every history.

    The first day of leaving stays: repeating it changes nothing.

    Raises:  Staff.DoesNotExist
             Refused: something is to be given back first, see `departing`
    """
    staff = Staff.objects.select_for_update().get(pk=staff_id)
    if staff.left_on is not None:
        return staff
    departure(staff.pk).require()
    staff.left_on = left_on
    staff.save(update_fields=["left_on"])
    journal.record(
        "staff_left",
        happened_at=now,
        actor=actor,
        staff_id=staff.pk,
        attrs={"left_on": left_on.isoformat()},
    )
    return staff


@transaction.atomic
def link_external_name(staff_id: int, *, external_name: str, now: datetime, actor: str) -> Staff:
    """Say how exports name a member. Repeating it changes nothing.

    Raises:  Staff.DoesNotExist; ExternalNameTaken: the name means another member
    """
    staff = Staff.objects.select_for_update().get(pk=staff_id)
    if staff.external_name == external_name:
        return staff
    if other := Staff.objects.filter(external_name=external_name).first():
        raise ExternalNameTaken(external_name, other.pk)
    staff.external_name = external_name
    staff.save(update_fields=["external_name"])
    journal.record(
        "staff_named",
        happened_at=now,
        actor=actor,
        staff_id=staff.pk,
        attrs={"name": external_name},
    )
    return staff


@transaction.atomic
def set_manager(staff_id: int, manager_id: int | None, *, now: datetime, actor: str) -> Staff:
    """Say whom a member reports to; None: to nobody. The same manager changes nothing.

    Raises:  Staff.DoesNotExist: the member or the manager is of no school of ours
             HasLeft: either works here no more
             ManagersInCircle: the manager is the member, or reports to them
    """
    staff = _working(staff_id)
    if staff.manager_id == manager_id:
        return staff
    if manager_id is not None:
        _working(manager_id)
        managers = dict(Staff.objects.values_list("pk", "manager_id"))
        if makes_circle(staff.pk, manager_id, managers):
            raise ManagersInCircle(f"{staff} under staff:{manager_id}")
    before, staff.manager_id = staff.manager_id, manager_id
    staff.save(update_fields=["manager"])
    journal.record(
        "staff_manager_set",
        happened_at=now,
        actor=actor,
        staff_id=staff.pk,
        attrs={"before": before, "manager": manager_id},
    )
    return staff


@transaction.atomic
def record_grade(
    staff_id: int, grade: str, *, from_on: date, reason: str, by: int, now: datetime
) -> None:
    """Note that a member has a grade from a day on. The grade held already changes nothing.

    Which grades there are, and which months still take a change, says `decisions.pay`.
    """
    turns = GradeTurn.objects.filter(staff=staff_id, from_on__lte=from_on).order_by("-from_on")
    before = turns.values_list("grade", flat=True).first() or ""
    if before == grade:
        return
    GradeTurn.objects.update_or_create(
        school_id=schools.current(),
        staff_id=staff_id,
        from_on=from_on,
        defaults={"grade": grade, "reason": reason, "by_id": by, "set_at": now},
    )
    journal.record(
        "staff_grade_set",
        happened_at=now,
        actor=staff_actor(by),
        staff_id=staff_id,
        item=grade,
        attrs={"before": before, "from_on": from_on.isoformat(), "reason": reason},
    )


def _working(staff_id: int) -> Staff:
    staff = Staff.objects.select_for_update().get(pk=staff_id)
    if staff.left_on is not None:
        raise HasLeft(str(staff))
    return staff
