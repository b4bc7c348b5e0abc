"""Leading clients through stages by hand, past a gate, and a person's word for its conditions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from provodnik.facts.people.errors import UnknownStage
from provodnik.facts.people.lifecycle.errors import SaysNothing, UnknownCriterion
from provodnik.facts.people.lifecycle.looking import conditions, known
from provodnik.facts.people.lifecycle.models import Mark, StageMove
from provodnik.facts.people.lifecycle.rules import checked, passage, stages_left, unmet
from provodnik.facts.people.lifecycle.services.handoffs import hand_over
from provodnik.facts.people.lifecycle.types import Known
from provodnik.facts.people.models import Client
from provodnik.facts.people.services.clients import standing
from provodnik.facts.people.services.stages import enter_stage
from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal, schools
from provodnik.kernel.gates import Refused, Verdict
from provodnik.method import queries as method
from provodnik.method.shapes.people import Lifecycle


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of many: how many moved, and the gate's answer for each who stayed."""

    count: int
    refused: dict[int, Refused]


@transaction.atomic
def lead(client_id: int, stage: str, *, passing: str = "", now: datetime, actor: str) -> Client:
    """Lead a client into a stage. Unmet conditions of leaving need a written reason.

    What the stage opens with (a confirmed win, say) no reason replaces. Roles that pass the
    client on get their handoffs. The stage one is at stays.

    Raises:  Client.DoesNotExist; UnknownStage
             Refused: with every reason; nothing is changed
    """
    client = standing(client_id)
    seen = known([client.pk], now=now)[client.pk]
    return _lead(client, stage, seen, passing=passing.strip(), now=now, actor=actor)


@transaction.atomic
def lead_many(
    client_ids: Collection[int], stage: str, *, passing: str = "", now: datetime, actor: str
) -> Moved:
    """The same for the chosen ones; who is refused stays, and the others move."""
    standing_ids = {standing(one).pk for one in sorted(client_ids)}
    clients = Client.objects.filter(pk__in=standing_ids).order_by("pk")
    seen, count, refused = known(sorted(standing_ids), now=now), 0, {}
    for client in clients:
        try:
            _lead(client, stage, seen[client.pk], passing=passing.strip(), now=now, actor=actor)
            count += 1
        except Refused as refusal:
            refused[client.pk] = refusal
    return Moved(count, refused)


@transaction.atomic
def mark(
    client_id: int, stage: str, criterion: str, *, note: str = "", now: datetime, actor: str
) -> Mark:
    """A person's word that a condition is met. The first word stays.

    Raises:  Client.DoesNotExist; UnknownCriterion
    """
    found = method.lifecycle().stage(stage)
    if found is None or criterion not in {str(one.key) for one in conditions(found)}:
        raise UnknownCriterion(f"{stage}/{criterion}")
    if criterion in {str(one.key) for one in found.opens_with}:
        raise UnknownCriterion(f"{stage}/{criterion} is shown by records alone")
    client = standing(client_id)
    made, is_new = Mark.objects.get_or_create(
        school_id=schools.current(),
        client=client,
        stage=stage,
        criterion=criterion,
        defaults={
            "note": note.strip(),
            "marked_at": now,
            "marked_by_id": actor_staff_id(actor),
        },
    )
    if is_new:
        journal.record(
            "criterion_marked",
            happened_at=now,
            actor=actor,
            client_id=client.pk,
            item=f"{stage}/{criterion}",
            attrs={"note": made.note},
        )
    return made


@transaction.atomic
def unmark(client_id: int, stage: str, criterion: str, *, now: datetime, actor: str) -> bool:
    """Take a word back. Whether there was one."""
    client = standing(client_id)
    gone, _ = Mark.objects.filter(client=client, stage=stage, criterion=criterion).delete()
    if gone:
        journal.record(
            "criterion_unmarked",
            happened_at=now,
            actor=actor,
            client_id=client.pk,
            item=f"{stage}/{criterion}",
        )
    return bool(gone)


@transaction.atomic
def meet(client_id: int, *, form: str, now: datetime, actor: str) -> None:
    """Note a meeting with a client; `form` says what it was about.

    Raises:  Client.DoesNotExist; SaysNothing
    """
    if not form.strip():
        raise SaysNothing("form")
    client = standing(client_id)
    journal.record(
        "meeting_held",
        happened_at=now,
        actor=actor,
        client_id=client.pk,
        attrs={"format": form.strip()},
    )


def _lead(
    client: Client, stage: str, seen: Known, *, passing: str, now: datetime, actor: str
) -> Client:
    lifecycle = method.lifecycle()
    if lifecycle.stage(stage) is None:
        raise UnknownStage(stage)
    if client.stage == stage:
        return client
    verdict = passage(lifecycle, client.stage, stage, seen)
    if not _may_pass(verdict, passing, lifecycle):
        raise Refused(verdict.reasons)
    was, lacking = client.stage, _lacking(lifecycle, client.stage, stage, seen)
    moved = enter_stage(client.pk, stage, now=now, actor=actor)
    StageMove.objects.create(
        school_id=schools.current(),
        client=client,
        was=was,
        stage=stage,
        moved_at=now,
        moved_by_id=actor_staff_id(actor),
        unmet=lacking,
        reason=passing if lacking else "",
    )
    journal.record(
        "stage_led",
        happened_at=now,
        actor=actor,
        client_id=client.pk,
        item=stage,
        attrs={"was": was, "unmet": "; ".join(lacking), "reason": passing if lacking else ""},
    )
    hand_over([client.pk], since=now, now=now, actor=actor)
    return moved


def _may_pass(verdict: Verdict, passing: str, lifecycle: Lifecycle) -> bool:
    """Open, or every reason may be passed and a person wrote why."""
    if verdict.allowed:
        return True
    words = method.gates()
    soft = all((found := words.reason(r.code)) and found.may_pass for r in verdict.reasons)
    return soft and len(passing) >= lifecycle.reason_letters


def _lacking(lifecycle: Lifecycle, was: str, to: str, seen: Known) -> list[str]:
    return [
        one.title
        for stage in stages_left(lifecycle, was, to)
        for one in unmet(checked(stage, stage.criteria, seen))
    ]
