"""Members of the team as the page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from provodnik.facts.people.accesses import queries as accesses
from provodnik.facts.team.models import Staff
from provodnik.facts.team.queries import staff_list
from provodnik.facts.team.types import StaffRow
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web.accounts import invitation_path


@dataclass(frozen=True, slots=True)
class Member:
    """`role` in words; `external_name` is how exports call the person."""

    staff_id: int
    name: str
    role: str
    email: str
    external_name: str
    has_account: bool
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Team:
    """`working` by name; `without_access` of them came from an export and can't sign in."""

    working: tuple[Member, ...]
    left: tuple[Member, ...]

    @property
    def without_access(self) -> int:
        return sum(not member.has_account for member in self.working)


def team() -> Team:
    """Everybody, those who left apart. Queries: 1."""
    titles = {role.key: role.title for role in method.roles().roles}
    rows = [_member(row, titles) for row in staff_list(with_left=True)]
    return Team(
        working=tuple(row for row in rows if row.left_on is None),
        left=tuple(row for row in rows if row.left_on is not None),
    )


@dataclass(frozen=True, slots=True)
class RoleWords:
    """What a role answers for and what it opens."""

    title: str
    answers_for: str
    opens: tuple[str, ...]


def role_words(key: str) -> RoleWords:
    """The role as the method words it; a role the method lost opens nothing."""
    roles = method.roles()
    role = roles.role(key)
    if role is None:
        return RoleWords(key, "", ())
    titles = {right.key: right.title for right in roles.rights}
    return RoleWords(
        role.title, role.answers_for, tuple(titles[Right(right)] for right in role.rights)
    )


def others(staff_id: int) -> list[tuple[int, str]]:
    """Everybody who works here but this one, as choices of a manager. Queries: 1."""
    return [(row.staff_id, row.name) for row in staff_list() if row.staff_id != staff_id]


def link_for(staff: Staff) -> str | None:
    """Where a newcomer sets the first password; None once the account is theirs."""
    return invitation_path(staff.user, staff.school) if staff.user is not None else None


def held_by(staff: Staff) -> tuple[tuple[int, str], ...]:
    """Accesses a colleague still holds: (id, what it is to). One query; none of who has left."""
    if staff.left_on is not None:
        return ()
    rows, titles = accesses.open_of_staff(staff.pk), accesses.kind_titles()
    return tuple((row.grant_id, accesses.title(row.kind, row.words, titles)) for row in rows)


def _member(row: StaffRow, titles: Mapping[str, str]) -> Member:
    return Member(
        staff_id=row.staff_id,
        name=row.name,
        role=titles.get(row.role, row.role),
        email=row.email,
        external_name=row.external_name or "",
        has_account=row.has_account,
        left_on=row.left_on,
    )
