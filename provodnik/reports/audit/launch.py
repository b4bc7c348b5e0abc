"""The launch of repeat sales as a project: its start date and milestones (R-030)."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.reports.audit.models import RepeatLaunch
from provodnik.reports.audit.types import LaunchRow, MilestoneRow


@transaction.atomic
def start_launch(*, starts_on: date, by_id: int | None, actor: str, now: datetime) -> RepeatLaunch:
    """Give the launch its start date, or another one; the old one stays in the journal."""
    launch = RepeatLaunch.objects.select_for_update().first()
    was = launch.starts_on.isoformat() if launch else None
    launch, _ = RepeatLaunch.objects.update_or_create(
        school_id=schools.current(),
        defaults={"starts_on": starts_on, "started_at": now, "started_by_id": by_id},
    )
    journal.record(
        "repeat_launch_started",
        happened_at=now,
        actor=actor,
        attrs={"starts": starts_on.isoformat(), "was": was},
    )
    return launch


@transaction.atomic
def drop_launch(*, actor: str, now: datetime) -> None:
    """Take the start date back."""
    launch = RepeatLaunch.objects.select_for_update().first()
    if launch is None:
        return
    attrs = {"starts": None, "was": launch.starts_on.isoformat()}
    journal.record("repeat_launch_started", happened_at=now, actor=actor, attrs=attrs)
    launch.delete()


def launch_row(*, today: date, zone: str) -> LaunchRow | None:
    """The project with its milestones, None before it has a start date. Two queries."""
    launch = RepeatLaunch.objects.first()
    if launch is None:
        return None
    settings = method.audit_settings().launch
    reached = _reached(launch.starts_on, zone)
    rows = []
    for milestone in settings.milestones:
        due_on = launch.starts_on + timedelta(days=milestone.due_days)
        on = reached.get(str(milestone.key))
        late = on is None and due_on < today
        rows.append(MilestoneRow(str(milestone.key), milestone.title, due_on, on, late))
    red_on = launch.starts_on + timedelta(days=settings.first_sale_days)
    return LaunchRow(
        starts_on=launch.starts_on,
        days=(today - launch.starts_on).days,
        milestones=tuple(rows),
        is_red=reached.get("first_sale") is None and red_on <= today,
        red_after_days=settings.first_sale_days,
    )


def _reached(starts_on: date, zone: str) -> dict[str, date | None]:
    leading = [str(kind.key) for kind in method.product_kinds().kinds if kind.needs_next]
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, {"starts": starts_on, "zone": zone, "leading": leading})
        names = [column[0] for column in cursor.description or ()]
        return dict(zip(names, cursor.fetchone() or (), strict=False))


# A milestone may have been reached before the start, but an offer and a sale count from it on.
_REACHED = """
WITH name AS MATERIALIZED (
  SELECT id, name FROM kernel_eventname
  WHERE name IN ('payment_received', 'coordinator_assigned', 'offer_made')
), paid AS MATERIALIZED (
  SELECT client_id, coalesce(item, id::text) AS order_key, min(happened_at) AS at
  FROM kernel_journalentry
  WHERE event_id = (SELECT id FROM name WHERE name = 'payment_received') AND client_id IS NOT NULL
  GROUP BY 1, 2
), ranked AS (
  SELECT at, row_number() OVER (PARTITION BY client_id ORDER BY at, order_key) AS place FROM paid
), told AS (
  SELECT name.name, min(e.happened_at) AS at,
         min(e.happened_at) FILTER (
           WHERE e.happened_at >= %(starts)s::timestamp AT TIME ZONE %(zone)s) AS since
  FROM kernel_journalentry e JOIN name ON name.id = e.event_id
  WHERE name.name <> 'payment_received' GROUP BY 1
), product AS (
  SELECT count(*) AS n, count(*) FILTER (WHERE NOT EXISTS (
           SELECT FROM catalog_productlink l WHERE l.source_id = p.id AND l.kind <> 'cross')
         AND NOT EXISTS (
           SELECT FROM catalog_pathstep s JOIN catalog_pathversion v ON v.id = s.version_id
           WHERE v.state = 'published' AND s.after_id = p.id AND s.offered_id IS NOT NULL)) AS ends,
         max(p.created_at) AS at
  FROM catalog_product p WHERE p.status = 'active' AND (p.kind = '' OR p.kind = ANY(%(leading)s))
)
SELECT
  (SELECT (at AT TIME ZONE %(zone)s)::date FROM product WHERE n > 0 AND ends = 0) AS matrix,
  (SELECT (min(published_at) AT TIME ZONE %(zone)s)::date FROM catalog_pathversion) AS path,
  (SELECT (at AT TIME ZONE %(zone)s)::date FROM told WHERE name = 'coordinator_assigned')
    AS coordinators,
  (SELECT (since AT TIME ZONE %(zone)s)::date FROM told WHERE name = 'offer_made') AS first_offer,
  (SELECT (min(at) AT TIME ZONE %(zone)s)::date FROM ranked
   WHERE place > 1 AND at >= %(starts)s::timestamp AT TIME ZONE %(zone)s) AS first_sale
"""
