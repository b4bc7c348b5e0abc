"""Works as a list: by what is due first, those checked by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from provodnik.facts.learning.homework.models import Assignment, Review, SecondLook, Work
from provodnik.facts.learning.homework.types import Sees, Tab, WorkState
from provodnik.method import queries as method


@dataclass(frozen=True, slots=True)
class Page:
    """How many rows and after how many."""

    limit: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A work of the list. Of a checked one `due_at` is the moment its check was due by."""

    work_id: int
    client_id: int
    client: str
    lesson: str
    course: str
    state: WorkState
    holder: str
    claimed_by: str
    is_practical: bool
    attempt: int
    due_at: datetime | None
    checked_at: datetime | None
    score_hundredths: int | None

    def is_late(self, now: datetime) -> bool:
        """Unchecked, or checked, after its moment."""
        return self.due_at is not None and (self.checked_at or now) > self.due_at


def rows(
    sees: Sees, tab: Tab, *, now: datetime, page: Page, curator_id: int | None = None
) -> list[WorkRow]:
    """A page of a view; `curator_id` 0 is nobody. One query."""
    last = page.offset + page.limit
    if tab in (Tab.CHECKED, Tab.CHECKED_LATE):
        found = _checked(sees, tab, now=now, curator_id=curator_id)
        return [_checked_row(one) for one in found[page.offset : last]]
    works = _works(sees, tab, now=now)
    if curator_id is not None:
        works = works.filter(_answers(curator_id or None))
    order = (F("due_at").asc(nulls_last=True), "pk")
    return [row_of(one) for one in works.order_by(*order)[page.offset : last]]


def counts(sees: Sees, *, now: datetime) -> Mapping[Tab, int]:
    """How many rows each view has. Queries: 7."""
    found = {
        tab: _works(sees, tab, now=now).count()
        for tab in (Tab.MINE, Tab.WAITING, Tab.LATE, Tab.SECOND, Tab.RETURNED)
    }
    checked = (Tab.CHECKED, Tab.CHECKED_LATE)
    return found | {tab: _checked(sees, tab, now=now, curator_id=None).count() for tab in checked}


def waiting_for(staff_id: int, *, now: datetime) -> tuple[int, int]:
    """How many works wait for this person's check, and how many of them too long. One query."""
    found = Work.objects.filter(_answers(staff_id), state=WorkState.WAITING.value).aggregate(
        waiting=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now))
    )
    return found["waiting"], found["late"]


def next_waiting(sees: Sees, *, now: datetime, after_id: int) -> int | None:
    """The work to check next: of one's own, then of all, what is due first. Queries: 1 or 2."""
    for tab in (Tab.MINE, Tab.WAITING):
        works = _works(sees, tab, now=now).exclude(pk=after_id)
        free = works.filter(Q(claimed_by=None) | Q(claimed_by_id=sees.staff_id))
        found: int | None = (
            free.order_by(F("due_at").asc(nulls_last=True), "pk")
            .values_list("pk", flat=True)
            .first()
        )
        if found is not None:
            return found
    return None


def sees_work(sees: Sees, work_id: int) -> Work | None:
    """The work, if this member may see it. One query."""
    return _seen(sees).filter(pk=work_id).first()


def _seen(sees: Sees) -> QuerySet[Work]:
    """Others' works are seen by who sees all; practical ones by experts; nobody's by everybody."""
    practical = Exists(Assignment.objects.filter(lesson=OuterRef("lesson"), is_practical=True))
    works = Work.objects.annotate(is_practical=practical).select_related(
        "lesson__course__product", "client", "holder", "claimed_by"
    )
    if sees.all:
        return works
    mine = Q(holder_id=sees.staff_id) | Q(claimed_by_id=sees.staff_id)
    looked = Exists(
        SecondLook.objects.filter(attempt__work=OuterRef("pk"), asked_by_id=sees.staff_id)
    )
    open_to_all = Q(is_practical=True) if sees.is_expert else Q(is_practical=False, holder=None)
    return works.filter(mine | open_to_all | Q(looked))


def _works(sees: Sees, tab: Tab, *, now: datetime) -> QuerySet[Work]:
    works = _seen(sees)
    waiting = works.filter(state=WorkState.WAITING.value)
    match tab:
        case Tab.MINE:
            return waiting.filter(_answers(sees.staff_id))
        case Tab.LATE:
            return waiting.filter(due_at__lt=now)
        case Tab.RETURNED:
            return works.filter(state=WorkState.RETURNED.value)
        case Tab.SECOND:
            open_looks = SecondLook.objects.filter(attempt__work=OuterRef("pk"), done_at=None)
            own = Review.objects.filter(
                attempt__work=OuterRef("pk"),
                attempt__number=OuterRef("attempts"),
                is_second=False,
                reviewer_id=sees.staff_id,
            )
            return works.filter(Exists(open_looks)).exclude(Exists(own))
        case _:
            return waiting


def _answers(staff_id: int | None) -> Q:
    """Who is checking a work answers for it, else who holds it; None: nobody."""
    if staff_id is None:
        return Q(claimed_by=None, holder=None)
    return Q(claimed_by_id=staff_id) | Q(claimed_by=None, holder_id=staff_id)


def _checked(sees: Sees, tab: Tab, *, now: datetime, curator_id: int | None) -> QuerySet[Review]:
    days = method.homework_settings().terms.window_days
    found = Review.objects.filter(
        sent_at__gte=now - timedelta(days=days), attempt__work__in=_seen(sees)
    ).select_related("reviewer", "attempt__work__lesson__course__product", "attempt__work__client")
    if curator_id is not None:
        found = found.filter(reviewer_id=curator_id or None)
    if tab is Tab.CHECKED_LATE:
        found = found.filter(sent_at__gt=F("attempt__due_at"))
    practical = Assignment.objects.filter(
        lesson=OuterRef("attempt__work__lesson"), is_practical=True
    )
    return found.annotate(is_practical=Exists(practical)).order_by("-sent_at", "-pk")


def row_of(work: Work) -> WorkRow:
    """A work as a line of the list."""
    return WorkRow(
        work_id=work.pk,
        client_id=work.client_id,
        client=work.client.name,
        lesson=work.lesson.name,
        course=work.lesson.course.product.name,
        state=WorkState(work.state),
        holder=work.holder.name if work.holder else "",
        claimed_by=work.claimed_by.name if work.claimed_by else "",
        is_practical=getattr(work, "is_practical", False),
        attempt=work.attempts,
        due_at=work.due_at,
        checked_at=None if work.state == WorkState.WAITING else work.checked_at,
        score_hundredths=work.score_hundredths,
    )


def _checked_row(review: Review) -> WorkRow:
    attempt, work = review.attempt, review.attempt.work
    return WorkRow(
        work_id=work.pk,
        client_id=work.client_id,
        client=work.client.name,
        lesson=work.lesson.name,
        course=work.lesson.course.product.name,
        state=WorkState(review.result),
        holder=review.reviewer.name if review.reviewer else "",
        claimed_by="",
        is_practical=getattr(review, "is_practical", False),
        attempt=attempt.number,
        due_at=attempt.due_at,
        checked_at=review.sent_at,
        score_hundredths=review.score_hundredths,
    )
