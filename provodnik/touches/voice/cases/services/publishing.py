"""Consent, packaging, publication, approval: what makes words of a client a case."""

from datetime import date, datetime

from django.db import transaction

from provodnik.facts.team.rules import actor_staff_id
from provodnik.touches.voice.cases import rules
from provodnik.touches.voice.cases.errors import (
    ConsentIsEmpty,
    DayIsAhead,
    NothingGiven,
    NotReady,
    NotReceived,
    UnsafeLink,
    WithoutReason,
)
from provodnik.touches.voice.cases.models import Story
from provodnik.touches.voice.cases.services import telling
from provodnik.touches.voice.cases.types import Consent, Packaging


@transaction.atomic
def allow(case_id: int, consent: Consent, *, today: date, now: datetime, actor: str) -> None:
    """Write a consent to publish down: its words, who gave it, on which day.

    Again after it was taken back counts as a new one.

    Raises:  Story.DoesNotExist; NotReceived; ConsentIsEmpty; DayIsAhead
    """
    story = _received(case_id)
    text, given_by = consent.text.strip(), consent.given_by.strip()
    if not text or not given_by:
        raise ConsentIsEmpty(case_id)
    if consent.given_on > today:
        raise DayIsAhead(str(consent.given_on))
    story.consent_text, story.consent_by, story.consent_on = text, given_by, consent.given_on
    story.consent_told_by_id, story.withdrawn_at = actor_staff_id(actor), None
    telling.save(story, now=now, actor=actor)
    told = {"text": text, "by": given_by, "on": consent.given_on.isoformat()}
    telling.tell("publication_allowed", story, now=now, actor=actor, **told)


@transaction.atomic
def forbid(case_id: int, *, now: datetime, actor: str) -> None:
    """The client takes the consent back: what was published is published no more.

    Raises:  Story.DoesNotExist
    """
    story = telling.locked(case_id)
    if story.consent_on is None or story.withdrawn_at is not None:
        return
    was_published, story.withdrawn_at = story.published_at is not None, now
    telling.save(story, now=now, actor=actor)
    telling.tell("publication_forbidden", story, now=now, actor=actor)
    if was_published:
        telling.tell("case_unpublished", story, now=now, actor=actor, reason="consent")


@transaction.atomic
def package(case_id: int, told: Packaging, *, now: datetime, actor: str) -> None:
    """Tell the result from point A to point B. Of a review its quote is enough.

    Raises:  Story.DoesNotExist; NotReceived; NothingGiven: no quote and no points
             UnsafeLink
    """
    story = _received(case_id)
    links = rules.links_of(told.media)
    if (bad := rules.unsafe(links)) is not None:
        raise UnsafeLink(bad)
    if not told.quote.strip() and not (told.point_a.strip() and told.point_b.strip()):
        raise NothingGiven(case_id)
    story.title, story.quote = told.title.strip(), told.quote.strip()
    story.point_a, story.point_b = told.point_a.strip(), told.point_b.strip()
    story.path, story.media = told.path.strip(), "\n".join(links)
    story.pain_id, story.product_id = told.pain_id, told.product_id
    story.edited_at = now
    telling.save(story, now=now, actor=actor)
    telling.tell("case_edited", story, now=now, actor=actor)


@transaction.atomic
def publish(case_id: int, *, now: datetime, actor: str) -> None:
    """Publish a case. Again changes nothing.

    Raises:  Story.DoesNotExist; NotReady: no consent that stands, not received, not packaged
    """
    story = telling.locked(case_id)
    if lacking := rules.missing(telling.progress_of(story)):
        raise NotReady(lacking)
    if story.published_at is not None:
        return
    story.published_at = now
    telling.save(story, now=now, actor=actor)
    telling.tell("case_published", story, now=now, actor=actor)


@transaction.atomic
def unpublish(case_id: int, reason: str, *, now: datetime, actor: str) -> None:
    """Take a case off publication; its consent stays. Again changes nothing.

    Raises:  Story.DoesNotExist
    """
    story = telling.locked(case_id)
    if story.published_at is None:
        return
    story.published_at = None
    telling.save(story, now=now, actor=actor)
    telling.tell("case_unpublished", story, now=now, actor=actor, reason=reason.strip())


@transaction.atomic
def approve(case_id: int, *, now: datetime, actor: str) -> None:
    """The case counts for who collected it (R-239). Again changes nothing.

    Raises:  Story.DoesNotExist; NotReceived
    """
    story = _received(case_id)
    if story.approved_at is not None:
        return
    story.approved_at, story.approved_by_id = now, actor_staff_id(actor)
    story.rejected_at, story.rejection = None, ""
    telling.save(story, now=now, actor=actor)
    telling.tell("case_approved", story, now=now, actor=actor)


@transaction.atomic
def reject(case_id: int, reason: str, *, now: datetime, actor: str) -> None:
    """The case does not count, or no more. Again with the same reason changes nothing.

    Raises:  Story.DoesNotExist; NotReceived; WithoutReason
    """
    story = _received(case_id)
    if not reason.strip():
        raise WithoutReason(case_id)
    if story.rejected_at is not None and story.rejection == reason.strip():
        return
    story.approved_at = story.approved_by = None
    story.rejected_at, story.rejection = now, reason.strip()
    telling.save(story, now=now, actor=actor)
    telling.tell("case_rejected", story, now=now, actor=actor, reason=story.rejection)


def _received(case_id: int) -> Story:
    story = telling.locked(case_id)
    if story.received_at is None or story.declined_at is not None:
        raise NotReceived(case_id)
    return story
