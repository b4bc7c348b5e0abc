"""Remarks kept to be said again."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from provodnik.facts.learning.homework.models import Remark
from provodnik.kernel import schools

_LETTERS = 500


@transaction.atomic
def keep_remark(text: str, *, by_id: int, now: datetime) -> Remark | None:
    """Keep words for later; the same words are counted as used once more. None for no words."""
    told = text.strip()[:_LETTERS]
    if not told:
        return None
    remark, is_new = Remark.objects.get_or_create(
        school_id=schools.current(),
        text=told,
        defaults={"author_id": by_id, "created_at": now, "used": 1},
    )
    if not is_new:
        Remark.objects.filter(pk=remark.pk).update(used=F("used") + 1)
    return remark
