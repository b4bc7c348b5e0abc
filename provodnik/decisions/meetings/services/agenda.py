"""What is to be spoken about, from wherever it comes (R-217)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from provodnik.decisions.meetings.errors import SaysNothing, UnknownKind
from provodnik.decisions.meetings.models import AgendaItem, Meeting
from provodnik.decisions.meetings.types import MeetingState, Source
from provodnik.decisions.quality.models import Remark
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal, schools
from provodnik.method import queries as method


@transaction.atomic
def put_on_agenda(
    source: Source | None,
    text: str,
    *,
    kind: str,
    by_id: int,
    now: datetime,
    client_id: int | None = None,
) -> AgendaItem:
    """Put an item on the agenda of the next planned meeting of a kind.

    While none is planned it waits for one. The same source again hands back the item that is
    there, spoken about or not.

    Raises:  UnknownKind; SaysNothing
    """
    if method.meeting_settings().kind(kind) is None:
        raise UnknownKind(kind)
    if not text.strip():
        raise SaysNothing
    if source is not None:
        there = AgendaItem.objects.filter(source=source.key).first()
        if there is not None:
            return there
    item = AgendaItem.objects.create(
        school_id=schools.current(),
        meeting=next_meeting(kind),
        kind=kind,
        text=text.strip(),
        source=source.key if source else "",
        source_title=source.title if source else "",
        source_page=source.page if source else "",
        source_page_id=source.page_id if source else None,
        client_id=client_id,
        added_by_id=by_id,
        added_at=now,
    )
    journal.record(
        "agenda_item_added",
        happened_at=now,
        actor=staff_actor(by_id),
        client_id=client_id,
        attrs={"format": kind, "source": item.source},
    )
    return item


def take_remark(remark_id: int, *, by_id: int, now: datetime) -> AgendaItem:
    """Take a remark about quality to the meeting where such are spoken about.

    Raises:  Remark.DoesNotExist
    """
    remark = Remark.objects.select_related("check_made__drawn").get(pk=remark_id)
    drawn = remark.check_made.drawn
    source = Source(
        key=f"remark:{remark.pk}",
        title=remark.text[:200],
        page="quality:drawn",
        page_id=drawn.pk,
    )
    return put_on_agenda(
        source,
        remark.text[:500],
        kind=method.meeting_settings().remarks_to,
        by_id=by_id,
        now=now,
        client_id=drawn.client_id,
    )


@transaction.atomic
def drop_item(item_id: int) -> None:
    """Take an item off the agenda of a meeting that is still ahead, or of none yet."""
    is_ahead = Q(meeting=None) | Q(meeting__state=MeetingState.PLANNED.value)
    AgendaItem.objects.filter(is_ahead, pk=item_id).delete()


def next_meeting(kind: str) -> Meeting | None:
    """The next planned meeting of a kind; one that is overdue but not held is still the next."""
    found = Meeting.objects.filter(kind=kind, state=MeetingState.PLANNED.value)
    return found.order_by("planned_at", "pk").first()
