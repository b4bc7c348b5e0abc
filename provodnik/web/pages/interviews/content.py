"""What the pages of interviews and pains show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.catalog.queries.products import names_of as product_names
from provodnik.facts.people.audience.queries import audiences
from provodnik.facts.team.models import Staff
from provodnik.touches.voice.interviews import queries
from provodnik.touches.voice.interviews.types import (
    Interview,
    InterviewRow,
    MapCell,
    Month,
    PainLine,
    QuoteRow,
)
from provodnik.web import formats
from provodnik.web.pages.interviews import words
from provodnik.web.voice_access import sees_names

_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Line:
    """An interview in words."""

    row: InterviewRow
    who: str
    group: str


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month with its name."""

    row: Month
    name: str
    value: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class MapView:
    """Pains by products or portraits: a table whose cells open to their quotes.

    `rows` are a pain with the column and number of each cell; an empty one is None.
    """

    by: str
    columns: tuple[tuple[int, str], ...]
    rows: tuple[tuple[PainLine, tuple[tuple[int, int | None], ...]], ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """This month, the ones before, interviews, pains and where they meet products."""

    sentence: str
    month: MonthView
    months: tuple[MonthView, ...]
    lines: tuple[Line, ...]
    chosen: date | None
    pains: tuple[PainLine, ...]
    maps: tuple[MapView, ...]

    @property
    def unsent(self) -> MonthView | None:
        """A month with something for marketing and no pack: the latest one over, else this."""
        waiting = [one for one in self.months if one.row.held and not one.row.pack_id]
        return next((one for one in waiting if not one.is_current), waiting[0] if waiting else None)


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A quote and who it was."""

    row: QuoteRow
    who: str


def list_page(staff: Staff, chosen: date | None, today: date) -> ListPage:
    """Eleven queries, whatever the number of interviews."""
    months = [_month(one, today) for one in queries.months(today)]
    knows, pains = sees_names(staff), queries.pain_lines()
    return ListPage(
        sentence=_sentence(months[0]),
        month=months[0],
        months=tuple(months),
        lines=tuple(line(one, knows) for one in queries.interviews(chosen)),
        chosen=chosen,
        pains=tuple(pains),
        maps=tuple(one for one in _maps(pains) if one.columns),
    )


def line(row: InterviewRow, knows_names: bool) -> Line:
    """An interview in words; whose it is only for who works with students."""
    group = str(words.GROUPS[row.group])
    return Line(row, row.client if knows_names else group.capitalize(), group)


def quote_lines(told: Sequence[QuoteRow]) -> list[QuoteLine]:
    """Quotes without names: the group and the product say enough to read them by."""
    return [QuoteLine(one, str(words.GROUPS[one.group])) for one in told]


def sentence_of(page: Interview, who: str) -> str:
    """What this interview is at."""
    told = {"who": who}
    if page.row.held_on is None:
        return _("%(who)s: interview planned") % told
    if not page.quotes:
        return _("%(who)s: held, write down the quotes") % told
    return _("%(who)s: held, quotes are kept") % told


def pain_sentence(name: str, told: Sequence[QuoteRow]) -> str:
    """How many interviews named a pain."""
    interviews = len({one.interview_id for one in told})
    said = formats.counted(interviews, _("interview names|interviews name"), language())
    return _("%(interviews)s “%(pain)s”") % {"interviews": said, "pain": name}


def language() -> str:
    return (get_language() or "ru").split("-")[0]


def _sentence(month: MonthView) -> str:
    """How the month stands against its plan; the group nobody talked to is named."""
    held, plan = month.row.held, month.row.plan
    told = {"held": formats.integer(held, language()), "plan": formats.integer(plan, language())}
    if not held:
        return _("No interview this month yet, %(plan)s planned") % told
    gap = next((one for one in month.row.groups if one.is_gap), None)
    if gap is not None:
        return _("%(group)s: 0. Talk to them this month") % {"group": gap.title}
    if held < plan:
        return _("%(held)s interviews of %(plan)s this month") % told
    return _("The plan of the month is met: %(held)s of %(plan)s") % told


def _month(row: Month, today: date) -> MonthView:
    name = formats.month(row.month_on, today, language())
    is_current = row.month_on == today.replace(day=1)
    return MonthView(row, name, row.month_on.isoformat(), is_current)


def _maps(pains: Sequence[PainLine]) -> list[MapView]:
    by_product, by_portrait = queries.pain_map(by="product"), queries.pain_map(by="audience")
    named = {one.about_id for one in by_product if one.about_id}
    portraits = {one.audience_id: one.name for one in audiences()} if by_portrait else {}
    return [
        _map("product", pains, by_product, product_names(named)),
        _map("audience", pains, by_portrait, portraits),
    ]


def _map(
    by: str, pains: Sequence[PainLine], cells: Sequence[MapCell], names: Mapping[int, str]
) -> MapView:
    """The columns most is said about, at most six, in the order of their numbers."""
    said: dict[int, int] = {}
    for cell in cells:
        if cell.about_id is not None:
            said[cell.about_id] = said.get(cell.about_id, 0) + cell.interviews
    top = sorted(said, key=lambda one: (-said[one], names.get(one, "")))[:_COLUMNS]
    found = {(cell.pain_id, cell.about_id): cell.interviews for cell in cells}
    rows = [
        (one, tuple((about, found.get((one.pain_id, about))) for about in top)) for one in pains
    ]
    return MapView(
        by=by,
        columns=tuple((one, names.get(one, "")) for one in top),
        rows=tuple(row for row in rows if any(n for _about, n in row[1])),
    )
