"""Idleness: for how many days each student of a course has done nothing.

No number of a school by itself: what signals of cooling and their checks read.
"""

from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.lazy import ibis
from provodnik.metrics.learning import EVIDENCE, STUDENT, deeds, finishes, students
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

ACTIVITY = (*EVIDENCE, tables.JOINED, "logged_in")


def idle(t: Tables) -> "Table":
    """Students who neither finished a course nor left it, and their idle days.

    Whole days without activity up to the as-of midnight (without one, the midnight after
    the last entry): a student active on the last day is idle for none. Whoever never did
    anything is idle since the day of the first access, that day included. An activity
    that names no course counts for every course of the client.

    Shape:   one row a client and course: client_id, product_id, since (day of the first
             access), last_on (day of the last activity or null), idle_days
    Units:   days of the school's calendar
    Source:  enrolled, withdrew, course_completed, graduated; lesson_viewed,
             homework_submitted, homework_reviewed, module_completed, activity_joined, logged_in
    """
    opened = students(t)
    ended = t.of("withdrew").select(*STUDENT).union(finishes(t).select(*STUDENT), distinct=True)
    here = opened.anti_join(ended, list(STUDENT)).select(*STUDENT, since=opened.local_at.date())
    done = deeds(t, *ACTIVITY)
    named = done.filter(done.product_id.notnull())
    named = named.group_by(*STUDENT).agg(last_on=named.local_at.date().max())
    loose = done.filter(done.product_id.isnull())
    loose = loose.group_by("client_id").agg(anywhere_on=loose.local_at.date().max())
    told = here.left_join(named, list(STUDENT)).drop("client_id_right", "product_id_right")
    told = told.left_join(loose, "client_id").drop("client_id_right")
    newest = (t.entries.local_at.max().date() + ibis.interval(days=1)).as_scalar()
    until = t.asked.snapshot_at.as_scalar().date().coalesce(newest)
    last_on = ibis.greatest(
        told.last_on.coalesce(told.anywhere_on), told.anywhere_on.coalesce(told.last_on)
    )
    since = until.delta(told.since, unit="day")
    rest = until.delta(last_on, unit="day") - 1
    return told.select(
        *STUDENT, "since", last_on=last_on, idle_days=last_on.notnull().ifelse(rest, since)
    )
