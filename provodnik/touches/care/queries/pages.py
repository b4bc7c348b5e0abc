"""The page of a student: by its token, and by its student."""

from dataclasses import dataclass
from datetime import datetime

from provodnik.touches.care.models import StudentPage


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What a coordinator sees of a student's page. `opened_at` is the first time a person did."""

    token: str
    issued_at: datetime
    issued_by: str
    opened_at: datetime | None


def page_of(client_id: int) -> OwnPage | None:
    """The student's open page. One query."""
    page = (
        StudentPage.objects.select_related("issued_by")
        .filter(client_id=client_id, revoked_at=None)
        .first()
    )
    if page is None:
        return None
    by = page.issued_by.name if page.issued_by else ""
    return OwnPage(page.token, page.issued_at, by, page.opened_at)


def page_by_token(token: str) -> StudentPage | None:
    """The page of this address, a closed one too. One query, inside the token's school."""
    return StudentPage.objects.filter(token=token).first()
