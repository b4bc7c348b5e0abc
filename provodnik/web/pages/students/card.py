"""One student's card: the next step first, then history, goal, path, money, contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.catalog.queries import roadmap
from provodnik.facts.learning.courses import queries as courses
from provodnik.facts.learning.courses.queries import StudentProgress
from provodnik.facts.learning.queries import CohortRow, Progress, cohorts_of, progress
from provodnik.facts.people.lifecycle.queries import waiting_pack
from provodnik.facts.people.queries import (
    ClientCard,
    LookAlike,
    PainRow,
    card,
    pains,
    suggestions_of,
)
from provodnik.facts.people.types import TimelineGroup
from provodnik.facts.sales.gates.offers import client_zone
from provodnik.facts.sales.queries.clients import OfferRow, PurchaseRow, offers_of, purchases_of
from provodnik.facts.sales.queries.money import ClientMoney, client_money
from provodnik.facts.team.models import Staff
from provodnik.facts.team.queries import staff_list
from provodnik.facts.team.types import StaffRow
from provodnik.kernel.accounts.starting import start_links
from provodnik.method import queries as method
from provodnik.method.shapes.people import Stage as LifecycleStage
from provodnik.method.types import Right
from provodnik.signals.queries import SignalRow, client_signals
from provodnik.web import formats
from provodnik.web.access import has_right
from provodnik.web.design.types import Fact, Stage, View
from provodnik.web.pages.students.beyond import Beyond, beyond
from provodnik.web.pages.students.history import FIRST, MORE, History, history
from provodnik.web.pages.students.listing import score_words
from provodnik.web.pages.students.next_step import NextStep, next_step
from provodnik.web.pages.students.trace import Step, trace
from provodnik.web.pages.students.voice import StudentVoice, student_voice

NEXT_PRODUCTS = 3


@dataclass(frozen=True, slots=True)
class PathLine:
    """A product of the client's path: bought, offered now, or what may come next."""

    name: str
    state: str
    note: str
    kopecks: int | None


@dataclass(frozen=True, slots=True)
class Rights:
    """What this member may do on the card."""

    contacts: bool
    edit: bool
    hand_over: bool
    merge: bool
    erase: bool


@dataclass(frozen=True, slots=True)
class Card:
    """Everything the card shows; nothing in it can query."""

    client: ClientCard
    name: str
    initials: str
    score: str
    is_content: bool
    clock: str
    stages: tuple[Stage, ...]
    stage_number: int
    step: NextStep | None
    history: History
    more_href: str
    group: str
    groups: tuple[View, ...]
    tab: str
    tabs: tuple[View, ...]
    pains: Sequence[PainRow]
    voice: StudentVoice
    path: tuple[PathLine, ...]
    beyond: Beyond
    learning: tuple[Fact, ...]
    money: tuple[Fact, ...]
    contacts: tuple[Fact, ...]
    brief: tuple[Fact, ...]
    trace: tuple[Step, ...]
    cohorts: Sequence[CohortRow]
    risks: Sequence[SignalRow]
    twin: str
    twin_href: str
    taken_from: str
    coordinators: Sequence[StaffRow]
    rights: Rights


@dataclass(frozen=True, slots=True)
class Asked:
    """What the card's address asks for: a part of the history, a tab of the phone."""

    group: TimelineGroup | None = None
    shown: int = FIRST
    tab: str = "now"


def show(client_id: int, staff: Staff, asked: Asked, *, now: datetime) -> Card:
    """The card. At most 50 queries, whatever the length of the client's history.

    Raises:  Client.DoesNotExist
    """
    known = card(client_id)
    rights = _rights(staff)
    money = client_money(client_id)
    learned = progress(known.known_as)
    bought, offered = purchases_of(client_id), offers_of(client_id)
    zone = client_zone(known.client.timezone, ZoneInfo(staff.school.timezone))
    twins = suggestions_of(client_id) if rights.merge else []
    return Card(
        client=known,
        name=known.client.name,
        initials=formats.initials(known.client.name),
        score=score_words(known.client.last_csat) if known.client.last_csat is not None else "",
        is_content=_is_content(known),
        clock=formats.clock(now, zone),
        stages=_stages(known, now),
        stage_number=_stage_number(known),
        step=next_step(client_id, staff, now=now),
        history=history(known.known_as, group=asked.group, shown=asked.shown),
        more_href=_more_href(client_id, asked),
        group=asked.group.value if asked.group else "",
        groups=_groups(client_id, asked),
        tab=asked.tab,
        tabs=_tabs(client_id, asked),
        pains=pains(),
        voice=student_voice(client_id, known.known_as),
        path=_path(known, learned, bought, offered),
        beyond=beyond(client_id),
        learning=(*_learning(learned), *_lessons(courses.progress([client_id]))),
        money=_money(money),
        contacts=_contacts(known) if rights.contacts else (),
        brief=_brief(known, learned, money),
        trace=trace(client_id, known.known_as, now=now),
        cohorts=cohorts_of(client_id),
        risks=client_signals(client_id),
        twin=next((_other(pair.first, pair.second, client_id) for pair in twins), ""),
        twin_href=_href("people_merge:list"),
        taken_from=_taken_from(client_id, staff),
        coordinators=_coordinators() if rights.hand_over else (),
        rights=rights,
    )


def _rights(staff: Staff) -> Rights:
    return Rights(
        contacts=has_right(staff, Right.SEE_CONTACTS),
        edit=has_right(staff, Right.EDIT_STUDENTS),
        hand_over=has_right(staff, Right.ASSIGN_COORDINATORS),
        merge=has_right(staff, Right.MERGE_PEOPLE),
        erase=has_right(staff, Right.ERASE_PEOPLE),
    )


def _taken_from(client_id: int, staff: Staff) -> str:
    """Who passes the student on to this member, who has not accepted yet."""
    waiting = waiting_pack(client_id)
    if waiting is None or waiting.taker_id != staff.pk:
        return ""
    return waiting.giver_name or _("The coordinator before")


def _is_content(known: ClientCard) -> bool:
    low = method.offer_gates().dissatisfied
    csat = known.client.last_csat
    return csat is not None and csat > low.csat_at_most * 100 and not known.client.open_complaints


def _stages(known: ClientCard, now: datetime) -> tuple[Stage, ...]:
    """Every stage of the method, with the day the client entered it last."""
    entered = {row.stage: row.entered_at for row in known.stages}
    today = timezone.localdate(now)
    return tuple(
        Stage(
            stage.title,
            formats.day(timezone.localdate(entered[stage.key]), today, _language())
            if stage.key in entered
            else "",
        )
        for stage in _in_order()
    )


def _stage_number(known: ClientCard) -> int:
    keys = [str(stage.key) for stage in _in_order()]
    return keys.index(known.client.stage) + 1 if known.client.stage in keys else 1


def _in_order() -> list[LifecycleStage]:
    return sorted(method.lifecycle().stages, key=lambda stage: stage.number)


def _groups(client_id: int, asked: Asked) -> tuple[View, ...]:
    address = reverse("students:show", args=[client_id])
    names = {
        TimelineGroup.TOUCHES: _("Touches"),
        TimelineGroup.LEARNING: _("Learning"),
        TimelineGroup.MONEY: _("Money"),
        TimelineGroup.SCORES: _("Scores"),
    }
    every = View(_("Everything"), f"{address}?tab=history", is_current=asked.group is None)
    return (
        every,
        *(
            View(name, f"{address}?tab=history&group={group}", is_current=group is asked.group)
            for group, name in names.items()
        ),
    )


def _more_href(client_id: int, asked: Asked) -> str:
    """The same history, longer: it grows in place, and the address shows what is on the screen."""
    query = {"tab": "history", "group": asked.group or "", "shown": asked.shown + MORE}
    return f"{reverse('students:show', args=[client_id])}?{urlencode(query)}"


def _tabs(client_id: int, asked: Asked) -> tuple[View, ...]:
    address = reverse("students:show", args=[client_id])
    names = {"now": _("Right now"), "history": _("History"), "person": _("About")}
    return tuple(
        View(name, f"{address}?tab={tab}", is_current=tab == asked.tab)
        for tab, name in names.items()
    )


def _path(
    known: ClientCard,
    learned: Sequence[Progress],
    bought: Sequence[PurchaseRow],
    offered: Sequence[OfferRow],
) -> tuple[PathLine, ...]:
    finished = {one.product_id: one.completed_at or one.graduated_at for one in learned}
    modules = {one.product_id: len(one.modules) for one in learned}
    lines = [
        PathLine(one.title, "bought", _learned(one.product_id, finished, modules), one.net_kopecks)
        for one in bought
    ]
    owned = {one.product_id for one in bought if one.product_id is not None}
    waiting = [one for one in offered if one.state == "made" and one.product_id not in owned]
    lines += [PathLine(one.product, "offered", _("offered"), one.price_kopecks) for one in waiting]
    refused = {one.product_id: one.objection for one in offered if one.state == "declined"}
    pain = known.goal.pain_id if known.goal else None
    shown = owned | {one.product_id for one in waiting}
    for ahead in roadmap(owned, owned_ids=shown, pain_id=pain)[:NEXT_PRODUCTS]:
        note = _("leads to the goal") if ahead.matches_goal else ahead.reason
        objection = refused.get(ahead.product_id)
        note = _("refused: %(why)s") % {"why": objection.lower()} if objection else note
        lines.append(PathLine(ahead.product, "next", note, ahead.price_kopecks))
    return tuple(lines)


def _learned(
    product_id: int | None,
    finished: dict[int | None, datetime | None],
    modules: dict[int | None, int],
) -> str:
    if finished.get(product_id):
        return _("course finished")
    count = modules.get(product_id, 0)
    return (
        formats.counted(count, _("module finished|modules finished"), _language()) if count else ""
    )


def _learning(learned: Sequence[Progress]) -> tuple[Fact, ...]:
    latest = next(iter(learned), None)
    if latest is None:
        return ()
    handed, checked = latest.homework_submitted, latest.homework_reviewed
    return (
        Fact(_("Lessons opened"), formats.integer(latest.lessons, _language())),
        Fact(_("Homework checked"), formats.sample(checked, handed, _language())),
    )


def _lessons(told: Sequence[StudentProgress]) -> tuple[Fact, ...]:
    """Required lessons done of the course begun last, by the published rule."""
    latest = next(iter(told), None)
    if latest is None or not latest.required:
        return ()
    done = formats.sample(latest.done, latest.required, _language())
    ahead = (Fact(_("Next lesson"), latest.next_lesson),) if latest.next_lesson else ()
    return (Fact(_("Required lessons done"), done), *ahead)


def _money(money: ClientMoney) -> tuple[Fact, ...]:
    """Each sum by its basis; what was not, in words."""

    def rub(kopecks: int) -> str:
        return formats.money(kopecks, _language()) if kopecks else formats.UNDEFINED

    refunds = formats.money(money.refunded_kopecks, _language())
    return (
        Fact(_("Revenue"), rub(money.revenue_kopecks)),
        Fact(_("Repeat sales"), rub(money.repeat_kopecks)),
        Fact(_("LTV, gross profit"), rub(money.gross_profit_kopecks)),
        Fact(_("Refunds"), refunds if money.refunded_kopecks else _("none")),
    )


def _contacts(known: ClientCard) -> tuple[Fact, ...]:
    client = known.client
    telegram = client.telegram.removeprefix("@")
    refused = [
        word
        for word, at in (
            (_("calls"), client.calls_refused_at),
            (_("messages"), client.messages_refused_at),
        )
        if at is not None
    ]
    facts = (
        Fact(_("Phone"), client.phone, f"tel:{client.phone}"),
        Fact("E-mail", client.email, f"mailto:{client.email}"),
        Fact("Telegram", f"@{telegram}" if telegram else "", f"https://t.me/{telegram}"),
        *(
            Fact(_("Personal link to the bot"), link.title, link.url)
            for link in start_links(client.pk, now=timezone.now())
        ),
        Fact(_("City"), client.city),
        Fact(_("Refused"), ", ".join(refused) or _("nothing")),
    )
    return tuple(fact for fact in facts if fact.value)


def _brief(known: ClientCard, learned: Sequence[Progress], money: ClientMoney) -> tuple[Fact, ...]:
    """Four facts of the phone's first screen."""
    goal = Fact(_("Goal"), known.goal.text if known.goal else _("not recorded"))
    paid = Fact(_("Revenue"), formats.money(money.revenue_kopecks, _language()))
    coordinator = Fact(_("Coordinator"), known.coordinator or _("not assigned"))
    return (goal, *_learning(learned)[1:], paid, coordinator)


def _coordinators() -> tuple[StaffRow, ...]:
    return tuple(one for one in staff_list() if Right.WORK_QUEUE in method.rights_of(one.role))


def coordinator_ids() -> list[int]:
    """Coordinators who work now: among these unassigned students are shared out."""
    return [one.staff_id for one in staff_list(role="coordinator")]


def _other(first: LookAlike, second: LookAlike, client_id: int) -> str:
    return second.name if first.client_id == client_id else first.name


def _href(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
