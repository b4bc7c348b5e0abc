"""What clients want, and the school's list of pains and goals that products answer."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.people.models import Goal, Pain
from provodnik.facts.people.services.clients import standing
from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal, schools


@transaction.atomic
def record_goal(
    client_id: int, *, text: str, now: datetime, actor: str, pain_id: int | None = None
) -> Goal:
    """Write down what a client wants. The goal they have already, in the same words, stays.

    Raises:  Client.DoesNotExist; ValueError: nothing is written
    """
    text = text.strip()
    if not text:
        raise ValueError("a goal says something")
    client = standing(client_id)
    same = Goal.objects.filter(client=client, text=text, reached_at=None).order_by("pk").last()
    if same is not None and same.pain_id == pain_id:
        return same
    goal = Goal.objects.create(
        school_id=schools.current(),
        client=client,
        text=text,
        pain_id=pain_id,
        recorded_at=now,
        recorded_by_id=actor_staff_id(actor),
    )
    journal.record(
        "goal_recorded", happened_at=now, actor=actor, client_id=client.pk, attrs={"text": text}
    )
    return goal


@transaction.atomic
def reach_goal(goal_id: int, *, reached_at: datetime, actor: str) -> Goal:
    """Note that a client reached a goal. The first moment stays.

    Raises:  Goal.DoesNotExist
    """
    goal = Goal.objects.select_for_update().get(pk=goal_id)
    if goal.reached_at is not None:
        return goal
    goal.reached_at = reached_at
    goal.save(update_fields=["reached_at"])
    journal.record(
        "goal_reached",
        happened_at=reached_at,
        actor=actor,
        client_id=goal.client_id,
        attrs={"text": goal.text},
    )
    return goal


def add_pain(name: str) -> Pain:
    """A pain or goal in the school's list; one that is there already is returned."""
    pain, _ = Pain.objects.get_or_create(school_id=schools.current(), name=name.strip())
    return pain
