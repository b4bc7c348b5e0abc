"""The gate's answer about one client and one product, with what speaks for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from zoneinfo import ZoneInfo

from django.db import connection

from provodnik.facts.people.models import Client
from provodnik.facts.sales.gates.figures import Figures, Row, moment, points
from provodnik.facts.sales.gates.hands import who_may_not
from provodnik.facts.sales.gates.judging import Params, judging, settings
from provodnik.facts.sales.rules import QuietHours, is_quiet, quiet_ends_at
from provodnik.kernel import schools
from provodnik.kernel.gates import Reason, Refused, Verdict
from provodnik.kernel.models import School
from provodnik.kernel.periods import local_date
from provodnik.method import queries as method
from provodnik.method.reasons import Evidence, ReasonCode

CALLS, MESSAGES = "calls", "messages"


@dataclass(frozen=True, slots=True)
class Question:
    """Whom, what and by which channel. `own_offer_id` is the offer asked about, if made.

    `staff_id` is who would offer; without one nobody's right is asked, as of a scenario.
    """

    client_id: int
    product_id: int
    channel: str
    own_offer_id: int | None = None
    staff_id: int | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict with the evidence for it; codes of both have their words in the method."""

    verdict: Verdict
    evidence: tuple[Reason, ...] = ()


def may_offer(
    client_id: int, product_id: int, channel: str, now: datetime, *, staff_id: int | None = None
) -> Verdict:
    """May the product be offered to the client through the channel at this moment, by this person?

    Queries: at most 6, whatever the client's history.
    Raises:  Client.DoesNotExist: no such client or product in this school
    """
    question = Question(client_id, product_id, channel, staff_id=staff_id)
    return assess(question, now=now).verdict


def assess(question: Question, *, zone: ZoneInfo | None = None, now: datetime) -> Assessment:
    """As `may_offer`, with what speaks for the offer beside what speaks against it.

    `zone` is the school's, where the caller knows it already.
    """
    zone = zone or _school_zone()
    row = _judged(question, now=now, zone=zone)
    codes = row["codes"]
    assert isinstance(codes, list)
    figures = Figures(row, now=now, zone=zone)
    reasons = [
        *who_may_not(question.staff_id, local_date(now, zone)),
        *(Reason(code, figures.of(code)) for code in codes),
    ]
    if quiet := _quiet(question, row, now=now, school_zone=zone):
        reasons.append(quiet)
    return Assessment(Verdict(tuple(reasons)), _evidence(row, now=now))


def _school_zone() -> ZoneInfo:
    return ZoneInfo(School.objects.values_list("timezone", flat=True).get(pk=schools.current()))


def admit(verdict: Verdict, *, passing: str) -> None:
    """Let an offer through: allowed, or refused only by what a written reason may pass.

    Raises:  Refused: with the reasons that stand
    """
    gates = method.gates()
    standing = [
        reason
        for reason in verdict.reasons
        if not passing.strip() or not (words := gates.reason(reason.code)) or not words.may_pass
    ]
    if standing:
        raise Refused(standing)


def consent_of(channel: str) -> str | None:
    """The consent a channel's usual way to a client needs: calls, messages or none."""
    known = method.channels().channel(channel)
    way = method.queue_settings().way(known.way) if known else None
    return way.consent if way else None


def _judged(question: Question, *, now: datetime, zone: ZoneInfo) -> Row:
    params: Params = {
        **settings(now=now, zone=zone),
        "client_id": question.client_id,
        "product_id": question.product_id,
        "consent": consent_of(question.channel),
        "own_offer_id": question.own_offer_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(judging(_ONE), params)
        row = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
    if row is None:
        raise Client.DoesNotExist(f"client:{question.client_id}, product:{question.product_id}")
    return dict(zip(names, row, strict=True))


_ONE: LiteralString = """(
  SELECT %(client_id)s::bigint AS client_id, %(product_id)s::bigint AS product_id,
         %(consent)s::text AS consent, %(own_offer_id)s::bigint AS own_offer_id,
         (SELECT timezone FROM people_client WHERE id = %(client_id)s) AS client_zone
)"""


def _quiet(question: Question, row: Row, *, now: datetime, school_zone: ZoneInfo) -> Reason | None:
    """A lesson or an event may show a product at night; a call or a message may not."""
    if consent_of(question.channel) is None:
        return None
    quiet = method.offer_gates().quiet_hours
    hours = QuietHours.of(quiet.starts, quiet.ends)
    zone = client_zone(str(row["client_zone"] or ""), school_zone)
    if not is_quiet(now, zone, hours):
        return None
    ends = quiet_ends_at(now, zone, hours)
    return Reason(
        ReasonCode.QUIET_HOURS,
        {
            "client_time": f"{now.astimezone(zone):%H:%M}",
            "next_time": f"{ends:%H:%M}",
            "next_on": ends.date().isoformat(),
        },
    )


def client_zone(name: str, school_zone: ZoneInfo) -> ZoneInfo:
    """The client's own zone; the school's where none, or none that exists, is written."""
    try:
        return ZoneInfo(name) if name else school_zone
    except (KeyError, ValueError, OSError):
        return school_zone


def _evidence(row: Row, *, now: datetime) -> tuple[Reason, ...]:
    low = method.offer_gates().dissatisfied
    codes = str(row["codes"])
    found: list[Reason] = []
    if row["last_csat"] is not None and ReasonCode.DISSATISFIED_CSAT not in codes:
        csat: dict[str, str | int] = {"score": points(row["last_csat"]), "scale": low.csat_scale}
        found.append(Reason(Evidence.GOOD_CSAT, csat))
    if row["last_nps"] is not None and ReasonCode.DISSATISFIED_NPS not in codes:
        found.append(Reason(Evidence.GOOD_NPS, {"score": points(row["last_nps"])}))
    if row["last_csat"] is None and row["last_nps"] is None:
        found.append(Reason(Evidence.NO_SCORES_YET))
    if row["last_made_at"] is None:
        found.append(Reason(Evidence.NO_OFFERS_YET))
    else:
        days = (now - moment(row["last_made_at"])).days
        found.append(Reason(Evidence.LAST_OFFER, {"days": days}))
    consents = {CALLS: Evidence.CONSENT_CALLS, MESSAGES: Evidence.CONSENT_MESSAGES}
    if (given := consents.get(str(row["consent"]))) is not None:
        found.append(Reason(given))
    return tuple(found)
