"""Everything that may change cohorts, groups, their members and goals."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from django.db import connection, transaction

from provodnik.facts.learning.errors import (
    CohortNameTaken,
    EndsBeforeStart,
    GroupInsideGroup,
    UnknownFigure,
)
from provodnik.facts.learning.models import Cohort, CohortGoal
from provodnik.facts.learning.types import CohortFields
from provodnik.kernel import journal, schools
from provodnik.method import queries as method


@transaction.atomic
def create_cohort(fields: CohortFields, *, now: datetime, actor: str) -> Cohort:
    """Open a cohort, or a group inside one.

    Raises:  CohortNameTaken, EndsBeforeStart, GroupInsideGroup
    """
    _check(fields, cohort_id=None)
    cohort = Cohort.objects.create(school_id=schools.current(), created_at=now, **asdict(fields))
    journal.record("cohort_created", happened_at=now, actor=actor, item=cohort.name)
    return cohort


@transaction.atomic
def edit_cohort(cohort_id: int, fields: CohortFields, *, now: datetime, actor: str) -> Cohort:
    """Correct a cohort. The same fields change nothing.

    Raises:  Cohort.DoesNotExist, CohortNameTaken, EndsBeforeStart, GroupInsideGroup
    """
    cohort = Cohort.objects.select_for_update().get(pk=cohort_id)
    changed = {n: value for n, value in asdict(fields).items() if getattr(cohort, n) != value}
    if not changed:
        return cohort
    _check(fields, cohort_id=cohort.pk)
    for name, value in changed.items():
        setattr(cohort, name, value)
    cohort.save(update_fields=[name.removesuffix("_id") for name in changed])
    journal.record("cohort_changed", happened_at=now, actor=actor, item=cohort.name)
    return cohort


@transaction.atomic
def add_members(
    cohort_id: int, client_ids: Collection[int], *, joined_at: datetime, actor: str
) -> int:
    """Take clients into a cohort; who left comes back, who is in stays. Returns how many came.

    Queries: 3, whatever the number of clients.
    Raises:  Cohort.DoesNotExist; IntegrityError at commit: no such client
    """
    cohort = Cohort.objects.get(pk=cohort_id)
    params = {"cohort": cohort.pk, "clients": sorted(client_ids), "at": joined_at}
    return _tell("cohort_joined", cohort, _moved(_JOIN, params), at=joined_at, actor=actor)


@transaction.atomic
def remove_members(
    cohort_id: int, client_ids: Collection[int], *, left_at: datetime, actor: str
) -> int:
    """Note that clients left a cohort; that they were in it stays. Returns how many left.

    Raises:  Cohort.DoesNotExist
    """
    cohort = Cohort.objects.get(pk=cohort_id)
    params = {"cohort": cohort.pk, "clients": sorted(client_ids), "at": left_at}
    return _tell("cohort_left", cohort, _moved(_LEAVE, params), at=left_at, actor=actor)


@transaction.atomic
def set_goal(cohort_id: int, metric: str, *, target: int | None, now: datetime, actor: str) -> None:
    """Say what a cohort is to reach; None drops the goal. The same target changes nothing.

    Units:   of the figure: kopecks, hundredths of a percent, hundredths of a point
    Raises:  Cohort.DoesNotExist; UnknownFigure
    """
    if method.metric_words().metric(metric) is None:
        raise UnknownFigure(metric)
    cohort = Cohort.objects.select_for_update().get(pk=cohort_id)
    goals = CohortGoal.objects.filter(cohort=cohort, metric=metric)
    before = goals.first()
    if (before.target if before else None) == target:
        return
    if target is None:
        goals.delete()
    else:
        CohortGoal.objects.update_or_create(
            school_id=cohort.school_id, cohort=cohort, metric=metric, defaults={"target": target}
        )
    journal.record(
        "cohort_goal_set",
        happened_at=now,
        actor=actor,
        item=metric,
        attrs={"cohort": cohort.pk, "target": target},
    )


def _check(fields: CohortFields, *, cohort_id: int | None) -> None:
    if fields.starts_on and fields.ends_on and fields.ends_on <= fields.starts_on:
        raise EndsBeforeStart(fields.name)
    namesake = Cohort.objects.filter(name=fields.name).first()
    if namesake is not None and namesake.pk != cohort_id:
        raise CohortNameTaken(fields.name, namesake.pk)
    if fields.parent_id is not None:
        parent = Cohort.objects.get(pk=fields.parent_id)
        has_groups = cohort_id and Cohort.objects.filter(parent_id=cohort_id).exists()
        if parent.parent_id is not None or parent.pk == cohort_id or has_groups:
            raise GroupInsideGroup(fields.name)


def _moved(query: str, params: dict[str, object]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)  # type: ignore[arg-type]  # lists adapt to arrays
        return [row[0] for row in cursor.fetchall()]


def _tell(event: str, cohort: Cohort, clients: list[int], *, at: datetime, actor: str) -> int:
    if not clients:
        return 0
    return journal.append_from(
        event,
        source="provodnik",
        columns=("happened_at", "actor", "item", "attrs", "client_id"),
        query="SELECT %s::timestamptz, %s, %s, jsonb_build_object('cohort', %s::bigint), client_id"
        " FROM unnest(%s::bigint[]) AS client_id",
        params=(at, actor, cohort.name, cohort.pk, clients),
    )


# Who was merged into another joins as the other.
_JOIN = """
INSERT INTO learning_membership AS known (school_id, cohort_id, client_id, joined_at)
SELECT DISTINCT current_setting('app.school')::bigint, %(cohort)s::bigint,
       coalesce(a.survivor_id, client_id), %(at)s::timestamptz
FROM unnest(%(clients)s::bigint[]) AS client_id
LEFT JOIN people_clientalias a USING (client_id)
ON CONFLICT (school_id, cohort_id, client_id) DO UPDATE SET left_at = NULL
WHERE known.left_at IS NOT NULL
RETURNING known.client_id
"""

_LEAVE = """
UPDATE learning_membership SET left_at = %(at)s
WHERE cohort_id = %(cohort)s AND client_id = ANY(%(clients)s) AND left_at IS NULL
RETURNING client_id
"""
