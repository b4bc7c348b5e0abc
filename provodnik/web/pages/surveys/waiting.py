"""What the pages of low scores and of links show."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.touches.voice.surveys import queries
from provodnik.touches.voice.surveys.queries import ConcernRow, InvitationRow
from provodnik.touches.voice.surveys.types import HUNDREDTHS
from provodnik.web.design.types import View
from provodnik.web.pages.surveys.content import counted


@dataclass(frozen=True, slots=True)
class ConcernLine:
    """A low score in words; `is_late`: nobody came back within the method's days."""

    row: ConcernRow
    mark: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class LowPage:
    """Low scores that wait, or those settled."""

    sentence: str
    lines: tuple[ConcernLine, ...]
    views: tuple[View, ...]
    is_settled: bool


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link to pass on."""

    row: InvitationRow
    address: str


@dataclass(frozen=True, slots=True)
class LinksPage:
    sentence: str
    lines: tuple[LinkLine, ...]


def low_page(staff: Staff, *, sees_all: bool, is_settled: bool, now: datetime) -> LowPage:
    """Low scores; of one member only those they answer for. Two queries."""
    whose = None if sees_all else staff.pk
    limit = method.survey_settings().most_shown
    rows = queries.concerns(responsible_id=whose, is_open=not is_settled, limit=limit)
    settle_days = timedelta(days=method.survey_settings().low.settle_days)
    address = reverse("surveys:low")
    return LowPage(
        sentence=_low_sentence(len(rows), is_settled=is_settled),
        lines=tuple(
            ConcernLine(
                one,
                f"{one.score_hundredths // HUNDREDTHS} {_('of')} {one.top}",
                is_late=one.settled_at is None and one.opened_at < now - settle_days,
            )
            for one in rows
        ),
        views=(
            View(_("Waiting"), address, is_current=not is_settled),
            View(_("Loop closed"), f"{address}?settled=1", is_current=is_settled),
        ),
        is_settled=is_settled,
    )


def links_page(staff: Staff, *, sees_all: bool, origin: str, now: datetime) -> LinksPage:
    """Links that wait for a colleague. One query."""
    rows = queries.to_hand(
        responsible_id=None if sees_all else staff.pk,
        limit=method.survey_settings().most_shown,
        now=now,
    )
    said = counted(len(rows), _("link waits|links wait"))
    return LinksPage(
        sentence=_("%(links)s to be passed on") % {"links": said} if rows else _("No links wait"),
        lines=tuple(LinkLine(one, f"{origin}/s/{one.token}") for one in rows),
    )


def _low_sentence(n: int, *, is_settled: bool) -> str:
    if is_settled:
        said = counted(n, _("low score settled|low scores settled"))
        return said if n else _("Nothing settled yet")
    if not n:
        return _("Every low score has its answer")
    return _("%(scores)s for an answer") % {
        "scores": counted(n, _("low score waits|low scores wait"))
    }
