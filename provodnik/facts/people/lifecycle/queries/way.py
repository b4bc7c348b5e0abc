"""One client's way: the stage with its settings, its conditions, moves, handoffs, wins."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from provodnik.facts.people.lifecycle.looking import known
from provodnik.facts.people.lifecycle.models import Growth, Referral, StageMove, Win
from provodnik.facts.people.lifecycle.queries.afterwards import ContactRow, contacts
from provodnik.facts.people.lifecycle.queries.handoffs import HandoffRow, handoffs
from provodnik.facts.people.lifecycle.rules import checked, meetings, opening, passage
from provodnik.facts.people.lifecycle.types import Checked
from provodnik.facts.people.models import Client, StageEntry
from provodnik.facts.people.queries.cards import StageRow
from provodnik.facts.team.models import Staff
from provodnik.kernel.gates import Verdict, verdict
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method
from provodnik.method.shapes.people import Stage


@dataclass(frozen=True, slots=True)
class Participant:
    """A role of the stage with who fills it; no names where nobody works in it."""

    role: str
    title: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move decided by a person, with what was unmet and why it was passed."""

    was: str
    stage: str
    moved_at: datetime
    by: str | None
    unmet: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class WinRow:
    """A confirmed win."""

    what: str
    won_on: date
    source: str
    evidence: str
    by: str | None


@dataclass(frozen=True, slots=True)
class GrowthRow:
    """How the relationship grew; `kind` is a key of the method."""

    kind: str
    what: str
    win: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """Whom a client recommended us to; `came_as_id` once they came."""

    whom: str
    told_on: date
    came_as_id: int | None


@dataclass(frozen=True, slots=True)
class Way:
    """All of it. `stage` is None while no stage is entered; histories are newest first.

    `verdicts` says of every other stage whether the client may be led there.
    """

    client: Client
    stage: Stage | None
    opens_with: tuple[Checked, ...]
    criteria: tuple[Checked, ...]
    practices: tuple[Checked, ...]
    meetings: tuple[date, ...]
    participants: tuple[Participant, ...]
    verdicts: dict[str, Verdict]
    expansion: Verdict
    history: tuple[StageRow, ...]
    moves: tuple[MoveRow, ...]
    handoffs: tuple[HandoffRow, ...]
    wins: tuple[WinRow, ...]
    growth: tuple[GrowthRow, ...]
    contacts: tuple[ContactRow, ...]
    referrals: tuple[ReferralRow, ...]


def way(client: Client, *, now: datetime) -> Way:
    """Everything about one client's stages.

    Queries: 14, whatever the length of the histories.
    """
    lifecycle = method.lifecycle()
    seen = known([client.pk], now=now)[client.pk]
    stage = lifecycle.stage(client.stage)
    growing = lifecycle.stage(str(lifecycle.expands_at))
    zone = working_calendar().zone
    entered = client.stage_entered_at
    return Way(
        client=client,
        stage=stage,
        opens_with=checked(growing, growing.opens_with, seen) if growing else (),
        criteria=checked(stage, stage.criteria, seen) if stage else (),
        practices=checked(stage, stage.practices, seen) if stage else (),
        meetings=meetings(
            stage, entered_on=entered.astimezone(zone).date(), today=now.astimezone(zone).date()
        )
        if stage and entered
        else (),
        participants=_participants(stage, client) if stage else (),
        verdicts={
            str(one.key): passage(lifecycle, client.stage, str(one.key), seen)
            for one in lifecycle.in_order()
            if one is not stage
        },
        expansion=Verdict() if growing is None else verdict(opening(growing, seen)),
        history=_history(client),
        moves=_moves(client),
        handoffs=tuple(handoffs(of=client.pk, waiting=False)),
        wins=_wins(client),
        growth=_growth(client),
        contacts=tuple(contacts(of=client.pk)),
        referrals=_referrals(client),
    )


def _participants(stage: Stage, client: Client) -> tuple[Participant, ...]:
    titles = {str(role.key): role.title for role in method.roles().roles}
    roles = [str(role) for role in stage.participants]
    members = Staff.objects.filter(role__in=roles, left_on=None).order_by("name")
    rows = list(members.values_list("pk", "role", "name"))
    own = client.coordinator_id
    return tuple(
        Participant(
            role,
            titles.get(role, role),
            tuple(name for pk, of, name in rows if of == role and pk == own)
            or tuple(name for _, of, name in rows if of == role),
        )
        for role in roles
    )


def _history(client: Client) -> tuple[StageRow, ...]:
    rows = StageEntry.objects.filter(client=client).order_by("-entered_at", "-pk")
    return tuple(StageRow(*row) for row in rows.values_list("stage", "entered_at", "actor"))


def _moves(client: Client) -> tuple[MoveRow, ...]:
    rows = StageMove.objects.filter(client=client).order_by("-moved_at", "-pk")
    return tuple(
        MoveRow(row.was, row.stage, row.moved_at, row.by, tuple(row.unmet), row.reason)
        for row in rows.annotate(by=F("moved_by__name"))
    )


def _wins(client: Client) -> tuple[WinRow, ...]:
    rows = Win.objects.filter(client=client).order_by("-won_on", "-pk")
    columns = ("what", "won_on", "source", "evidence", "by")
    named = rows.annotate(by=F("confirmed_by__name")).values_list(*columns)
    return tuple(WinRow(*row) for row in named)


def _growth(client: Client) -> tuple[GrowthRow, ...]:
    rows = Growth.objects.filter(client=client).order_by("-recorded_at", "-pk")
    columns = ("kind", "what", "win__what", "recorded_at")
    return tuple(GrowthRow(*row) for row in rows.values_list(*columns))


def _referrals(client: Client) -> tuple[ReferralRow, ...]:
    rows = Referral.objects.filter(client=client).order_by("-told_on", "-pk")
    return tuple(ReferralRow(*row) for row in rows.values_list("whom", "told_on", "came_as_id"))
