"""Two people's marks of the same works beside each other (R-149)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q

from provodnik.facts.learning.homework.models import Review, SecondLook
from provodnik.facts.learning.homework.types import LookReason
from provodnik.method import queries as method

_MOST = 200


@dataclass(frozen=True, slots=True)
class LookRow:
    """A work two people judged, or the second one still has to."""

    work_id: int
    client: str
    lesson: str
    reason: LookReason
    first: str
    second: str
    first_hundredths: int | None
    second_hundredths: int | None
    difference: int | None
    agreed: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """All of them within the method's days. `agreed` of `compared` differ by less than allowed."""

    rows: tuple[LookRow, ...]
    compared: int
    agreed: int
    waiting: int
    points: int

    @property
    def share(self) -> float | None:
        return self.agreed / self.compared if self.compared else None

    @property
    def mean_points(self) -> float | None:
        """The mean of the greatest differences, in points."""
        return self.points / self.compared if self.compared else None


def agreement(*, now: datetime) -> Agreement:
    """Second looks, the greatest differences first. Queries: 2."""
    settings = method.homework_settings()
    since = now - timedelta(days=settings.terms.window_days)
    looks = list(
        SecondLook.objects.filter(Q(asked_at__gte=since) | Q(done_at=None))
        .select_related("attempt__work__client", "attempt__work__lesson")
        .order_by(F("difference").desc(nulls_last=True), "-asked_at")[:_MOST]
    )
    reviews = Review.objects.filter(attempt_id__in=[one.attempt_id for one in looks])
    by = {(one.attempt_id, one.is_second): one for one in reviews.select_related("reviewer")}
    rows = tuple(
        _row(look, by.get((look.attempt_id, False)), by.get((look.attempt_id, True)))
        for look in looks
    )
    done = [row.difference for row in rows if row.difference is not None]
    allowed = settings.second.discuss_from
    return Agreement(
        rows=rows,
        compared=len(done),
        agreed=sum(1 for points in done if points < allowed),
        waiting=len(rows) - len(done),
        points=sum(done),
    )


def _row(look: SecondLook, first: Review | None, second: Review | None) -> LookRow:
    work = look.attempt.work
    return LookRow(
        work_id=work.pk,
        client=work.client.name,
        lesson=work.lesson.name,
        reason=LookReason(look.reason),
        first=first.reviewer.name if first and first.reviewer else "",
        second=second.reviewer.name if second and second.reviewer else "",
        first_hundredths=first.score_hundredths if first else None,
        second_hundredths=second.score_hundredths if second else None,
        difference=look.difference,
        agreed=look.agreed,
        asked_at=look.asked_at,
    )
