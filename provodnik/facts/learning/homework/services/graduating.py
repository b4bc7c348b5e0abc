"""The mark a graduate leaves with."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.learning.homework import rules
from provodnik.facts.learning.homework.errors import NoSuchMark, OnlyExperts, ReasonMissing
from provodnik.facts.learning.homework.models import GraduateMark
from provodnik.facts.learning.homework.services.judging import is_expert
from provodnik.facts.team.models import Staff
from provodnik.kernel import journal, schools


@transaction.atomic
def mark_graduate(
    client_id: int,
    product_id: int,
    mark: int,
    *,
    comment: str,
    by_id: int,
    now: datetime,
) -> GraduateMark:
    """An expert's mark 1–5, before the graduation or after it.

    The same mark again changes nothing; another one needs its reason in `comment`. The metric
    `graduate_quality` takes the last one told.

    Raises:  OnlyExperts; NoSuchMark: 0, 6; ReasonMissing; IntegrityError: no such client
    """
    by = Staff.objects.get(pk=by_id)
    if not is_expert(by):
        raise OnlyExperts
    if not rules.is_scale(mark):
        raise NoSuchMark
    told = comment.strip()
    known = GraduateMark.objects.select_for_update()
    before = known.filter(client_id=client_id, product_id=product_id).first()
    if before is not None and before.mark == mark:
        return before
    if before is not None and not told:
        raise ReasonMissing
    found, _ = GraduateMark.objects.update_or_create(
        school_id=schools.current(),
        client_id=client_id,
        product_id=product_id,
        defaults={"mark": mark, "comment": told, "assessor": by, "marked_at": now},
    )
    journal.record(
        "graduate_marked",
        happened_at=now,
        actor=f"staff:{by_id}",
        client_id=client_id,
        product_id=product_id,
        staff_id=by_id,
        value=mark * 100,
        attrs={"reason": told} if before is not None else {},
    )
    return found
