"""Invitations on their way: through the outbox where there is an address, else by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from provodnik.facts.people.queries.timelines import known_as
from provodnik.facts.sales.gates.offers import client_zone
from provodnik.facts.sales.rules import QuietHours, is_quiet
from provodnik.kernel import journal, schools
from provodnik.kernel.accounts import queries as accounts
from provodnik.kernel.outbox import ports
from provodnik.kernel.outbox import services as outbox
from provodnik.kernel.outbox.types import Outgoing, Rank, State, Told
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method
from provodnik.method.survey_words import Measure, NotAskedReason
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.types import TouchKind
from provodnik.touches.voice.surveys.models import Invitation, NotAsked, Question

_BATCH = 200
_LINK_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Way:
    """Where an invitation can go: a channel and the recipient's name in it."""

    channel: str
    recipient: str
    account_id: int | None = None


@transaction.atomic
def send_due(*, now: datetime) -> int:
    """Send what is due and remind who is silent, a bounded number. Returns how many went out.

    What nobody can send by itself waits for a colleague; what has lived out its term unsent is
    kept as not asked.
    """
    due = Invitation.objects.select_for_update(of=("self",), skip_locked=True).select_related(
        "client", "survey"
    )
    fresh = due.filter(sent_at=None, cancelled_at=None, is_by_hand=False, send_at__lte=now)
    sent = 0
    for invitation in fresh.order_by("send_at", "pk")[:_BATCH]:
        sent += _send(invitation, now=now)
    return sent + _remind(now=now)


@transaction.atomic
def handed_over(invitation_id: int, *, actor: str, now: datetime) -> Invitation:
    """A colleague has passed the link on. Said again, the first time stays.

    Raises:  Invitation.DoesNotExist
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("survey")
        .get(pk=invitation_id)
    )
    if invitation.sent_at is None:
        invitation.sent_at, invitation.channel = now, ""
        invitation.save(update_fields=["sent_at", "channel"])
        _tell_sent(invitation, actor=actor, now=now)
    return invitation


def hear_outbox(ends: Sequence[Told]) -> None:
    """What became of messages about invitations: those nobody took are passed on by hand."""
    rows = Invitation.objects.select_related("survey").in_bulk([one.about_id for one in ends])
    for one in ends:
        invitation = rows.get(one.about_id)
        if invitation is None:
            continue
        if one.state is State.ACCEPTED and invitation.sent_at is not None:
            _tell_sent(invitation, actor="rule:surveys", now=invitation.sent_at)
        elif one.state in (State.REFUSED, State.EXPIRED) and not invitation.reminders:
            invitation.sent_at, invitation.is_by_hand = None, True
            invitation.save(update_fields=["sent_at", "is_by_hand"])


def link_of(invitation: Invitation) -> str:
    """The address as a student opens it; empty while the school's site is not told."""
    site = (method.survey_settings().site or "").rstrip("/")
    return f"{site}/s/{invitation.token}" if site else ""


def _send(invitation: Invitation, *, now: datetime) -> int:
    if invitation.client.messages_refused_at is not None or invitation.expires_at <= now:
        _call_off(invitation, now=now)
        return 0
    way = _way(invitation) if link_of(invitation) else None
    if way is None:
        _leave_to_hand(invitation, now=now)
        return 0
    invitation.sent_at, invitation.channel = now, way.channel
    invitation.save(update_fields=["sent_at", "channel"])
    _put_in(invitation, way, method.survey_settings().texts.invitation, "", now=now)
    return 1


def _remind(*, now: datetime) -> int:
    answering = method.survey_settings().answering
    before = now - timedelta(days=answering.remind_after_days)
    silent = (
        Invitation.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("client", "survey")
        .filter(
            sent_at__lte=before,
            answered_at=None,
            cancelled_at=None,
            expires_at__gt=now,
            reminders__lt=answering.reminders,
            client__messages_refused_at=None,
        )
        .exclude(channel="")
        .exclude(reminded_at__gt=before)
    )
    reminded = 0
    for invitation in silent.order_by("sent_at", "pk")[:_BATCH]:
        way = _way(invitation)
        if way is None or _sleeps(invitation, now=now):
            continue
        Invitation.objects.filter(pk=invitation.pk).update(
            reminders=F("reminders") + 1, reminded_at=now
        )
        text = method.survey_settings().texts.reminder
        _put_in(invitation, way, text, f":{invitation.reminders + 1}", now=now)
        reminded += 1
    return reminded


def _way(invitation: Invitation) -> Way | None:
    """The messenger the client wrote in, else the letter box."""
    bound = ports.channels()
    if "telegram" in bound:
        reached = accounts.reached(known_as(invitation.client_id), "telegram")
        if reached is not None and reached.refused_at is None:
            return Way("telegram", reached.address, reached.account_id)
    if "email" in bound and invitation.client.email and accounts.working_id("email"):
        return Way("email", invitation.client.email)
    return None


def _put_in(invitation: Invitation, way: Way, text: str, suffix: str, *, now: datetime) -> None:
    texts = method.survey_settings().texts
    zone = working_calendar().zone
    words = text.format(
        name=invitation.client.first_name or invitation.client.name,
        survey=invitation.survey.name,
        link=link_of(invitation),
        until=_day(invitation.expires_at, zone),
    )
    subject = texts.subject.format(survey=invitation.survey.name)
    body = {"text": words} | ({"subject": subject} if way.channel == "email" else {})
    outbox.enqueue(
        Outgoing(
            channel=way.channel,
            recipient=way.recipient,
            body=body,
            key=f"survey:{invitation.pk}{suffix}",
            account_id=way.account_id,
            expires_at=invitation.expires_at,
            about=f"survey:{invitation.pk}",
            client_id=invitation.client_id,
            rank=Rank.MASS,
        ),
        now=now,
    )


def _leave_to_hand(invitation: Invitation, *, now: datetime) -> None:
    """A link to pass on by hand; about a moment, not a wave, it stands in somebody's day."""
    invitation.is_by_hand = True
    invitation.save(update_fields=["is_by_hand"])
    if invitation.wave_id is not None:
        return
    reason = method.survey_settings().texts.send_by_hand.format(survey=invitation.survey.name)
    link = link_of(invitation)
    queue.plan(
        client_id=invitation.client_id,
        kind=TouchKind.SUPPORT,
        reason=f"{reason} {link}".strip()[:_LINK_LENGTH],
        occurrence=f"survey:{invitation.pk}",
        product_id=invitation.product_id,
        actor="rule:surveys",
        now=now,
    )


def _call_off(invitation: Invitation, *, now: datetime) -> None:
    is_refused = invitation.client.messages_refused_at is not None
    reason = NotAskedReason.REFUSED if is_refused else NotAskedReason.OUT_OF_DATE
    invitation.cancelled_at = now
    invitation.save(update_fields=["cancelled_at"])
    NotAsked.objects.bulk_create(
        [
            NotAsked(
                school_id=schools.current(),
                survey_id=invitation.survey_id,
                wave_id=invitation.wave_id,
                client_id=invitation.client_id,
                occurrence=invitation.occurrence,
                reason=reason.value,
                at=now,
            )
        ],
        ignore_conflicts=True,
    )


def _sleeps(invitation: Invitation, *, now: datetime) -> bool:
    hours = method.offer_gates().quiet_hours
    zone = client_zone(invitation.client.timezone, working_calendar().zone)
    return is_quiet(now, zone, QuietHours.of(hours.starts, hours.ends))


def _tell_sent(invitation: Invitation, *, actor: str, now: datetime) -> None:
    """The entry that a survey went out, and the one of each reminder."""
    measures = Question.objects.filter(version_id=invitation.version_id)
    told = measures.exclude(measure=Measure.NONE.value).order_by("position")
    attrs: dict[str, journal.Attr] = {
        "invitation": invitation.pk,
        "measure": told.values_list("measure", flat=True).first() or "",
    }
    if invitation.reminders:
        attrs["reminder"] = invitation.reminders
    journal.record(
        "survey_sent",
        happened_at=now,
        actor=actor,
        client_id=invitation.client_id,
        staff_id=invitation.responsible_id,
        product_id=invitation.product_id,
        item=invitation.survey.name,
        channel=invitation.channel or None,
        attrs=attrs,
    )


def _day(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%d.%m.%Y")
