"""What the journal is told of a case, and how the entry that counts it follows its changes."""

from datetime import datetime

from provodnik.kernel import journal
from provodnik.kernel.models import JournalEntry
from provodnik.method.voice_words import CaseKind
from provodnik.touches.voice.cases import rules
from provodnik.touches.voice.cases.models import Story
from provodnik.touches.voice.cases.types import State

_LETTERS = 2000


def locked(case_id: int) -> Story:
    """The case, held until the transaction ends. Raises Story.DoesNotExist."""
    return Story.objects.select_for_update().get(pk=case_id)


def progress_of(story: Story) -> rules.Progress:
    return rules.Progress(
        is_received=story.received_at is not None,
        has_consent=story.consent_on is not None,
        is_withdrawn=story.withdrawn_at is not None,
        is_edited=story.edited_at is not None,
        is_published=story.published_at is not None,
        is_declined=story.declined_at is not None,
    )


def save(story: Story, *, now: datetime, actor: str) -> None:
    """Write a changed case: its state and the entry that counts it follow what happened to it."""
    story.state = rules.state_of(progress_of(story)).value
    if story.state != State.PUBLISHED:
        story.published_at = None
    _recount(story, now=now, actor=actor)
    story.save()


def tell(event: str, story: Story, *, now: datetime, actor: str, **attrs: journal.Attr) -> None:
    """One entry about a step of a case; `staff_id` is who collects it."""
    journal.record(
        event,
        happened_at=now,
        actor=actor,
        client_id=story.client_id,
        staff_id=story.collector_id,
        product_id=story.product_id,
        item=f"case:{story.pk}",
        attrs=attrs,
    )


def _recount(story: Story, *, now: datetime, actor: str) -> None:
    """Let the journal say of the case what holds now: once, or not at all.

    What it said before is voided, so that each case counts once however often it was
    approved, rejected or edited.
    """
    wanted = _entry(story, actor)
    said = JournalEntry.objects.filter(pk=story.entry_id).first() if story.entry_id else None
    if said is not None and wanted is not None and _says(said, wanted):
        return
    if said is not None:
        journal.void([said.pk], at=now, actor=actor, reason="case changed")
        story.entry_id = None
    if wanted is not None:
        story.entry_id = journal.record_many([wanted])[0]


def _entry(story: Story, actor: str) -> journal.Entry | None:
    kind = CaseKind(story.kind)
    counted = rules.counts(
        kind,
        is_received=story.received_at is not None and story.declined_at is None,
        is_approved=story.approved_at is not None,
        is_rejected=story.rejected_at is not None,
    )
    moment = story.received_at if kind is CaseKind.TEXT else story.approved_at
    if not counted or moment is None:
        return None
    return journal.Entry(
        event="review_received" if kind is CaseKind.TEXT else "case_recorded",
        happened_at=moment,
        actor=actor,
        client_id=story.client_id,
        staff_id=story.collector_id,
        product_id=story.product_id,
        attrs=_attrs(story),
    )


def _attrs(story: Story) -> dict[str, journal.Attr]:
    allowed = story.consent_on is not None and story.withdrawn_at is None
    told: dict[str, journal.Attr] = {
        "text": (story.quote or story.text)[:_LETTERS],
        "type": "video" if story.kind == CaseKind.VIDEO else "text",
        "origin": story.origin,
        "case": story.pk,
    }
    if not allowed:
        told["consent"] = "none"
    if story.cohort_id is not None:
        told["cohort"] = story.cohort_id
    return told


def _says(said: JournalEntry, wanted: journal.Entry) -> bool:
    same = (said.happened_at, said.staff_id, said.product_id, said.attrs)
    return same == (
        wanted.happened_at,
        wanted.staff_id,
        wanted.product_id,
        dict(wanted.attrs or {}),
    )
