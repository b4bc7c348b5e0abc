"""Telling the demo's story to our own importers and services: when they break, it breaks."""

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from provodnik.config import worker
from provodnik.config.demo import (
    acting,
    ahead,
    auditing,
    base,
    causes,
    courses,
    files,
    goals,
    guidance,
    handing,
    hearing,
    homework,
    launches,
    matrix,
    pay,
    quality,
    relations,
    requests,
    sending,
    setting,
    story,
    surveys,
    window,
)
from provodnik.config.demo import source as demo_source
from provodnik.config.demo.shapes import Story
from provodnik.config.opening import open_school
from provodnik.facts.people.services.suggestions import find_suggestions
from provodnik.kernel import schools
from provodnik.kernel.imports import services as imports
from provodnik.kernel.models import School
from provodnik.kernel.periods import Period, local_date
from provodnik.kernel.schools.upkeep import remove_school
from provodnik.lake import services as lake
from provodnik.outcomes import services as outcomes
from provodnik.reports import programme
from provodnik.signals import services as signals

ACTOR = "system"


def make(*, now: datetime) -> School:
    """The demo school with its last fortnight: some thirty seconds.

    It gets its address when it is complete. What an interrupted attempt left is removed
    first, so that a second one never meets half a school.

    Raises:  IntegrityError: it is there already
    """
    slug = demo_source.read().school["slug"]
    for left in School.objects.filter(slug=_unfinished(slug)):
        remove_school(left)
    school = build(now=now)
    rehearse(school, now=now)
    school.slug = slug
    school.save(update_fields=["slug"])
    return school


def _unfinished(slug: str) -> str:
    return f"{slug}-unfinished"


def build(*, now: datetime) -> School:
    """The demo school's two years. Its figures depend on the month of `now` alone."""
    source = demo_source.read()
    zone = ZoneInfo(source.school["timezone"])
    anchor = now.astimezone(zone)
    opened = story.month_start(anchor, -story.MONTHS)
    named = {**source.school, "slug": _unfinished(source.school["slug"])}
    school = open_school(**named, now=opened)
    told = story.Teller(source, anchor).tell()
    with schools.inside(school.pk):
        setting.set_up(source, now=opened)
    _import(told, source, school, zone, now=now)
    worker.run(wait=False)
    with schools.inside(school.pk):
        matrix.launch(anchor)
        acting.act(told, source, anchor)
        launches.launch(told, source, anchor)
        matrix.stage(anchor)
        relations.lead(now=anchor)
        outcomes.rebuild(now=now)
        find_suggestions(now=now)
    lake.catch_up(now=now)
    with schools.inside(school.pk):
        _fix_point_a(anchor, zone)
        ahead.agree(anchor)
        signals.refresh_all(now=now)
    lake.catch_up(now=now)
    return school


def rehearse(school: School, *, now: datetime) -> None:
    """The last fortnight of the queue: what was due came up, most of it was done."""
    zone = ZoneInfo(school.timezone)
    random = Random(story.SEED)
    *earlier, yesterday = _mornings(now, zone)
    for morning in earlier:
        with schools.inside(school.pk):
            acting.work_a_day(morning, random)
    with schools.inside(school.pk):
        # Something is left for today, or whoever looks in on a Sunday finds nothing to do.
        acting.work_a_day(yesterday, random, left_share=0.6)
    with schools.inside(school.pk):
        acting.plan_today(now)
        guidance.lead(now)
        requests.ask(now)
        window.furnish(now)
        hearing.hear(now)
        base.live_with_it(now)
        goals.set_goals(now.astimezone(zone))
        causes.find_causes(now.astimezone(zone))
        courses.teach(now.astimezone(zone))
        homework.hand_in(now)
        quality.control(now.astimezone(zone))
        pay.grade(now.astimezone(zone))
        handing.hand_over(now.astimezone(zone))
        handing.let_in(now.astimezone(zone))
        handing.meddle(now.astimezone(zone))
        surveys.ask(now)
        sending.send(now)
        auditing.audit(now)
        outcomes.rebuild(now=now)
        base.settle(now)
        signals.refresh_all(now=now)
    lake.catch_up(now=now)


def _import(
    told: Story, source: demo_source.School, school: School, zone: ZoneInfo, *, now: datetime
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for kind, path in files.write(told, source, Path(folder), zone).items():
            run = imports.start_run(
                imports.SourceFile(path), kind=kind, school=school, by=ACTOR, now=now
            )
            done = imports.run_to_end(school_id=school.pk, run_id=run.pk, now=now)
            with schools.inside(school.pk):
                tally = imports.summary(done).tally
            if tally.rejected or not tally.created:
                raise RuntimeError(f"the demo's own {kind} were not taken whole: {tally}")


def _fix_point_a(anchor: datetime, zone: ZoneInfo) -> None:
    window = Period(
        local_date(story.programme_start(anchor), zone),
        local_date(story.month_start(anchor, 0), zone),
    )
    start = story.programme_start(anchor)
    programme.open_programme(starts_on=window.from_on, ends_on=window.to_on, actor=ACTOR, now=start)
    programme.fix_point_a(by_id=None, actor=ACTOR, now=anchor)


def _mornings(now: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Ten in the morning of the last fourteen days before today."""
    today = now.astimezone(zone).replace(hour=10, minute=0, second=0, microsecond=0)
    for days in range(14, 0, -1):
        yield today - timedelta(days=days)
