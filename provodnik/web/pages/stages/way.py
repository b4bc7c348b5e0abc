"""One client's way as it stands on the screen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from provodnik.facts.people.audience.queries import audience_of
from provodnik.facts.people.lifecycle import queries
from provodnik.facts.people.lifecycle.queries import ContactRow, HandoffRow, Way
from provodnik.facts.people.lifecycle.types import Checked, Shown
from provodnik.facts.people.models import Client
from provodnik.facts.people.relations.queries import (
    DecisionRule,
    OwnerRow,
    decision_rules,
    owners_of,
)
from provodnik.facts.people.types import ClientKind
from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.method.types import Right, StageFact
from provodnik.web.access import has_right
from provodnik.web.design.types import Fact, GateReason
from provodnik.web.pages.stages import content
from provodnik.web.pages.stages.forms import KINDS, ExpansionForm, ReferralForm, WinForm


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in words: by what it is met, and whether a person may say so."""

    key: str
    title: str
    why: str
    is_met: bool
    is_marked: bool
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Door:
    """A stage one may be led to: open, or with what keeps it shut."""

    key: str
    title: str
    is_next: bool
    is_open: bool
    may_pass: bool
    reasons: tuple[GateReason, ...]


@dataclass(frozen=True, slots=True)
class HandoffLine:
    """A handoff in words."""

    row: HandoffRow
    stage: str
    giver: str
    taker: str
    may_accept: bool


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact after completion in words."""

    row: ContactRow
    title: str
    what: str


@dataclass(frozen=True, slots=True)
class Page:
    """The page of one client's way."""

    way: Way
    client: Client
    kind: str
    audience: str
    criteria: tuple[Condition, ...]
    practices: tuple[Condition, ...]
    met: int
    practised: int
    settings: tuple[Fact, ...]
    report: tuple[str, ...]
    meetings: tuple[date, ...]
    doors: tuple[Door, ...]
    history: tuple[tuple[str, datetime, str], ...]
    handoffs: tuple[HandoffLine, ...]
    contacts: tuple[ContactLine, ...]
    growth: tuple[tuple[str, str, str, datetime], ...]
    expansion_reasons: tuple[GateReason, ...]
    owners: tuple[OwnerRow, ...]
    rules: tuple[DecisionRule, ...]
    win_form: forms.Form
    expansion_form: forms.Form
    referral_form: forms.Form
    may_edit: bool
    may_pass: bool


def page(client: Client, staff: Staff, *, now: datetime, refused: Mapping[str, forms.Form]) -> Page:
    """Everything about one client's stages. A fixed number of queries."""
    way, titles = queries.way(client, now=now), content.stage_titles()
    criteria = tuple(_condition(one) for one in way.criteria)
    practices = tuple(_condition(one) for one in way.practices)
    expansions = {str(one.key): one.title for one in method.lifecycle().expansions}
    audience = audience_of(client.pk)
    today = {"told_on": timezone.localdate(now), "won_on": timezone.localdate(now)}
    return Page(
        way=way,
        client=client,
        kind=str(KINDS[ClientKind(client.kind)]),
        audience=audience[1] if audience else "",
        criteria=criteria,
        practices=practices,
        met=sum(one.is_met for one in criteria),
        practised=sum(one.is_met for one in practices),
        settings=_settings(way),
        report=way.stage.report if way.stage else (),
        meetings=way.meetings,
        doors=_doors(way),
        history=tuple((titles.get(r.stage, r.stage), r.entered_at, r.actor) for r in way.history),
        handoffs=handoff_lines(way.handoffs, staff),
        contacts=_contacts(way),
        growth=tuple(
            (expansions.get(g.kind, g.kind), g.what, g.win, g.recorded_at) for g in way.growth
        ),
        expansion_reasons=content.gate_reasons(way.expansion),
        owners=tuple(owners_of(client.pk)),
        rules=_rules(way),
        win_form=refused.get("win", WinForm(initial=today)),
        expansion_form=refused.get("expansion", ExpansionForm()),
        referral_form=refused.get("referral", ReferralForm(initial=today)),
        may_edit=has_right(staff, Right.EDIT_STUDENTS),
        may_pass=has_right(staff, Right.MAKE_EXCEPTIONS),
    )


def sign_words() -> dict[str, str]:
    """What the evidence found by the system is called; unlisted kinds of the journal by name."""
    return {
        "goal": _("the goal is written down"),
        "note": _("a note is on the card"),
        "coordinator": _("the coordinator is named"),
        "contact": _("there is a way to reach them"),
        "satisfied": _("the last score is good, no complaint is open"),
        "win": _("a win is confirmed"),
        "future_contact": _("the next contact has a day"),
        "roles": _("owners and representatives are named"),
        "no_accesses": _("every access is taken back"),
        "enrolled": _("access is open"),
        "lesson_viewed": _("a lesson was opened"),
        "touch_made": _("the talk took place"),
        "module_completed": _("a module is completed"),
        "course_completed": _("the course is completed"),
        "goal_recorded": _("the goal was asked anew"),
        "goal_reached": _("the goal is reached"),
        "case_recorded": _("the result is recorded"),
        "survey_answered": _("there is a score"),
        "review_received": _("there is a review"),
        "homework_reviewed": _("homework is checked"),
        "economics_confirmed": _("the economics are confirmed"),
        "meeting_held": _("a meeting was held"),
        "protocol_sent": _("a protocol was sent"),
        "report_opened": _("the report was opened"),
        "ticket_answered": _("requests are answered"),
        "criterion_marked": _("conditions are being checked"),
    }


def _condition(one: Checked) -> Condition:
    words = ""
    at = None
    if one.sign is not None:
        words, at = sign_words().get(one.sign.what, one.sign.what), one.sign.at
    elif one.mark is not None:
        words, at = ", ".join(filter(None, (one.mark.by, one.mark.note))), one.mark.at
    is_marked = one.shown is Shown.MARKED
    return Condition(one.key, one.title, one.why, one.is_met, is_marked, words, at)


def _settings(way: Way) -> tuple[Fact, ...]:
    if way.stage is None:
        return ()
    people = (
        f"{one.title}: {', '.join(one.names)}" if one.names else one.title
        for one in way.participants
    )
    return (
        Fact(_("Goal"), way.stage.goal),
        Fact(_("Rhythm"), way.stage.rhythm),
        Fact(_("Participants"), "; ".join(people)),
        Fact(_("Report"), way.stage.report_title),
    )


def _rules(way: Way) -> tuple[DecisionRule, ...]:
    """How decisions are taken, printed at the stage that asks whether roles are named (R-006)."""
    stage = way.stage
    asked = stage is not None and any(
        proof.fact is StageFact.ROLES for one in stage.criteria for proof in one.shown_by
    )
    return tuple(decision_rules()) if asked else ()


def _doors(way: Way) -> tuple[Door, ...]:
    return tuple(
        Door(
            key=str(stage.key),
            title=stage.title,
            is_next=way.stage is not None and stage.number == way.stage.number + 1,
            is_open=way.verdicts[str(stage.key)].allowed,
            may_pass=content.may_be_passed(way.verdicts[str(stage.key)]),
            reasons=content.gate_reasons(way.verdicts[str(stage.key)]),
        )
        for stage in method.lifecycle().in_order()
        if str(stage.key) in way.verdicts
    )


def handoff_lines(rows: Iterable[HandoffRow], staff: Staff) -> tuple[HandoffLine, ...]:
    """Handoffs in words, and whether this member may accept each."""
    stages, roles = content.stage_titles(), content.role_titles()
    hands_out = has_right(staff, Right.ASSIGN_COORDINATORS)
    return tuple(
        HandoffLine(
            row,
            stages.get(row.stage, row.stage),
            roles.get(row.giver, row.giver),
            roles.get(row.taker, row.taker),
            row.accepted_at is None and (hands_out or _is_for(row, staff)),
        )
        for row in rows
    )


def _is_for(row: HandoffRow, staff: Staff) -> bool:
    return row.taker_id == staff.pk if row.is_personal else row.taker == staff.role


def _contacts(way: Way) -> tuple[ContactLine, ...]:
    words = {str(one.key): one for one in method.lifecycle().afterwards.contacts}
    return tuple(
        ContactLine(
            row,
            words[row.key].title if row.key in words else row.key,
            words[row.key].what if row.key in words else "",
        )
        for row in way.contacts
    )
