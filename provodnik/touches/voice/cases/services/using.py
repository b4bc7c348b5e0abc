"""Where a case was used: content of marketing, support of students, repeat sales (R-238)."""

from datetime import date, datetime

from django.db import transaction

from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import schools
from provodnik.touches.voice.cases.errors import DayIsAhead, NowhereUsed
from provodnik.touches.voice.cases.models import Story, StoryUse
from provodnik.touches.voice.cases.services import telling

MOTIVATION = "motivation"


@transaction.atomic
def use_case(  # noqa: PLR0913 (what a use is)
    case_id: int, *, purpose: str, place: str, used_on: date, today: date, now: datetime, actor: str
) -> StoryUse:
    """Write down where a case was used. The same use of the same day is written once.

    Raises:  Story.DoesNotExist; NowhereUsed; DayIsAhead
    """
    story = telling.locked(case_id)
    if not place.strip():
        raise NowhereUsed(case_id)
    if used_on > today:
        raise DayIsAhead(str(used_on))
    known = StoryUse.objects.filter(
        story=story, purpose=purpose, place=place.strip(), used_on=used_on
    ).first()
    return known or _write(story, purpose, place.strip(), used_on, now=now, actor=actor)


@transaction.atomic
def note_sending(entry_id: int, *, key: str, place: str, now: datetime, actor: str) -> None:
    """A case of this journal entry was sent to a student; once for each `key`.

    An entry of no case of ours, an imported one for example, is nobody's use.
    """
    story = Story.objects.select_for_update().filter(entry_id=entry_id).first()
    if story is None or StoryUse.objects.filter(story=story, key=key).exists():
        return
    _write(story, MOTIVATION, place, now.date(), now=now, actor=actor, key=key)


@transaction.atomic
def drop_use(use_id: int) -> int:
    """Take a use written by mistake out. Returns the case it was of.

    Raises:  StoryUse.DoesNotExist
    """
    use = StoryUse.objects.select_for_update().get(pk=use_id)
    use.delete()
    return int(use.story_id)


def _write(  # noqa: PLR0913 (what a use is)
    story: Story,
    purpose: str,
    place: str,
    used_on: date,
    *,
    now: datetime,
    actor: str,
    key: str = "",
) -> StoryUse:
    use = StoryUse.objects.create(
        school_id=schools.current(),
        story=story,
        purpose=purpose,
        place=place,
        used_on=used_on,
        told_by_id=actor_staff_id(actor),
        told_at=now,
        key=key,
    )
    told = {"purpose": purpose, "place": place, "on": used_on.isoformat()}
    telling.tell("case_used", story, now=now, actor=actor, **told)
    return use
