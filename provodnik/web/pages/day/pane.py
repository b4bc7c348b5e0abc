"""The open deed: why now and what for, the gate, the script, and the facts beside it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.learning.queries import progress
from provodnik.facts.people.queries import known_as
from provodnik.facts.sales.gates.offers import client_zone
from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.method import types as method_types
from provodnik.method.reasons import Evidence, ReasonCode
from provodnik.method.rules import Refusal, permission, refusal
from provodnik.method.types import Right
from provodnik.method.words import fill
from provodnik.touches.queue.queries import (
    AgreementRow,
    Deed,
    Trend,
    agreement_of,
    asks_agreement,
    deed,
    trend_of,
)
from provodnik.touches.queue.types import NO_SCRIPT
from provodnik.web import formats
from provodnik.web.access import has_right
from provodnik.web.design.types import (
    Fact,
    GateReason,
    Objection,
    OutcomeForm,
    OutcomeKind,
    Script,
    ScriptStep,
    View,
)
from provodnik.web.pages.day.rows import Asked
from provodnik.web.rewards import RewardWords, reward_words

_UNHAPPY = frozenset(
    {ReasonCode.DISSATISFIED_CSAT, ReasonCode.DISSATISFIED_NPS, ReasonCode.COMPLAINT_OPEN}
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the deed stands: the one after it, the list it is in, the site's own address."""

    after_id: int | None
    asked: Asked
    origin: str = ""

    @property
    def query(self) -> str:
        """What a form carries along, so that the list stays as it was."""
        query = self.asked.query
        if self.after_id is None:
            return query
        return f"{query}{'&' if query else '?'}{urlencode({'next': self.after_id})}"


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate's answer in words; `state` is empty where nothing is offered.

    `helps_first`: the client is not content, so a deed of help stands in for the offer.
    `may_pass`: a written reason would carry the offer past, and this member may write it.
    """

    state: str = ""
    text: str = ""
    reasons: tuple[GateReason, ...] = ()
    helps_first: bool = False
    may_pass: bool = False


@dataclass(frozen=True, slots=True)
class Agreeing:
    """What the talk of the week of agreeing must settle, and what it has settled."""

    item: str
    kept: AgreementRow | None


@dataclass(frozen=True, slots=True)
class Pane:
    """Everything the two panes of a deed need."""

    deed: Deed
    name: str
    student_href: str
    guidance_href: str
    verb: str
    verb_icon: str
    contact_href: str
    clock: str
    city: str
    cohorts: tuple[str, ...]
    why: tuple[Fact, ...]
    has_goal: bool
    agreement: Agreeing | None
    gate: Gate
    script: Script | None
    link: str
    may_offer: bool
    reward: RewardWords | None
    ended: str
    form: OutcomeForm
    kinds: tuple[OutcomeKind, ...]
    way: tuple[Fact, ...]
    money: tuple[Fact, ...]
    mood: tuple[Fact, ...]
    later: tuple[View, ...]
    query: str


def pane(touch_id: int, staff: Staff, *, place: Place, now: datetime) -> Pane:
    """The deed as its panes show it.

    Raises:  Touch.DoesNotExist
    """
    opened = deed(touch_id, by_id=staff.pk, school=staff.school, now=now)
    settings = method.queue_settings()
    way = settings.way(str(opened.kind.way))
    zone = client_zone(opened.client.timezone, ZoneInfo(staff.school.timezone))
    return Pane(
        deed=opened,
        name=opened.client.name,
        student_href=_href("students:show", opened.client.pk),
        guidance_href=_href("guidance:show", opened.client.pk),
        verb=way.verb if way else opened.kind.title,
        verb_icon=way.icon if way else "phone",
        contact_href=_contact(opened, staff),
        clock=formats.clock(now, zone),
        city=opened.client.city,
        cohorts=opened.cohorts,
        why=_why(opened),
        has_goal=opened.goal is not None,
        agreement=_agreement(opened),
        gate=_gate(opened, staff),
        script=_script(opened),
        link=_link(opened, place.origin),
        may_offer=_is_offer(opened) and has_right(staff, Right.MAKE_OFFERS),
        reward=_reward(opened, staff, now),
        ended=_ended(opened),
        form=_form(opened, place, now),
        kinds=_kinds(),
        way=_way(opened),
        money=_money(opened),
        mood=_mood(opened),
        later=tuple(View(choice.title, str(choice.key)) for choice in settings.later),
        query=place.query,
    )


def _contact(opened: Deed, staff: Staff) -> str:
    """Where the verb leads: a call, a chat, a letter; empty where the contact is not known."""
    client = opened.client
    if not has_right(staff, Right.SEE_CONTACTS):
        return ""
    match str(opened.kind.way):
        case "chat" if client.telegram:
            return f"https://t.me/{client.telegram.removeprefix('@')}"
        case "email" if client.email:
            return f"mailto:{client.email}"
        case _:
            return f"tel:{client.phone}" if client.phone else ""


def _why(opened: Deed) -> tuple[Fact, ...]:
    facts = [Fact(_("Why now"), _moment(opened))]
    if opened.goal is not None:
        facts.append(Fact(_("Goal"), opened.goal.text))
    if opened.product is not None and not _is_offer(opened):
        facts.append(Fact(_("Product"), opened.product.name))
    elif opened.product is not None:
        price = opened.product.price_kopecks
        named = f"{opened.product.name}, {formats.money(price, _language())}" if price else ""
        help_ = opened.touch.step.reason if opened.touch.step else ""
        parts = [part for part in (named or opened.product.name, help_) if part]
        facts.append(Fact(_("How it helps"), ": ".join(parts)))
    return tuple(facts)


def _agreement(opened: Deed) -> Agreeing | None:
    if not asks_agreement(opened.touch):
        return None
    return Agreeing(method.queue_settings().agreement.item, agreement_of(opened.touch))


def _moment(opened: Deed) -> str:
    """The reason without what stands on lines of its own: the help and the goal.

    The sentence was written when the touch was planned; a goal may be known since.
    """
    why = method.queue_settings().why
    known = [why.no_goal] if opened.goal else []
    known += [fill(why.goal, {"goal": opened.goal.text})] if opened.goal else []
    known += [opened.touch.step.reason] if opened.touch.step else []
    said = opened.touch.reason
    for sentence in known:
        said = said.replace(sentence, "")
    return " ".join(said.split()) or opened.touch.reason


def _is_offer(opened: Deed) -> bool:
    return opened.product is not None and opened.kind.is_offer


def _gate(opened: Deed, staff: Staff) -> Gate:
    if opened.assessment is None:
        return Gate()
    gates = method.gates()
    if opened.assessment.verdict.allowed:
        pieces = [
            (Evidence(str(piece.code)), dict(piece.params)) for piece in opened.assessment.evidence
        ]
        return Gate("allowed", permission(gates, pieces))
    reasons = opened.assessment.verdict.reasons
    words = [refusal(gates, reason) for reason in reasons]
    return Gate(
        state="refused",
        text=words[0].title,
        reasons=tuple(_reason(one) for one in words),
        helps_first=any(reason.code in _UNHAPPY for reason in reasons),
        may_pass=all(one.may_pass for one in words) and has_right(staff, Right.MAKE_EXCEPTIONS),
    )


def _reason(words: Refusal) -> GateReason:
    """The fix is a link only where it leads away from this page."""
    away = words.page and not words.page.startswith("day:")
    href = _href(str(words.page)) if away else ""
    return GateReason(words.missing, words.why, words.fix, href)


def _script(opened: Deed) -> Script | None:
    if opened.script is None:
        return None
    steps = tuple(
        ScriptStep(
            step.title,
            step.say or "",
            " ".join(
                [step.do or "", *(f"{branch.when}: {branch.then}" for branch in step.branches)]
            ).strip(),
        )
        for step in opened.script.steps
    )
    objections = tuple(
        Objection(str(one.key), one.title, f"{one.ask} {one.answer}") for one in opened.objections
    )
    return Script(_("Script “%(title)s”") % {"title": opened.script.title}, steps, objections)


def _link(opened: Deed, origin: str) -> str:
    return origin + reverse("go:link", args=[opened.link.token]) if opened.link else ""


def _reward(opened: Deed, staff: Staff, now: datetime) -> RewardWords | None:
    """What the sale would bring this member; nothing where they may not offer it."""
    gate = opened.assessment
    if gate is None or opened.product is None or not has_right(staff, Right.MAKE_OFFERS):
        return None
    if any(reason.code == ReasonCode.GRADE_DOES_NOT_OFFER for reason in gate.verdict.reasons):
        return None
    price = opened.touch.stake_kopecks or opened.product.price_kopecks
    return reward_words(staff, price, localdate(now))


def _ended(opened: Deed) -> str:
    """How a closed deed ended; empty while it is open or was called off."""
    if not opened.touch.outcome:
        return ""
    return method.outcomes().outcome(method_types.Outcome(opened.touch.outcome)).title


def _form(opened: Deed, place: Place, now: datetime) -> OutcomeForm:
    catalogue = method.outcomes().objections
    return OutcomeForm(
        touch_id=opened.touch.pk,
        action=reverse("day:outcome", args=[opened.touch.pk]) + place.query,
        hint=_("the next touch is planned by itself"),
        objections=tuple(Objection(str(one.key), one.title) for one in catalogue),
        not_before_min=localdate(now) + timedelta(days=1),
        steps=_steps(opened),
        moods=tuple(
            (str(mark.value), f"{mark.value} {mark.title}")
            for mark in method.queue_settings().mood.marks
        ),
    )


def _steps(opened: Deed) -> tuple[tuple[str, str], ...]:
    """Steps of the script to choose from; a digit typed in the list picks one."""
    if opened.script is None:
        return ()
    steps = enumerate(opened.script.steps, start=1)
    known = tuple((str(step.key), f"{number} {step.title}") for number, step in steps)
    return (*known, (NO_SCRIPT, _("0 Without a script")))


def _kinds() -> tuple[OutcomeKind, ...]:
    words = sorted(method.outcomes().outcomes, key=lambda outcome: outcome.digit)
    return tuple(
        OutcomeKind(
            str(one.key),
            one.title,
            asks_objection=one.needs_objection,
            asks_step=one.needs_script_step,
        )
        for one in words
    )


def _way(opened: Deed) -> tuple[Fact, ...]:
    """How far the client came where they were active last."""
    latest = next(iter(progress(known_as(opened.client.pk))), None)
    if latest is None:
        return ()
    facts = [
        Fact(_("Modules finished"), formats.integer(len(latest.modules), _language())),
        Fact(_("Lessons opened"), formats.integer(latest.lessons, _language())),
    ]
    if latest.homework_submitted:
        checked = formats.sample(latest.homework_reviewed, latest.homework_submitted, _language())
        facts.append(Fact(_("Homework checked"), checked))
    return tuple(facts)


def _mood(opened: Deed) -> tuple[Fact, ...]:
    """The marks from the oldest shown to the latest, and where they go."""
    if not opened.moods:
        return ()
    scale = method.queue_settings().mood
    latest = scale.mark(opened.moods[-1].value)
    values = " → ".join(str(mark.value) for mark in opened.moods)
    words = {
        Trend.RISES: _("calmer than it was"),
        Trend.FALLS: _("more anxious than it was"),
        Trend.SAME: _("as it was"),
        Trend.UNKNOWN: _("the first mark"),
    }
    return (
        Fact(_("Heard last"), latest.title if latest else str(opened.moods[-1].value)),
        Fact(_("From talk to talk"), f"{values}: {words[trend_of(opened.moods)]}"),
    )


def _money(opened: Deed) -> tuple[Fact, ...]:
    money = opened.money
    repeat = money.repeat_kopecks
    return (
        Fact(_("Revenue"), formats.money(money.revenue_kopecks, _language())),
        Fact(_("Of it repeat"), formats.money(repeat, _language()) if repeat else "—"),
    )


def _href(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
