"""Asking for a case, reminding, receiving what was given, or a refusal."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from provodnik.facts.learning.models import Cohort
from provodnik.facts.people.models import Client
from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.method.voice_words import CaseKind
from provodnik.method.words import fill
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.types import TouchKind
from provodnik.touches.voice.cases import rules
from provodnik.touches.voice.cases.errors import (
    AlreadyReceived,
    NothingGiven,
    UnsafeLink,
    WithoutReason,
)
from provodnik.touches.voice.cases.models import Story
from provodnik.touches.voice.cases.services import telling
from provodnik.touches.voice.cases.types import NewCase, Origin, State


@transaction.atomic
def request_case(
    client_id: int,
    *,
    cohort_id: int | None = None,
    collector_id: int | None = None,
    now: datetime,
    actor: str,
) -> Story:
    """Ask a client: the case waits, and its collector gets the deed. Once a client and cohort.

    Without a collector it is the cohort's curator, else the client's coordinator.

    Raises:  Client.DoesNotExist, Cohort.DoesNotExist
    """
    client = Client.objects.select_for_update().get(pk=client_id, merged_into=None)
    same = Q(cohort_id=cohort_id) if cohort_id else Q(cohort__isnull=True)
    asked = Story.objects.filter(same, client=client, requested_at__isnull=False).first()
    if asked is not None:
        return asked
    cohort = Cohort.objects.get(pk=cohort_id) if cohort_id else None
    curator_id = cohort.curator_id if cohort else None
    story = Story.objects.create(
        school_id=schools.current(),
        client=client,
        cohort=cohort,
        product_id=cohort.product_id if cohort else None,
        kind=CaseKind.CASE.value,
        origin=Origin.ASKED.value,
        state=State.REQUESTED.value,
        collector_id=collector_id or curator_id or client.coordinator_id,
        requested_at=now,
        created_at=now,
    )
    _plan(story, 0, now=now, actor=actor)
    return story


@transaction.atomic
def remind(case_id: int, *, now: datetime, actor: str) -> bool:
    """Plan one more deed for a case that was asked for. Whether it was planned.

    Not past the method's number of reminders, and never for what was given or declined.

    Raises:  Story.DoesNotExist
    """
    story = telling.locked(case_id)
    if story.state != State.REQUESTED or story.reminders >= method.case_settings().reminders:
        return False
    story.reminders, story.reminded_at = story.reminders + 1, now
    story.save(update_fields=["reminders", "reminded_at"])
    _plan(story, story.reminders, now=now, actor=actor)
    return True


@transaction.atomic
def receive(case_id: int, new: NewCase, *, now: datetime, actor: str) -> Story:
    """Write down what a client gave in answer to a request.

    Raises:  Story.DoesNotExist; AlreadyReceived; NothingGiven; UnsafeLink
    """
    story = telling.locked(case_id)
    if story.received_at is not None:
        raise AlreadyReceived(case_id)
    story.declined_at, story.decline_reason = None, ""
    return _take(story, new, now=now, actor=actor)


@transaction.atomic
def record_case(new: NewCase, *, now: datetime, actor: str) -> Story:
    """Write down a review or a case that came without a request of ours in the list.

    Raises:  Client.DoesNotExist; NothingGiven; UnsafeLink
    """
    client = Client.objects.get(pk=new.client_id, merged_into=None)
    story = Story(
        school_id=schools.current(),
        client=client,
        cohort_id=new.cohort_id,
        origin=new.origin.value,
        kind=new.kind.value,
        state=State.RECEIVED.value,
        created_at=now,
    )
    return _take(story, new, now=now, actor=actor)


@transaction.atomic
def decline(case_id: int, reason: str, *, now: datetime, actor: str) -> None:
    """The client does not want to tell. Again changes nothing; receiving takes it back.

    Raises:  Story.DoesNotExist; WithoutReason
    """
    story = telling.locked(case_id)
    if story.declined_at is not None:
        return
    if not reason.strip():
        raise WithoutReason(case_id)
    story.declined_at, story.decline_reason = now, reason.strip()
    telling.save(story, now=now, actor=actor)
    telling.tell("case_declined", story, now=now, actor=actor, reason=story.decline_reason)


def _take(story: Story, new: NewCase, *, now: datetime, actor: str) -> Story:
    links = rules.links_of(new.media)
    if not new.text.strip() and not links:
        raise NothingGiven
    if (bad := rules.unsafe(links)) is not None:
        raise UnsafeLink(bad)
    story.kind, story.text, story.media = new.kind.value, new.text.strip(), "\n".join(links)
    story.product_id = new.product_id or story.product_id
    story.collector_id = new.collector_id or story.collector_id or actor_staff_id(actor)
    story.received_at = now
    if story.pk is None:
        story.save()
    telling.save(story, now=now, actor=actor)
    attrs: dict[str, journal.Attr] = {"type": story.kind, "origin": story.origin}
    telling.tell("case_received", story, now=now, actor=actor, **attrs)
    return story


def _plan(story: Story, reminder: int, *, now: datetime, actor: str) -> None:
    settings = method.case_settings()
    words = settings.remind_reason if reminder else settings.request_reason
    queue.plan(
        client_id=story.client_id,
        kind=TouchKind.SUPPORT,
        reason=fill(words, {"cohort": story.cohort.name if story.cohort else "—"}),
        occurrence=f"case_request:{story.pk}:{reminder}",
        owner_id=story.collector_id,
        product_id=story.product_id,
        actor=actor,
        now=now,
    )
    attrs: dict[str, journal.Attr] = {"reminder": reminder}
    if story.cohort_id:
        attrs["cohort"] = story.cohort_id
    telling.tell("case_requested", story, now=now, actor=actor, **attrs)
