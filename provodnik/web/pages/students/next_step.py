"""The next step with a student: what to do, why now, and whether the gate lets it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.method.reasons import Evidence
from provodnik.method.rules import permission, refusal
from provodnik.method.types import Right
from provodnik.method.words import fill
from provodnik.touches.queue.queries import Deed, deed
from provodnik.web import formats
from provodnik.web.access import has_right
from provodnik.web.design.types import GateReason, View
from provodnik.web.touch_access import open_touch_of


@dataclass(frozen=True, slots=True)
class NextStep:
    """The nearest planned touch. `href` is empty when it is in another's day."""

    title: str
    why: str
    due: str
    is_late: bool
    owner: str
    gate_state: str
    gate_text: str
    gate_reasons: tuple[GateReason, ...]
    verb: str
    icon: str
    href: str
    later: tuple[View, ...]
    later_action: str


def next_step(client_id: int, staff: Staff, *, now: datetime) -> NextStep | None:
    """What waits first for this client; None when nothing is planned."""
    touch = open_touch_of(client_id)
    if touch is None:
        return None
    settings = method.queue_settings()
    is_mine = touch.owner_id == staff.pk or has_right(staff, Right.SEE_TEAM_QUEUE)
    may_work = is_mine and has_right(staff, Right.WORK_QUEUE)
    opened = deed(touch.pk, by_id=staff.pk if may_work else touch.owner_id, now=now)
    way = settings.way(str(opened.kind.way))
    verb = way.verb if way else opened.kind.title
    state, text, reasons = _gate(opened)
    return NextStep(
        title=_title(verb, opened),
        why=_why(opened),
        due=_due(touch.due_at, now, ZoneInfo(staff.school.timezone)),
        is_late=touch.due_at < now,
        owner=touch.owner.name if touch.owner and touch.owner_id != staff.pk else "",
        gate_state=state,
        gate_text=text,
        gate_reasons=reasons,
        verb=_("%(verb)s by the script") % {"verb": verb} if opened.script else verb,
        icon=way.icon if way else "phone",
        href=reverse("day:deed", args=[touch.pk]) if may_work else "",
        later=tuple(View(choice.title, str(choice.key)) for choice in settings.later),
        later_action=reverse("day:later", args=[touch.pk]),
    )


def _title(verb: str, opened: Deed) -> str:
    """«Позвонить и предложить „Блонд без брака“, 12 900 ₽»."""
    product = opened.product
    # Guillemets inside guillemets become „…“.
    name = product.name.replace("«", "„").replace("»", "“") if product else ""
    words = fill(opened.kind.sentence, {"product": name})
    price = product.price_kopecks if product and opened.kind.is_offer else None
    said = f"{verb} {words}"
    return f"{said}, {formats.money(price, _language())}" if price else said


def _why(opened: Deed) -> str:
    """The reason; that no goal was known when it was planned is left out once there is one."""
    if opened.goal is None:
        return opened.touch.reason
    said = opened.touch.reason.replace(method.queue_settings().why.no_goal, "")
    return said.strip() or opened.touch.reason


def _due(due_at: datetime, now: datetime, zone: ZoneInfo) -> str:
    if due_at < now:
        late = formats.duration((now - due_at).total_seconds() / 60, _language())
        return _("overdue by %(time)s") % {"time": late}
    local, today = due_at.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return _("until %(time)s") % {"time": formats.clock(due_at, zone)}
    return _("until %(time)s") % {"time": formats.day_words(local.date(), today, _language())}


def _gate(opened: Deed) -> tuple[str, str, tuple[GateReason, ...]]:
    if opened.assessment is None:
        return "", "", ()
    gates = method.gates()
    verdict = opened.assessment.verdict
    if verdict.allowed:
        found = opened.assessment.evidence
        pieces = [(Evidence(str(one.code)), dict(one.params)) for one in found]
        return "allowed", permission(gates, pieces), ()
    words = [refusal(gates, reason) for reason in verdict.reasons]
    return "refused", words[0].title, tuple(GateReason(one.missing, one.why) for one in words)


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
