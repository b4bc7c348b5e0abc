"""Asking the data every question of the checklist that it can answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from provodnik.kernel.periods import end_of_day, local_date
from provodnik.method import queries as method
from provodnik.method.shapes.audit import Audit as Settings
from provodnik.method.shapes.audit import AuditCheck
from provodnik.method.types import Right
from provodnik.method.word_params import AUDIT_PARAMS
from provodnik.reports.audit.probes import analytics, product, sales, service, team
from provodnik.reports.audit.probes.tables import READ, drop_tables, open_tables
from provodnik.reports.audit.probes.types import Probe
from provodnik.reports.audit.rules import scale_of, verdict_of
from provodnik.reports.audit.types import Scale, Seen, Value, Window

PROBES: Mapping[str, Probe] = {
    probe.check: probe
    for module in (sales, product, service, team, analytics)
    for probe in module.PROBES
}
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Observed:
    """What data says about every check it knows, and the scale of money."""

    seen: Mapping[str, Seen]
    scale: Scale


def observe(window: Window) -> Observed:
    """One pass over the journal, then one query a check. Nothing is written."""
    settings = method.audit_settings()
    params = _params(settings, window)
    open_tables(params, window)
    try:
        rows = {
            check.key: _row(PROBES[check.key], {**params, **_thresholds(check, window)})
            for check in settings.checks
            if check.key in PROBES
        }
        hours = rows.get("labour_effort", {}).get("all_hours", 0)
        scale = _scale(settings, params, hours=int(hours or 0))
    finally:
        drop_tables()
    return Observed({key: _seen(row) for key, row in rows.items()}, scale)


def window_of(*, days: int, now: datetime, zone: str) -> Window:
    """The last days up to now; where data ends earlier, up to the end of its last day."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, {"kinds": list(READ), "now": now})
        newest = (cursor.fetchone() or (None,))[0]
    to_at = now
    if newest is not None and newest < now - timedelta(days=days):
        to_at = end_of_day(local_date(newest, ZoneInfo(zone)), ZoneInfo(zone))
    return Window(to_at - timedelta(days=days), to_at, zone)


def told(check: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """The figures a check's words may name."""
    return {name: value for name, value in values.items() if name in AUDIT_PARAMS.get(check, ())}


def _params(settings: Settings, window: Window) -> dict[str, Any]:
    gates = method.offer_gates().dissatisfied
    owners = [str(role.key) for role in method.roles().roles if Right.SEE_OWNER_HOME in role.rights]
    heads = [str(key) for key in settings.head_roles]
    return {
        "from": window.from_at,
        "to": window.to_at,
        "year": window.to_at - _YEAR,
        "zone": window.zone,
        "heads": [*heads, *owners],
        "departments_heads": heads,
        "frontline": [str(key) for key in settings.frontline_roles],
        "flagships": [str(key) for key in settings.flagship_kinds],
        "leading": [str(kind.key) for kind in method.product_kinds().kinds if kind.needs_next],
        "nps_at_most": gates.nps_at_most,
        "csat_at_most": gates.csat_at_most,
        "weight_events": [str(kind.key) for kind in settings.effort.kinds],
        "weight_minutes": [kind.minutes for kind in settings.effort.kinds],
    }


def _thresholds(check: AuditCheck, window: Window) -> dict[str, Any]:
    days = check.days or window.days
    return {
        "limit": check.limit or 0,
        "percent": check.percent or 0,
        "days": days,
        "waited": window.to_at - timedelta(days=days),
    }


def _row(probe: Probe, params: Mapping[str, Any]) -> dict[str, Any]:
    return _first(probe.query, params)


def _first(query: str, params: Mapping[str, Any]) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        names = [column[0] for column in cursor.description or ()]
        found: Sequence[Any] = cursor.fetchone() or ()
    return {name: _plain(value) for name, value in zip(names, found, strict=False)}


def _plain(value: Any) -> Any:  # noqa: ANN401 (whatever the driver gives)
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return int(value) if isinstance(value, float) and value == int(value) else value


def _seen(row: Mapping[str, Any]) -> Seen:
    values = {name: row[name] for name in row if name not in ("known", "bad")}
    return Seen(verdict_of(bool(row["known"]), bool(row["bad"])), values)


def _scale(settings: Settings, params: Mapping[str, Any], *, hours: int) -> Scale:
    asked = {
        **params,
        "recent": params["to"] - timedelta(days=settings.money.cheque_days),
        "within": settings.money.paid_within_days,
    }
    row = _first(_SCALE, asked)
    pay = int(row["pay"])
    return scale_of(
        settings.money,
        cheque_kopecks=int(row["cheque"]),
        offers=int(row["offers"]),
        paid=int(row["paid"]),
        hour_kopecks=round(pay / hours) if pay and hours else None,
    )


def keys() -> Iterable[str]:
    """Checks that data can answer."""
    return PROBES.keys()


_NEWEST = """
SELECT max(happened_at) FROM kernel_journalentry
WHERE happened_at < %(now)s
  AND event_id IN (SELECT id FROM kernel_eventname WHERE name = ANY(%(kinds)s))
"""

# The cheque of repeat orders where there are any, else of all; an offer is paid when a repeat
# order follows it in time.
_SCALE = """
WITH cheque AS (
  SELECT coalesce(avg(paid - refunded) FILTER (WHERE place > 1), avg(paid - refunded), 0) AS cheque
  FROM audit_order WHERE first_at >= %(recent)s AND paid > refunded
), offer AS (
  SELECT client_id, at FROM audit_seen
  WHERE event = 'offer_made' AND client_id IS NOT NULL AND at >= %(recent)s
    AND at < %(to)s - make_interval(days => %(within)s)
), judged AS (
  SELECT EXISTS (SELECT FROM audit_order o
                 WHERE o.client_id = offer.client_id AND o.place > 1 AND o.first_at >= offer.at
                   AND o.first_at < offer.at + make_interval(days => %(within)s)) AS is_paid
  FROM offer
)
SELECT (SELECT cheque FROM cheque) AS cheque,
       (SELECT count(*) FROM judged) AS offers,
       (SELECT count(*) FROM judged WHERE is_paid) AS paid,
       (SELECT coalesce(sum(value), 0) FROM audit_seen
        WHERE event = 'pay_approved' AND at >= %(from)s) AS pay
"""
