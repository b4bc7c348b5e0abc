"""Launches: a practicum, a master class, a warm-up with a beginning and an end."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import connection, transaction

from provodnik.facts.sales.errors import (
    LaunchDates,
    LaunchNameTaken,
    OwnersMissing,
    SpeakerIsNoAlumnus,
)
from provodnik.facts.sales.models import Launch
from provodnik.facts.sales.types import NewLaunch
from provodnik.kernel import journal, schools
from provodnik.method import queries as method


@transaction.atomic
def open_launch(new: NewLaunch, *, actor: str, now: datetime) -> Launch:
    """Begin to count a launch. Idempotent by name: the one of this name stays as it was.

    Raises:  LaunchDates: it would end before it begins
             OwnersMissing, SpeakerIsNoAlumnus: its format needs them
    """
    check(new)
    launch, is_new = Launch.objects.get_or_create(
        school_id=schools.current(), name=new.name, defaults=_fields(new)
    )
    if is_new:
        _record("launch_opened", launch, actor=actor, now=now)
    return launch


@transaction.atomic
def edit_launch(launch_id: int, new: NewLaunch, *, actor: str, now: datetime) -> Launch:
    """Correct a launch. The same fields change nothing.

    Raises:  Launch.DoesNotExist; LaunchNameTaken; as `open_launch`
    """
    check(new)
    launch = Launch.objects.select_for_update().get(pk=launch_id)
    if Launch.objects.filter(name=new.name).exclude(pk=launch_id).exists():
        raise LaunchNameTaken(new.name)
    wanted = {"name": new.name, **_fields(new)}
    changed = {key: value for key, value in wanted.items() if getattr(launch, key) != value}
    if changed:
        for key, value in changed.items():
            setattr(launch, key, value)
        launch.save(update_fields=[key.removesuffix("_id") for key in changed])
        _record("launch_changed", launch, actor=actor, now=now)
    return launch


@transaction.atomic
def end_launch(launch_id: int, *, ends_on: date, actor: str, now: datetime) -> Launch:
    """Say which day was the last. The same day again changes nothing.

    Raises:  Launch.DoesNotExist; LaunchDates
    """
    launch = Launch.objects.select_for_update().get(pk=launch_id)
    _check_dates(launch.starts_on, ends_on)
    if launch.ends_on != ends_on:
        launch.ends_on = ends_on
        launch.save(update_fields=["ends_on"])
        _record("launch_ended", launch, actor=actor, now=now)
    return launch


@transaction.atomic
def cancel_launch(launch_id: int, *, actor: str, now: datetime) -> None:
    """Call a launch off: it leaves the plan of weeks, its history stays. Once.

    Raises:  Launch.DoesNotExist
    """
    launch = Launch.objects.select_for_update().get(pk=launch_id)
    if launch.cancelled_at is None:
        launch.cancelled_at = now
        launch.save(update_fields=["cancelled_at"])
        _record("launch_cancelled", launch, actor=actor, now=now)


@transaction.atomic
def restore_launch(launch_id: int, *, actor: str, now: datetime) -> None:
    """Take a cancellation back.

    Raises:  Launch.DoesNotExist
    """
    launch = Launch.objects.select_for_update().get(pk=launch_id)
    if launch.cancelled_at is not None:
        launch.cancelled_at = None
        launch.save(update_fields=["cancelled_at"])
        _record("launch_changed", launch, actor=actor, now=now)


def check(new: NewLaunch) -> None:
    """Whether a launch may stand as it is written.

    Raises:  LaunchDates; OwnersMissing; SpeakerIsNoAlumnus
    """
    _check_dates(new.starts_on, new.ends_on)
    kind = method.launch_settings().kind(new.kind)
    if kind is None:
        return
    if kind.is_joint and not (new.owner_id and new.marketing_owner_id):
        raise OwnersMissing(new.name)
    if kind.speaker_is_alumnus and not (new.speaker_id and is_alumnus(new.speaker_id)):
        raise SpeakerIsNoAlumnus(new.name)


def is_alumnus(client_id: int) -> bool:
    """Whether the client has finished or graduated from something. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_FINISHED, [client_id, client_id])
        return cursor.fetchone() is not None


_FINISHED = """
WITH mine AS MATERIALIZED (
  SELECT e.id, n.name, e.value FROM kernel_journalentry AS e
  JOIN kernel_eventname AS n ON n.id = e.event_id
  WHERE e.client_id IN (
    SELECT %s::bigint UNION SELECT client_id FROM people_clientalias WHERE survivor_id = %s)
)
SELECT FROM mine WHERE name IN ('course_completed', 'graduated')
  AND id NOT IN (SELECT value FROM mine WHERE name = 'entry_voided')
LIMIT 1
"""


def _fields(new: NewLaunch) -> dict[str, object]:
    fields = asdict(new)
    del fields["name"]
    return fields


def _check_dates(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise LaunchDates(f"{starts_on} > {ends_on}")


def _record(event: str, launch: Launch, *, actor: str, now: datetime) -> None:
    journal.record(
        event,
        happened_at=now,
        actor=actor,
        item=launch.name,
        channel=launch.channel,
        product_id=launch.product_id,
    )
