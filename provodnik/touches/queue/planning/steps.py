"""The steps of the path at work, made ready for planning."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from provodnik.facts.catalog.path import queries as paths
from provodnik.facts.catalog.path.types import Step
from provodnik.facts.catalog.types import Trigger
from provodnik.facts.sales.gates.offers import consent_of
from provodnik.kernel.periods import start_of_day
from provodnik.method import queries as method
from provodnik.method import words
from provodnik.method.shapes.offers import TriggerWords

_COLUMNS = 14
# Moments at which nothing has happened for so many days.
_SILENCES = frozenset({Trigger.SILENCE, Trigger.CLICK_WITHOUT_PAYMENT})


@dataclass(frozen=True, slots=True)
class Ready:
    """One step with what it asks of the facts. A moment counts in (after_at, until_at].

    `until_at` keeps the delay: nothing becomes due before it; `after_at` is where a
    moment is too old to be a reason.
    """

    step: Step
    until_at: datetime
    after_at: datetime
    date_at: datetime | None
    sentence: str
    consent: str | None


def ready_steps(*, now: datetime, zone: ZoneInfo) -> list[Ready]:
    """Every step of the path at work that offers something. Queries: 2 and the method.

    A step whose upsell rule was switched off after publishing waits for it.
    """
    path = paths.published()
    steps = path.steps if path else ()
    live = (step for step in steps if step.offered_id is not None and not step.rule_is_off)
    return [_ready(step, now=now, zone=zone) for step in live]


def load_steps(steps: list[Ready]) -> None:
    """Lay the steps out as the temporary table `step`. Two statements."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS step")
        cursor.execute(_LOAD, _columns(steps))


def _columns(steps: list[Ready]) -> list[list[object]]:
    rows = [
        (
            ready.step.step_id,
            f"path:{ready.step.key}",
            ready.step.trigger,
            ready.step.after_id,
            ready.step.offered_id,
            str(ready.step.params.get("module", "")),
            ready.until_at,
            ready.after_at,
            ready.date_at,
            ready.sentence,
            ready.step.script,
            ready.step.channel,
            ready.consent,
            ready.step.position,
        )
        for ready in steps
    ]
    return (
        [list(column) for column in zip(*rows, strict=True)]
        if rows
        else [[] for _ in range(_COLUMNS)]
    )


_LOAD = """
CREATE TEMP TABLE step ON COMMIT DROP AS
SELECT * FROM unnest(
  %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::text[],
  %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::text[], %s::text[], %s::text[],
  %s::text[], %s::int[]
) AS s (step_id, origin, trigger, after_id, offered_id, module, until_at, after_at, date_at,
        sentence, script, channel, consent, place)
"""


def _ready(step: Step, *, now: datetime, zone: ZoneInfo) -> Ready:
    silent_days = _days(step) if step.trigger in _SILENCES else 0
    until_at = now - timedelta(days=step.delay_days + silent_days)
    date_on = step.params.get("date")
    return Ready(
        step=step,
        until_at=until_at,
        after_at=until_at - timedelta(days=method.queue_settings().moment_days),
        date_at=start_of_day(date.fromisoformat(str(date_on)), zone) if date_on else None,
        sentence=_sentence(step),
        consent=consent_of(step.channel),
    )


def _days(step: Step) -> int:
    told = step.params.get("days")
    return int(told) if told not in (None, "") else _words(step).default_days or 0


def _words(step: Step) -> TriggerWords:
    return next(t for t in method.path_settings().triggers if t.key == step.trigger)


def _sentence(step: Step) -> str:
    """«Завершён модуль 3 продукта «Колорист». К третьему модулю видно…»: why now and why help."""
    moment = words.fill(
        _words(step).sentence,
        {
            "product": step.after,
            "module": str(step.params.get("module", "")),
            "days": _days(step),
            "date_on": str(step.params.get("date", "")),
        },
    )
    values = {"moment": moment[:1].upper() + moment[1:], "help": step.reason}
    return words.fill(method.queue_settings().why.moment, values)
