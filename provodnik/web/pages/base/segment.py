"""What the page of one segment shows."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from provodnik.facts.sales.base import rules
from provodnik.facts.sales.base.models import Segment
from provodnik.facts.sales.base.queries.segments import (
    Moves,
    Overlap,
    SegmentRow,
    overlaps,
    recent_moves,
    segment_table,
)
from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web import formats
from provodnik.web.access import has_right
from provodnik.web.design.types import Figure, RuleRow, RuleState, Unit
from provodnik.web.pages.base import words
from provodnik.web.pages.base.content import Link, formula, potential_figure


@dataclass(frozen=True, slots=True)
class SegmentPage:
    """Everything the template needs; `row` is None for an archived segment."""

    segment_id: int
    name: str
    sentence: str
    rule: RuleRow
    row: SegmentRow | None
    people: Figure
    potential: Figure
    formula: str
    conversion_percent: str
    cheque_roubles: str
    window_days: int
    overlaps: tuple[tuple[Overlap, str], ...]
    moves: tuple[Moves, ...]
    entered: Figure
    left: Figure
    may_edit: bool
    may_run: bool
    sees_people: bool


def segment_page(found: Segment, staff: Staff, *, now: datetime) -> SegmentPage:
    """One segment. A fixed number of queries, whatever its people."""
    row = next((one for one in segment_table(now=now).rows if one.segment_id == found.pk), None)
    sees_people = has_right(staff, Right.SEE_ALL_STUDENTS)
    link = Link(sees_people)
    size, came, went = (row.size, row.entered, row.left) if row else (0, 0, 0)
    return SegmentPage(
        segment_id=found.pk,
        name=found.name,
        sentence=_sentence(found, row),
        rule=_rule(found),
        row=row,
        people=Figure(size, Unit.COUNT, href=link.to(segment=found.pk)),
        potential=potential_figure(row) if row else Figure(None, Unit.KOPECKS),
        formula=formula(row) if row else formats.UNDEFINED,
        conversion_percent=_percent(found.conversion_share),
        cheque_roubles=_roubles(found.cheque_kopecks),
        window_days=method.base_settings().potential.window_days,
        overlaps=tuple(
            (one, link.to(segment=found.pk, besides=one.segment_id)) for one in overlaps(found.pk)
        ),
        moves=tuple(recent_moves(found.pk, limit=10)) if sees_people else (),
        entered=Figure(came, Unit.COUNT, href=link.to(segment=found.pk, moved="in")),
        left=Figure(went, Unit.COUNT, href=link.to(segment=found.pk, moved="out")),
        may_edit=has_right(staff, Right.EDIT_SEGMENTS),
        may_run=has_right(staff, Right.RUN_CAMPAIGNS),
        sees_people=sees_people,
    )


def percent_of(text: str) -> float | None:
    """A percent as a person writes it, as a share; None for an empty field.

    Raises:  ValueError: no number
    """
    written = text.strip().replace(",", ".").removesuffix("%").strip()
    if not written:
        return None
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise ValueError(text) from None
    if not number.is_finite():
        raise ValueError(text)
    return float(number / 100)


def _sentence(found: Segment, row: SegmentRow | None) -> str:
    if row is None:
        return _("“%(name)s” is in the archive") % {"name": found.name}
    told = {"name": found.name, "people": words.people_words(row.size)}
    if row.potential_kopecks is None:
        return _("%(name)s: %(people)s") % told
    lang = words.language()
    worth = formats.marked(formats.money(row.potential_kopecks, lang), formats.Mark.APPROX, lang)
    return _("%(name)s: %(people)s, %(worth)s") % {**told, "worth": worth}


def _rule(found: Segment) -> RuleRow:
    clauses = words.rule_words(rules.read(found.rule), words.names())
    return RuleRow(
        when=clauses[0],
        condition=_(" and ").join(clauses[1:]),
        then=_("a contact is in “%(name)s”") % {"name": found.name},
        state=RuleState.OFF if found.archived_at else RuleState.ON,
    )


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share * 100:g}".replace(".", ",")


def _roubles(kopecks: int | None) -> str:
    return "" if kopecks is None else f"{kopecks / 100:g}".replace(".", ",")
