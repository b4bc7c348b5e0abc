"""Holding a graduation and noting who came."""

from collections.abc import Collection
from datetime import datetime
from typing import LiteralString

from django.db import connection, transaction

from provodnik.facts.learning.graduations.errors import (
    GraduationNameTaken,
    NobodyGraduates,
    WithoutProduct,
)
from provodnik.facts.learning.graduations.models import Graduate, Graduation
from provodnik.facts.learning.models import Cohort
from provodnik.kernel import journal, schools


@transaction.atomic
def hold(cohort_id: int, *, name: str, held_at: datetime, actor: str) -> Graduation:
    """Everybody who is in the cohort graduates from its product.

    The journal's `graduated` of each does the rest: the last stage of the lifecycle, offers of
    the path for graduates. Statements: 8, whatever the number of graduates.

    Raises:  Cohort.DoesNotExist; GraduationNameTaken; WithoutProduct; NobodyGraduates
    """
    cohort = Cohort.objects.select_for_update().get(pk=cohort_id)
    if cohort.product_id is None:
        raise WithoutProduct(cohort.name)
    if Graduation.objects.filter(name=name.strip()).exists():
        raise GraduationNameTaken(name)
    graduation = Graduation.objects.create(
        school_id=schools.current(),
        name=name.strip(),
        cohort=cohort,
        product_id=cohort.product_id,
        held_at=held_at,
    )
    with connection.cursor() as cursor:
        cursor.execute(_GRADUATES, {"graduation": graduation.pk, "cohort": cohort.pk})
        count = cursor.rowcount
    if not count:
        raise NobodyGraduates(cohort.name)
    journal.append_from(
        "graduated",
        source="provodnik",
        columns=("happened_at", "client_id", "product_id", "item", "external_id", "actor"),
        query=_GRADUATED,
        params=(actor, graduation.pk),
    )
    journal.record(
        "graduation_held",
        happened_at=held_at,
        actor=actor,
        product_id=cohort.product_id,
        item=str(graduation.pk),
        value=count,
    )
    return graduation


@transaction.atomic
def note_attendance(graduation_id: int, client_ids: Collection[int], *, actor: str) -> int:
    """Who came, as the whole list: the others did not. Returns how many came.

    The journal hears of each once, as of any other activity.

    Raises:  Graduation.DoesNotExist
    """
    graduation = Graduation.objects.select_for_update().get(pk=graduation_id)
    graduates = Graduate.objects.filter(graduation=graduation)
    graduates.exclude(client_id__in=client_ids).filter(attended=True).update(attended=False)
    came = graduates.filter(client_id__in=client_ids)
    came.filter(attended=False).update(attended=True)
    journal.append_from(
        "activity_joined",
        source="provodnik",
        columns=("happened_at", "client_id", "item", "external_id", "actor"),
        query=_JOINED,
        params=(actor, graduation.pk),
    )
    return came.count()


_GRADUATES: LiteralString = """
INSERT INTO graduations_graduate (school_id, graduation_id, client_id, attended)
SELECT DISTINCT current_setting('app.school')::bigint, %(graduation)s::bigint,
       coalesce(a.survivor_id, m.client_id), false
FROM learning_membership m LEFT JOIN people_clientalias a ON a.client_id = m.client_id
WHERE m.left_at IS NULL AND (m.cohort_id = %(cohort)s OR m.cohort_id IN (
  SELECT id FROM learning_cohort WHERE parent_id = %(cohort)s))
"""

_GRADUATED: LiteralString = """
SELECT g.held_at, r.client_id, g.product_id, g.name,
       'graduation:' || g.id || ':' || r.client_id, %s::text
FROM graduations_graduate r JOIN graduations_graduation g ON g.id = r.graduation_id
WHERE g.id = %s
"""

_JOINED: LiteralString = """
SELECT g.held_at, r.client_id, g.name, 'graduation:' || g.id || ':' || r.client_id, %s::text
FROM graduations_graduate r JOIN graduations_graduation g ON g.id = r.graduation_id
WHERE g.id = %s AND r.attended
"""
