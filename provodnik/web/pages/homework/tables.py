"""Works and marks of graduates as tables of a file."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from provodnik.facts.learning.homework.queries import CohortMarks, WorkRow
from provodnik.web.pages.homework import words

type Table = tuple[Sequence[str], Iterator[Sequence[object]]]


def works(rows: Sequence[WorkRow], timezone: str) -> Table:
    """The list as it is shown, moments by the school's clock."""
    zone = ZoneInfo(timezone)
    header = (
        *(_("Student"), _("Course"), _("Lesson"), _("Attempt"), _("State")),
        *(_("Curator"), _("Check due"), _("Checked"), _("Score")),
    )
    return header, (
        (
            *(row.client, row.course, row.lesson, row.attempt, words.state_word(row.state)),
            row.claimed_by or row.holder,
            _moment(row.due_at, zone),
            _moment(row.checked_at, zone),
            "" if row.score_hundredths is None else row.score_hundredths / 100,
        )
        for row in rows
    )


def graduates(rows: Sequence[CohortMarks], school: str, now: datetime, timezone: str) -> Table:
    """Marks by cohort for marketing (R-159): sums only, no names, so nobody's consent is needed.

    Each row carries the moment it was counted at and where it comes from.
    """
    counted = _moment(now, ZoneInfo(timezone))
    source = _("Marks of expert assessors, school “%(school)s”") % {"school": school}
    header = (
        *(_("Course"), _("Cohort"), _("Students"), _("With a mark"), _("Mean mark")),
        *(_("Share of 5, %"), "5", "4", "3", "2", "1", _("Counted at"), _("Source")),
    )
    return header, (
        (
            *(row.product, row.cohort or _("no cohort"), row.students, row.marked),
            "" if row.mean is None else round(row.mean, 2),
            "" if row.fives_share is None else round(row.fives_share * 100, 1),
            *reversed(row.counts),
            counted,
            source,
        )
        for row in rows
    )


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if at else ""
