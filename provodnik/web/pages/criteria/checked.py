"""Checklists that judge my work, with my own score over the weeks of the trend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse

from provodnik.decisions.quality.queries import checks
from provodnik.decisions.quality.queries.people import weeks_shown
from provodnik.decisions.quality.types import Score
from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import start_of_day
from provodnik.method import queries as method
from provodnik.method.quality_words import Artefact
from provodnik.method.shapes.quality import CheckPoint
from provodnik.method.types import Right
from provodnik.web.access import has_right

# Who may make an artefact is judged by its list.
_MADE_BY: Mapping[Artefact, Right] = {
    Artefact.MESSAGE: Right.WORK_DESK,
    Artefact.HOMEWORK: Right.CHECK_HOMEWORK,
    Artefact.PROTOCOL: Right.HOLD_MEETINGS,
}


@dataclass(frozen=True, slots=True)
class CheckedBy:
    """A list I am checked by, its points, and the score of my checks with where they open."""

    title: str
    points: Sequence[CheckPoint]
    score: Score
    checks: int
    href: str


def checked_by(staff: Staff, *, now: datetime) -> list[CheckedBy]:
    """Two queries a list, and as many lists as the role makes kinds of work."""
    known = method.quality_settings().checklists
    mine = [one for one in known if has_right(staff, _MADE_BY[one.key])]
    if not mine:
        return []
    since = start_of_day(weeks_shown(now=now)[0], ZoneInfo(staff.school.timezone))
    found = []
    for one in mine:
        _rows, score, total = checks(from_at=since, to_at=now, staff_id=staff.pk, artefact=one.key)
        asked = urlencode({"staff": staff.pk, "artefact": one.key.value})
        href = f"{reverse('quality:checks')}?{asked}"
        found.append(CheckedBy(str(one.title), one.points, score, total, href))
    return found
