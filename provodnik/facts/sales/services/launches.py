"""Launches: a practicum, a master class, a warm-up with a beginning and an end."""

from datetime import date, datetime

from django.db import transaction

from provodnik.facts.sales.errors import LaunchDates
from provodnik.facts.sales.models import Launch
from provodnik.facts.sales.types import NewLaunch
from provodnik.kernel import journal, schools


@transaction.atomic
def open_launch(new: NewLaunch, *, actor: str, now: datetime) -> Launch:
    """Begin to count a launch. Idempotent by name: the one of this name stays as it was.

    Raises:  LaunchDates: it would end before it begins
    """
    _check(new.starts_on, new.ends_on)
    launch, is_new = Launch.objects.get_or_create(
        school_id=schools.current(),
        name=new.name,
        defaults={
            "channel": new.channel,
            "starts_on": new.starts_on,
            "ends_on": new.ends_on,
            "product_id": new.product_id,
        },
    )
    if is_new:
        _record("launch_opened", launch, actor=actor, now=now)
    return launch


@transaction.atomic
def end_launch(launch_id: int, *, ends_on: date, actor: str, now: datetime) -> Launch:
    """Say which day was the last. The same day again changes nothing.

    Raises:  Launch.DoesNotExist; LaunchDates
    """
    launch = Launch.objects.select_for_update().get(pk=launch_id)
    _check(launch.starts_on, ends_on)
    if launch.ends_on != ends_on:
        launch.ends_on = ends_on
        launch.save(update_fields=["ends_on"])
        _record("launch_ended", launch, actor=actor, now=now)
    return launch


def _check(starts_on: date, ends_on: date | None) -> None:
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
