"""Checks as they were made: the list behind every score, and the pairs that calibrate."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from provodnik.decisions.quality import rules
from provodnik.decisions.quality.models import Check
from provodnik.decisions.quality.queries.samples import rows_of
from provodnik.decisions.quality.types import Calibration, CheckRow, Mark, Score
from provodnik.method import queries as method
from provodnik.method.quality_words import Artefact

type _Order = Mapping[Artefact, Sequence[str]]

_COLUMNS = (
    *("pk", "drawn_id", "drawn__artefact", "drawn__staff_id", "drawn__staff__name"),
    *("checker_id", "checker__name", "checked_at", "passed", "applicable"),
    *("passed_weight", "applicable_weight", "marks", "note"),
)


def checks(
    *,
    from_at: datetime,
    to_at: datetime,
    staff_id: int | None = None,
    artefact: Artefact | None = None,
    offset: int = 0,
) -> tuple[list[CheckRow], Score, int]:
    """First checks made within [from_at, to_at), the latest first: a page, the score of all of
    them and how many they are. Two queries."""
    found = _firsts(from_at, to_at)
    if staff_id is not None:
        found = found.filter(drawn__staff_id=staff_id)
    if artefact is not None:
        found = found.filter(drawn__artefact=artefact.value)
    columns = ("passed", "applicable", "passed_weight", "applicable_weight")
    scores = [Score(*row) for row in found.values_list(*columns)]
    most = method.quality_settings().most_shown
    rows = found.order_by("-checked_at", "-pk").values(*_COLUMNS)[offset : offset + most]
    order = _order()
    return [_row(row, order) for row in rows], rules.together(scores), len(scores)


def checks_of(drawn_id: int) -> list[CheckRow]:
    """Both checks of an artefact, the first one first. One query."""
    found = Check.objects.filter(drawn_id=drawn_id).order_by("-is_first")
    order = _order()
    return [_row(row, order) for row in found.values(*_COLUMNS)]


def calibrations() -> list[Calibration]:
    """Artefacts that two have checked, the latest first. Two queries."""
    twice = Check.objects.values("drawn").annotate(n=Count("pk")).filter(n=2).values("drawn")
    found = Check.objects.filter(drawn__in=twice).order_by("-checked_at", "-pk")
    pairs: dict[int, list[CheckRow]] = defaultdict(list)
    firsts = dict(found.values_list("pk", "is_first"))
    most, order = method.quality_settings().most_shown, _order()
    for row in found.values(*_COLUMNS)[: 2 * most]:
        pairs[row["drawn_id"]].append(_row(row, order))
    drawn = rows_of(set(pairs))
    return [
        Calibration(drawn[drawn_id], one, other, rules.differing(one.marks, other.marks))
        for drawn_id, pair in pairs.items()
        if len(pair) > 1
        for one, other in (sorted(pair, key=lambda check: not firsts[check.check_id]),)
    ]


def _firsts(from_at: datetime, to_at: datetime) -> QuerySet[Check]:
    return Check.objects.filter(is_first=True, checked_at__gte=from_at, checked_at__lt=to_at)


def _order() -> _Order:
    """Points of each checklist as it goes. The database keeps no order of marks."""
    known = method.quality_settings().checklists
    return {one.key: [point.key for point in one.points] for one in known}


def _row(one: dict[str, Any], order: _Order) -> CheckRow:
    return CheckRow(
        check_id=one["pk"],
        drawn_id=one["drawn_id"],
        artefact=Artefact(one["drawn__artefact"]),
        staff_id=one["drawn__staff_id"],
        staff=one["drawn__staff__name"],
        checker_id=one["checker_id"],
        checker=one["checker__name"],
        checked_at=one["checked_at"],
        score=Score(
            one["passed"], one["applicable"], one["passed_weight"], one["applicable_weight"]
        ),
        marks=_in_order(order[Artefact(one["drawn__artefact"])], one["marks"]),
        note=one["note"],
    )


def _in_order(points: Sequence[str], marks: Mapping[str, str]) -> dict[str, Mark]:
    """Marks in the order of the points; of points the checklist has no more, last."""
    known = [key for key in points if key in marks]
    return {key: Mark(marks[key]) for key in (*known, *sorted(marks.keys() - set(known)))}
