"""Inviting people: whom, by which reason, who answers for it, and why somebody was not asked."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from provodnik.facts.sales.gates.offers import client_zone
from provodnik.facts.sales.links import tokens
from provodnik.facts.sales.rules import QuietHours, is_quiet, quiet_ends_at
from provodnik.facts.team.models import Staff
from provodnik.kernel import schools
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method
from provodnik.method.survey_words import AskAbout, AskMoment, NotAskedReason
from provodnik.touches.queue.models import AutomationStop
from provodnik.touches.voice.surveys import rules
from provodnik.touches.voice.surveys.errors import NoVersion
from provodnik.touches.voice.surveys.models import Invitation, NotAsked, Survey, Wave
from provodnik.touches.voice.surveys.services.forms import published
from provodnik.touches.voice.surveys.services.occasions import Occasion, occasions
from provodnik.touches.voice.surveys.services.standings import Candidate, candidates
from provodnik.touches.voice.surveys.types import Asked

# As guarded by nothing but their address as the student's page is.
_RANDOM_BYTES = 18


@dataclass(frozen=True, slots=True)
class Terms:
    """What all invitations of one round share."""

    survey: Survey
    version_id: int
    wave: Wave | None
    now: datetime


@transaction.atomic
def ask_after(entry_ids: Sequence[int], *, now: datetime) -> Asked:
    """Ask those of whom these journal entries tell, by every survey that waits for such a moment.

    An entry asks once, however often it comes. What happened long ago, as an import tells it,
    asks nobody and is not kept as a refusal.
    """
    fresh_after = now - timedelta(days=method.survey_settings().recontact.fresh_days)
    found = occasions(entry_ids, fresh_after=fresh_after)
    total: Counter[str] = Counter()
    invited = 0
    for survey in _listening({one.moment for one in found}):
        told = [
            one
            for one in found
            if one.moment is AskMoment(survey.moment)
            and survey.product_id in (None, one.product_id)
        ]
        asked = invite(survey, told, now=now)
        invited += asked.invited
        total.update(asked.left_out)
    return Asked(invited, total)


def invite(
    survey: Survey, told: Iterable[Occasion], *, wave: Wave | None = None, now: datetime
) -> Asked:
    """Invite everybody of these occasions who may be asked; keep why the others were not.

    Raises:  NoVersion: nothing of the survey is published
    Queries: 6, and one insert a thousand, whatever the number of people.
    """
    version = published(survey.pk)
    if version is None:
        raise NoVersion(str(survey))
    by_client = {one.client_id: one for one in told}
    who = candidates(
        [(one.client_id, one.happened_at) for one in by_client.values()],
        survey_id=survey.pk,
        product_id=survey.product_id,
    )
    known = _known(survey, by_client.values())
    terms = Terms(survey, version.pk, wave, now)
    allowed, refused = _judged(terms, by_client, who, known)
    Invitation.objects.bulk_create(
        _invitations(terms, allowed), batch_size=1000, ignore_conflicts=True
    )
    NotAsked.objects.bulk_create(refused, batch_size=1000, ignore_conflicts=True)
    return Asked(len(allowed), Counter(one.reason for one in refused))


def _listening(moments: set[AskMoment]) -> list[Survey]:
    named = [moment.value for moment in moments]
    return list(Survey.objects.filter(started_at__isnull=False, moment__in=named).order_by("pk"))


def _known(survey: Survey, told: Iterable[Occasion]) -> set[tuple[int, str]]:
    """(client, reason) already invited by: asked again about one, nothing happens."""
    names = {one.key for one in told}
    found = Invitation.objects.filter(survey=survey, occurrence__in=names)
    return set(found.values_list("client_id", "occurrence"))


def _judged(
    terms: Terms,
    told: Mapping[int, Occasion],
    who: Mapping[int, Candidate],
    known: set[tuple[int, str]],
) -> tuple[list[tuple[Occasion, Candidate]], list[NotAsked]]:
    told_rules = method.survey_settings().recontact
    recontact = rules.Recontact(
        told_rules.days_between,
        told_rules.same_survey_days,
        told_rules.complaint_pauses,
        told_rules.concern_pauses,
        told_rules.fresh_days,
    )
    is_stopped = AutomationStop.objects.filter(resumed_at=None).exists()
    allowed, refused, seen = [], [], set()
    for asked_for, one in told.items():
        candidate = who.get(asked_for)
        if candidate is None or candidate.client_id in seen:
            continue
        seen.add(candidate.client_id)
        if (candidate.client_id, one.key) in known:
            continue
        reason = rules.why_not(candidate.standing, recontact, stopped=is_stopped, now=terms.now)
        if reason is None:
            allowed.append((one, candidate))
        else:
            refused.append(_refusal(terms, one, candidate, reason))
    return allowed, refused


def _refusal(terms: Terms, one: Occasion, candidate: Candidate, reason: NotAskedReason) -> NotAsked:
    return NotAsked(
        school_id=schools.current(),
        survey=terms.survey,
        wave=terms.wave,
        client_id=candidate.client_id,
        occurrence=one.key,
        reason=reason.value,
        at=terms.now,
    )


def _invitations(terms: Terms, allowed: Sequence[tuple[Occasion, Candidate]]) -> list[Invitation]:
    settings, school_id = method.survey_settings(), schools.current()
    hours = method.offer_gates().quiet_hours
    quiet, school_zone = QuietHours.of(hours.starts, hours.ends), working_calendar().zone
    working = set(Staff.objects.filter(left_on=None).values_list("pk", flat=True))
    made = []
    for one, candidate in allowed:
        zone = client_zone(candidate.zone, school_zone)
        send_at = (
            quiet_ends_at(terms.now, zone, quiet) if is_quiet(terms.now, zone, quiet) else terms.now
        )
        made.append(
            Invitation(
                school_id=school_id,
                survey=terms.survey,
                version_id=terms.version_id,
                wave=terms.wave,
                client_id=candidate.client_id,
                product_id=one.product_id or terms.survey.product_id,
                cohort_id=candidate.cohort_id,
                responsible_id=_responsible(terms.survey, one, candidate, working),
                token=tokens.new_token(school_id, random_bytes=_RANDOM_BYTES),
                occurrence=one.key,
                about=one.about[:200],
                asked_at=terms.now,
                send_at=send_at,
                expires_at=send_at + timedelta(days=settings.answering.open_days),
            )
        )
    return made


def _responsible(
    survey: Survey, one: Occasion, candidate: Candidate, working: set[int]
) -> int | None:
    """Who answers for the matter now; the coordinator where there is no such person."""
    first = {
        AskAbout.COORDINATOR: candidate.coordinator_id,
        AskAbout.CURATOR: candidate.curator_id,
        AskAbout.HOLDER: one.holder_id,
    }[AskAbout(survey.responsible)]
    return next((who for who in (first, candidate.coordinator_id) if who in working), None)
