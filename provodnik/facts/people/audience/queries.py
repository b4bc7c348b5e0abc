"""Reads of target groups, their portraits and maps, and of landing pages."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import F

from provodnik.facts.people.audience.models import (
    Audience,
    AudiencePain,
    Landing,
    LandingDay,
    Record,
    RecordSource,
    Refinement,
)
from provodnik.facts.people.audience.rules import Conversion, before_and_after, conversion
from provodnik.facts.people.audience.types import Counts, RecordKind


@dataclass(frozen=True, slots=True)
class AudienceRow:
    """A target group: how many students, which versions and when they were updated."""

    audience_id: int
    name: str
    students: int
    portrait: int | None
    portrait_at: datetime | None
    meanings: int | None
    meanings_at: datetime | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with its words by the method's keys and its sources, newest source first."""

    record_id: int
    kind: str
    version: int
    parts: Mapping[str, str]
    updated_at: datetime
    by: str | None
    sources: tuple[tuple[str, str, date], ...]


@dataclass(frozen=True, slots=True)
class AudiencePage:
    """A target group with every version, newest first."""

    audience_id: int
    name: str
    pain_ids: tuple[int, ...]
    students: int
    portraits: tuple[VersionRow, ...]
    meanings: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True)
class LandingRow:
    """A landing page: the version of the portrait it was refined for, traffic before and after.

    `before` and `after` are None until it was refined; `whole` is of all days.
    """

    landing_id: int
    name: str
    url: str
    audience: str
    refined_on: date | None
    portrait: int | None
    portrait_now: int | None
    what: str
    whole: Conversion
    before: Conversion | None
    after: Conversion | None

    @property
    def is_behind(self) -> bool:
        """Refined for a version of the portrait that is not the newest."""
        return self.portrait is not None and self.portrait != self.portrait_now


def audiences() -> list[AudienceRow]:
    """Every target group by name. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_AUDIENCES)
        return [AudienceRow(*row) for row in cursor.fetchall()]


def audience_page(audience_id: int) -> AudiencePage:
    """One target group.

    Queries: 5, whatever the number of versions.
    Raises:  Audience.DoesNotExist
    """
    audience = Audience.objects.get(pk=audience_id)
    pains = AudiencePain.objects.filter(audience=audience).order_by("pain__name")
    versions = _versions(audience_id)
    return AudiencePage(
        audience_id=audience.pk,
        name=audience.name,
        pain_ids=tuple(pains.values_list("pain_id", flat=True)),
        students=next(row.students for row in audiences() if row.audience_id == audience_id),
        portraits=tuple(v for v in versions if v.kind == RecordKind.PORTRAIT.value),
        meanings=tuple(v for v in versions if v.kind == RecordKind.MEANINGS.value),
    )


def audience_of(client_id: int) -> tuple[int, str] | None:
    """The target group of a client's latest open goal: id and name. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_AUDIENCE_OF, [client_id])
        row = cursor.fetchone()
    return None if row is None else (row[0], row[1])


def clients_of_audience(audience_id: int) -> list[int]:
    """Ids of the students counted in a target group. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_CLIENTS_OF, [audience_id])
        return [client_id for (client_id,) in cursor.fetchall()]


def landings() -> list[LandingRow]:
    """Every landing page by name. Queries: 4, whatever their number."""
    days: defaultdict[int, list[tuple[date, Counts]]] = defaultdict(list)
    columns = ("landing_id", "day", "visits", "leads", "payments")
    for landing_id, day, *counts in LandingDay.objects.order_by("day").values_list(*columns):
        days[landing_id].append((day, Counts(*counts)))
    refined: dict[int, Refinement] = {}
    for one in Refinement.objects.select_related("portrait").order_by("refined_on", "pk"):
        refined[one.landing_id] = one
    newest = {row.audience_id: row.portrait for row in audiences()}
    rows = Landing.objects.annotate(audience_name=F("audience__name")).order_by("name", "pk")
    return [
        _landing(row, row.audience_name, days[row.pk], refined.get(row.pk), newest) for row in rows
    ]


def _landing(
    row: Landing,
    audience: str,
    days: list[tuple[date, Counts]],
    refined: Refinement | None,
    newest: Mapping[int, int | None],
) -> LandingRow:
    parts = before_and_after(days, refined.refined_on) if refined else (None, None)
    return LandingRow(
        landing_id=row.pk,
        name=row.name,
        url=row.url,
        audience=audience,
        refined_on=refined.refined_on if refined else None,
        portrait=refined.portrait.version if refined else None,
        portrait_now=newest.get(row.audience_id),
        what=refined.what if refined else "",
        whole=conversion(counts for _, counts in days),
        before=parts[0],
        after=parts[1],
    )


def _versions(audience_id: int) -> list[VersionRow]:
    sources: defaultdict[int, list[tuple[str, str, date]]] = defaultdict(list)
    found = RecordSource.objects.filter(record__audience_id=audience_id)
    ordered = found.order_by("-taken_on", "pk")
    rows = ordered.values_list("record_id", "kind", "text", "taken_on")
    for record_id, kind, text, taken_on in rows:
        sources[record_id].append((kind, text, taken_on))
    records = Record.objects.filter(audience_id=audience_id).order_by("-version")
    return [
        VersionRow(
            row.pk,
            row.kind,
            row.version,
            row.parts,
            row.updated_at,
            row.by,
            tuple(sources[row.pk]),
        )
        for row in records.annotate(by=F("updated_by__name"))
    ]


_GOALS = """
SELECT DISTINCT ON (g.client_id) g.client_id, g.pain_id
FROM people_goal g {where}
ORDER BY g.client_id, (g.reached_at IS NOT NULL), g.recorded_at DESC, g.id DESC
"""

_AUDIENCES = """
WITH goal AS MATERIALIZED ({goals}), belongs AS (
  SELECT p.audience_id, count(*) AS students
  FROM goal JOIN audience_audiencepain p ON p.pain_id = goal.pain_id
  JOIN people_client c ON c.id = goal.client_id AND c.merged_into_id IS NULL
  GROUP BY 1
), newest AS (
  SELECT DISTINCT ON (audience_id, kind) audience_id, kind, version, updated_at
  FROM audience_record ORDER BY audience_id, kind, version DESC
)
SELECT a.id, a.name, coalesce(belongs.students, 0), portrait.version, portrait.updated_at,
       meanings.version, meanings.updated_at
FROM audience_audience a
LEFT JOIN belongs ON belongs.audience_id = a.id
LEFT JOIN newest portrait ON portrait.audience_id = a.id AND portrait.kind = 'portrait'
LEFT JOIN newest meanings ON meanings.audience_id = a.id AND meanings.kind = 'meanings'
ORDER BY a.name, a.id
""".replace("{goals}", _GOALS.replace("{where}", ""))

_AUDIENCE_OF = """
SELECT a.id, a.name FROM ({goals}) AS goal
JOIN audience_audiencepain p ON p.pain_id = goal.pain_id
JOIN audience_audience a ON a.id = p.audience_id
""".replace("{goals}", _GOALS.replace("{where}", "WHERE g.client_id = %s"))

_CLIENTS_OF = """
WITH goal AS MATERIALIZED ({goals})
SELECT c.id FROM goal JOIN audience_audiencepain p ON p.pain_id = goal.pain_id
JOIN people_client c ON c.id = goal.client_id AND c.merged_into_id IS NULL
WHERE p.audience_id = %s
""".replace("{goals}", _GOALS.replace("{where}", ""))
