"""Confirmed wins and the growth of the relationship that stands on them."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.people.lifecycle.errors import SaysNothing, UnknownExpansion
from provodnik.facts.people.lifecycle.looking import known
from provodnik.facts.people.lifecycle.models import Growth, Win
from provodnik.facts.people.lifecycle.rules import opening
from provodnik.facts.people.lifecycle.types import WinFields
from provodnik.facts.people.models import Client
from provodnik.facts.people.services.clients import standing
from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal, schools
from provodnik.kernel.gates import Verdict, verdict
from provodnik.method import queries as method


@transaction.atomic
def confirm_win(client_id: int, win: WinFields, *, now: datetime, actor: str) -> Win:
    """Write down a win with its source and what it is seen by. The same win is written once.

    Raises:  Client.DoesNotExist; SaysNothing: a field is empty
    """
    for field in ("what", "source", "evidence"):
        if not getattr(win, field).strip():
            raise SaysNothing(field)
    client = standing(client_id)
    made, is_new = Win.objects.get_or_create(
        school_id=schools.current(),
        client=client,
        what=win.what.strip(),
        won_on=win.won_on,
        defaults={
            "source": win.source.strip(),
            "evidence": win.evidence.strip(),
            "confirmed_at": now,
            "confirmed_by_id": actor_staff_id(actor),
        },
    )
    if is_new:
        journal.record(
            "win_confirmed",
            happened_at=now,
            actor=actor,
            client_id=client.pk,
            attrs={"what": made.what, "source": made.source},
        )
    return made


@transaction.atomic
def expand(client_id: int, kind: str, *, what: str, now: datetime, actor: str) -> Growth:
    """Record that a relationship grows by one of the method's types (R-042).

    Raises:  Client.DoesNotExist; UnknownExpansion; SaysNothing
             Refused: no confirmed win or no confirmed economics yet (R-041)
    """
    if kind not in {str(one.key) for one in method.lifecycle().expansions}:
        raise UnknownExpansion(kind)
    if not what.strip():
        raise SaysNothing("what")
    client = standing(client_id)
    may_expand(client, now=now).require()
    win = Win.objects.filter(client=client).order_by("-won_on", "-pk").first()
    if win is None:
        raise SaysNothing("win")
    made, is_new = Growth.objects.get_or_create(
        school_id=schools.current(),
        client=client,
        kind=kind,
        what=what.strip(),
        defaults={"win": win, "recorded_at": now, "recorded_by_id": actor_staff_id(actor)},
    )
    if is_new:
        journal.record(
            "expansion_recorded",
            happened_at=now,
            actor=actor,
            client_id=client.pk,
            item=kind,
            attrs={"what": made.what},
        )
    return made


def may_expand(client: Client, *, now: datetime) -> Verdict:
    """Whether the stage at which relationships grow is open to this client."""
    lifecycle = method.lifecycle()
    stage = lifecycle.stage(str(lifecycle.expands_at))
    if stage is None:
        return Verdict()
    seen = known([client.pk], now=now, stages=[str(stage.key)])[client.pk]
    return verdict(opening(stage, seen))
