"""Cohorts for tests."""

from datetime import UTC, datetime

from provodnik.facts.learning.models import Cohort
from provodnik.facts.learning.services import create_cohort
from provodnik.facts.learning.types import CohortFields

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def make_cohort(
    name: str = "Поток 14", *, product_id: int | None = None, parent: Cohort | None = None
) -> Cohort:
    fields = CohortFields(name, product_id=product_id, parent_id=parent.pk if parent else None)
    return create_cohort(fields, now=MONDAY, actor="system")
