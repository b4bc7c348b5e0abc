"""Members of staff for tests."""

from datetime import UTC, datetime
from itertools import count

from provodnik.facts.team.models import Staff, User
from provodnik.facts.team.services import add_staff

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
_number = count(1)


def make_user(email: str | None = None) -> User:
    return User.objects.create_user(email or f"member{next(_number)}@example.org")


def make_staff(
    name: str = "Анна Лебедева", role: str = "coordinator", *, user: User | None = None
) -> Staff:
    return add_staff(name=name, role=role, user=user, now=MONDAY, actor="system")
