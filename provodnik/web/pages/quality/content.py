"""What the pages of quality control show. Everything is read here; a template only prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.decisions.quality import queries, sources
from provodnik.decisions.quality.queries.people import weeks_shown
from provodnik.decisions.quality.types import (
    Calibration,
    CheckRow,
    DrawnRow,
    Mark,
    PersonRow,
    Score,
    Work,
)
from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import Period
from provodnik.method import queries as method
from provodnik.method.quality_words import Artefact
from provodnik.web import formats
from provodnik.web.design.types import View
from provodnik.web.pages.quality.words import MARKS, artefact_titles

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """A score with the checks it was made of."""

    score: Score
    checks: int
    href: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person with the score of all weeks and of each."""

    row: PersonRow
    whole: ScoreCell
    weeks: tuple[ScoreCell, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """What waits to be checked, and everybody's scores by weeks."""

    sentence: str
    waiting: tuple[tuple[DrawnRow, str], ...]
    total: int
    weeks: tuple[date, ...]
    people: tuple[PersonLine, ...]


@dataclass(frozen=True, slots=True)
class PointField:
    """A point of a checklist with the mark that was chosen."""

    key: str
    text: str
    hint: str
    chosen: str


@dataclass(frozen=True, slots=True)
class ToCheck:
    """One artefact: its words, its checklist, the checks made of it."""

    row: DrawnRow
    title: str
    work: Work
    href: str
    points: tuple[PointField, ...]
    marks: tuple[tuple[str, str], ...]
    checks: tuple[tuple[CheckRow, tuple[tuple[str, str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class CheckList:
    """A page of the checks behind a score."""

    sentence: str
    rows: tuple[tuple[CheckRow, str], ...]
    score: Score
    total: int
    next_query: str


def board(staff: Staff, *, now: datetime) -> Board:
    """The page of who checks quality. A fixed number of queries."""
    found = queries.waiting(for_id=staff.pk, now=now)
    people, titles = queries.people(now=now), artefact_titles()
    return Board(
        sentence=_board_sentence(found.total),
        waiting=tuple((row, titles[row.artefact]) for row in found.rows),
        total=found.total,
        weeks=tuple(weeks_shown(now=now)),
        people=tuple(person_line(row) for row in people),
    )


def person_line(row: PersonRow) -> PersonLine:
    """A person's scores, each with where it opens."""
    return PersonLine(
        row=row,
        whole=ScoreCell(row.score, row.checks, _checks_href(row.staff_id)),
        weeks=tuple(
            ScoreCell(week.score, week.checks, _checks_href(row.staff_id, week.week))
            for week in row.weeks
        ),
    )


def to_check(row: DrawnRow, *, chosen: Mapping[str, str], sees: bool) -> ToCheck:
    """One artefact. `chosen` are marks of a form that was refused; `sees` opens earlier checks,
    which a second checker must not see before their own."""
    checklist = method.quality_settings().checklist(row.artefact)
    work = sources.read(row.artefact, row.ref_id)
    texts = {point.key: point.text for point in checklist.points}
    return ToCheck(
        row=row,
        title=checklist.title,
        work=work,
        href=_href(work),
        points=tuple(
            PointField(one.key, one.text, one.hint or "", chosen.get(one.key, ""))
            for one in checklist.points
        ),
        marks=tuple((mark.value, str(word)) for mark, word in MARKS.items()),
        checks=tuple((one, marked(one, texts)) for one in queries.checks_of(row.drawn_id))
        if sees
        else (),
    )


def marked(one: CheckRow, texts: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Points of a check: text, mark in words, the mark itself."""
    return tuple(
        (texts.get(key, key), str(MARKS[mark]), mark.value) for key, mark in one.marks.items()
    )


def check_list(staff: Staff, query: QueryDict, *, now: datetime) -> CheckList:
    """The checks an address asks for. Two queries."""
    told = query.get("artefact", "")
    whose, page = _id(query.get("staff", "")), _id(query.get("page", "")) or 0
    most = method.quality_settings().most_shown
    from_at, to_at = _window(staff, query.get("week", ""), now)
    rows, score, total = queries.checks(
        from_at=from_at,
        to_at=to_at,
        staff_id=whose,
        artefact=Artefact(told) if told in set(Artefact) else None,
        offset=page * most,
    )
    kept = {name: value for name, value in query.items() if name != "page"}
    has_more, titles = (page + 1) * most < total, artefact_titles()
    return CheckList(
        sentence=_checks_sentence(total, score),
        rows=tuple((one, titles[one.artefact]) for one in rows),
        score=score,
        total=total,
        next_query=urlencode({**kept, "page": page + 1}) if has_more else "",
    )


def calibration_pairs() -> list[tuple[Calibration, Sequence[tuple[str, str, str]]]]:
    """Works two have checked, with the points they see differently: text and both marks."""
    texts = {
        one.key: {point.key: point.text for point in one.points}
        for one in method.quality_settings().checklists
    }
    return [(pair, _apart(pair, texts[pair.drawn.artefact])) for pair in queries.calibrations()]


def _apart(pair: Calibration, texts: Mapping[str, str]) -> list[tuple[str, str, str]]:
    first, second = pair.first.marks, pair.second.marks
    return [
        (texts.get(key, key), str(MARKS[first[key]]), _mark_words(second.get(key)))
        for key in pair.differing
    ]


def tabs(current: str) -> tuple[View, ...]:
    """Parts of quality control."""
    names = (
        ("quality:show", _("To check")),
        ("quality:remarks", _("Remarks")),
        ("quality:calibration", _("Calibration")),
        ("quality:reviews", _("Second pair of eyes")),
    )
    return tuple(View(word, reverse(name), is_current=name == current) for name, word in names)


def _mark_words(mark: Mark | None) -> str:
    return str(MARKS[mark]) if mark else "—"


def _href(work: Work) -> str:
    try:
        return reverse(work.page, args=[work.page_id]) if work.page and work.page_id else ""
    except NoReverseMatch:
        return ""


def _checks_href(staff_id: int, week: date | None = None) -> str:
    told = {"staff": staff_id, **({"week": week.isoformat()} if week else {})}
    return f"{reverse('quality:checks')}?{urlencode(told)}"


def _window(staff: Staff, told: str, now: datetime) -> tuple[datetime, datetime]:
    """The week asked for, or all of those shown up to now."""
    weeks = weeks_shown(now=now)
    try:
        monday = date.fromisoformat(told)
    except ValueError:
        return Period(weeks[0], weeks[-1] + _WEEK).instants(ZoneInfo(staff.school.timezone))
    return Period(monday, monday + _WEEK).instants(ZoneInfo(staff.school.timezone))


def _board_sentence(total: int) -> str:
    if not total:
        return _("Everything drawn is checked")
    answers = formats.counted(total, _("answer|answers"), _language())
    return _("%(answers)s to check") % {"answers": answers}


def _checks_sentence(total: int, score: Score) -> str:
    if not total:
        return _("No checks in these days")
    made = formats.counted(total, _("check|checks"), _language())
    share = formats.share(score.share, _language())
    return _("%(checks)s, score %(share)s") % {"checks": made, "share": share}


def _id(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
