"""Interviews by month, one open, the register of pains and where it meets products."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from provodnik.facts.people.models import Client
from provodnik.facts.sales.models import PackItem
from provodnik.kernel.journal import event_id
from provodnik.kernel.models import JournalEntry
from provodnik.kernel.periods import add_months
from provodnik.method import queries as method
from provodnik.method.shapes.interviews import PlannedGroup
from provodnik.method.voice_words import InterviewGroup
from provodnik.touches.voice.interviews.models import Interview as Held
from provodnik.touches.voice.interviews.models import MonthPack, Quote
from provodnik.touches.voice.interviews.types import (
    GroupMonth,
    Interview,
    InterviewRow,
    MapCell,
    Month,
    PainLine,
    QuoteRow,
)

MONTHS = 6


def months(today: date, *, count: int = MONTHS) -> list[Month]:
    """The last months, this one first: held of planned by group, the pack. Three queries."""
    firsts = [add_months(today.replace(day=1), -back) for back in range(count)]
    since = firsts[-1]
    done: dict[tuple[date, str], list[int]] = {}
    rows = Held.objects.filter(dropped_at=None).filter(
        Q(held_on__gte=since) | Q(held_on=None, planned_on__gte=since)
    )
    for group, held_on, planned_on in rows.values_list("group", "held_on", "planned_on"):
        on = held_on or planned_on
        told = done.setdefault((on.replace(day=1), group), [0, 0])
        told[0 if held_on else 1] += 1
    packs = {
        one.month_on: one
        for one in MonthPack.objects.filter(month_on__gte=since).select_related("pack")
    }
    used = _used([one.pack_id for one in packs.values()])
    groups = method.interview_settings().groups
    return [_month(first, groups, done, packs.get(first), used) for first in firsts]


def interviews(month_on: date | None = None) -> list[InterviewRow]:
    """Interviews of a month, or all of them, the latest first, planned before held. Two queries."""
    found = Held.objects.filter(dropped_at=None)
    if month_on is not None:
        first, after = month_on.replace(day=1), add_months(month_on.replace(day=1), 1)
        held = Q(held_on__gte=first, held_on__lt=after)
        ahead = Q(held_on=None, planned_on__gte=first, planned_on__lt=after)
        found = found.filter(held | ahead)
    shown = _with_names(found).order_by(F("held_on").desc(nulls_first=True), "-planned_on", "-pk")
    rows = list(shown[: method.interview_settings().most_shown])
    told = Quote.objects.filter(interview__in=[one.pk for one in rows]).values_list("interview_id")
    counted = dict(told.annotate(n=Count("pk")))
    return [_row(one, counted.get(one.pk, 0)) for one in rows]


def interview(interview_id: int) -> Interview:
    """One interview with its quotes. Two queries. Raises Interview.DoesNotExist."""
    found = _with_names(Held.objects.filter(dropped_at=None)).get(pk=interview_id)
    said = quotes(interview_id=interview_id)
    return Interview(
        row=_row(found, len(said)),
        interviewer_id=found.interviewer_id,
        product_id=found.product_id,
        audience_id=found.audience_id,
        answers=found.answers,
        notes=found.notes,
        quotes=tuple(said),
    )


def quotes(
    *,
    pain_id: int | None = None,
    interview_id: int | None = None,
    product_id: int | None = None,
    audience_id: int | None = None,
) -> list[QuoteRow]:
    """Quotes of a pain or an interview, of interviews about a product or portrait. One query."""
    told = {
        "pain_id": pain_id,
        "interview_id": interview_id,
        "interview__product_id": product_id,
        "interview__audience_id": audience_id,
    }
    found = Quote.objects.filter(
        interview__dropped_at=None,
        **{name: value for name, value in told.items() if value is not None},
    )
    columns = (
        *("pk", "text", "pain_id", "pain__name", "interview_id", "interview__held_on"),
        *("interview__group", "interview__client_id", "interview__product__name"),
        "interview__audience__name",
    )
    ordered = found.order_by(F("interview__held_on").desc(nulls_first=True), "pk")
    return [
        QuoteRow(
            pk,
            text,
            pain,
            name or "",
            told_in,
            on,
            InterviewGroup(group),
            client_id,
            product or "",
            audience or "",
        )
        for pk, text, pain, name, told_in, on, group, client_id, product, audience in (
            ordered.values_list(*columns)
        )
    ]


def pain_lines() -> list[PainLine]:
    """Pains named in interviews, by how many named each (R-230). One query."""
    counted = _named().values_list("pain_id", "pain__name")
    rows = counted.annotate(n=Count("interview", distinct=True), said=Count("pk"))
    return [PainLine(*row) for row in rows.order_by("-n", "pain__name")]


def pain_map(*, by: str) -> list[MapCell]:
    """How many interviews about each product (`product`) or portrait (`audience`) named each pain.

    One query.
    """
    rows = _named().values_list("pain_id", f"interview__{by}_id")
    return [MapCell(*row) for row in rows.annotate(n=Count("interview", distinct=True)).order_by()]


def suggested_group(client_id: int) -> InterviewGroup:
    """Whether a client has finished something: a graduate is one ever after. One query."""
    ended = [event_id("graduated"), event_id("course_completed")]
    is_graduate = JournalEntry.objects.filter(client_id=client_id, event_id__in=ended).exists()
    return InterviewGroup.GRADUATE if is_graduate else InterviewGroup.STUDENT


def client_named(client_id: int) -> str:
    """The client's name; empty for a stranger. One query."""
    return Client.objects.filter(pk=client_id).values_list("name", flat=True).first() or ""


def _named() -> QuerySet[Quote]:
    return Quote.objects.filter(pain__isnull=False, interview__dropped_at=None)


def _with_names(found: QuerySet[Held]) -> QuerySet[Held]:
    return found.select_related("client", "interviewer", "product", "audience")


def _month(
    first: date,
    planned_groups: Sequence[PlannedGroup],
    done: dict[tuple[date, str], list[int]],
    sent: MonthPack | None,
    used: dict[int, tuple[int, int]],
) -> Month:
    groups = []
    for planned in planned_groups:
        held, ahead = done.get((first, str(planned.key)), (0, 0))
        group = InterviewGroup(planned.key)
        groups.append(GroupMonth(group, str(planned.title), planned.plan, held, ahead))
    in_use, of = used.get(sent.pack_id, (0, 0)) if sent else (0, 0)
    return Month(
        month_on=first,
        groups=tuple(groups),
        pack_id=sent.pack_id if sent else None,
        sent_at=sent.pack.sent_at if sent else None,
        received_at=sent.pack.received_at if sent else None,
        used=in_use,
        of=of,
    )


def _used(pack_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    counted = PackItem.objects.filter(pack_id__in=pack_ids).values_list("pack_id")
    rows = counted.annotate(used=Count("pk", filter=~Q(used_in="")), of=Count("pk"))
    return {pack_id: (used, of) for pack_id, used, of in rows}


def _row(one: Held, said: int) -> InterviewRow:
    return InterviewRow(
        interview_id=one.pk,
        client_id=one.client_id,
        client=one.client.name,
        group=InterviewGroup(one.group),
        planned_on=one.planned_on,
        held_on=one.held_on,
        interviewer=one.interviewer.name if one.interviewer else "",
        product=one.product.name if one.product else "",
        audience=one.audience.name if one.audience else "",
        quotes=said,
    )
