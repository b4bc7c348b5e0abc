"""Cases: results of students worth telling, filmed ones and reviews apart."""

from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.definition import (
    COLUMNS,
    Definition,
    Direction,
    Example,
    Raw,
    Total,
    Unit,
    composite,
    number,
)
from provodnik.metrics.figures import Count, Figure, Share, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ibis.expr.types import Table

CASE, REVIEW = "case_recorded", "review_received"


def students(t: Tables) -> "Table":
    """Students, with the results recorded and the reviews received from each in the period.

    A student is a client who got access to a product or paid before the period ended;
    the cohort is the month of the first of these. A case is a recorded result of any
    kind, and a video one of them that was filmed (`type=video`): the sources use the two
    words for each other, so both are counted. Reviews are no cases. Whoever gave a case
    or a review without being a student is counted in neither part of the share.

    Shape:   one row a client: client_id, cohort (null of a stranger), is_student, cases,
             videos, reviews
    Source:  case_recorded, review_received (attrs.type), enrolled, payment_received
    """
    told = t.in_period(t.of(CASE, REVIEW))
    is_case = told.event == CASE
    given = told.group_by("client_id").agg(
        cases=is_case.sum(),
        videos=(is_case & (told.attr_type == "video").fill_null(False)).sum(),
        reviews=(told.event == REVIEW).sum(),
    )
    began = t.client_totals.filter(t.client_totals.event.isin([tables.ENROLLED, *tables.PAYING]))
    began = began.group_by("client_id").agg(since=began.first_local_at.min())
    if not t.is_whole:
        began = began.filter(began.since < t.asked.ends_at.as_scalar())
    both = began.outer_join(given, "client_id")
    return both.select(
        client_id=both.client_id.coalesce(both.client_id_right),
        cohort=both.since.truncate("M").date(),
        is_student=both.since.notnull(),
        cases=both.cases.fill_null(0),
        videos=both.videos.fill_null(0),
        reviews=both.reviews.fill_null(0),
    )


def build(t: Tables, by: str | None) -> "Table":
    if by in ("month", "staff"):
        return _of_entries(t, by)
    told = students(t)
    counts = {
        **{name: told[name].sum() for name in COUNTS},
        "with_case": (told.is_student & (told.cases > 0)).sum(),
        "students": told.is_student.sum(),
    }
    return told.agg(**counts) if by is None else told.group_by(by).agg(**counts)


COUNTS = ("cases", "videos", "reviews")


def _of_entries(t: Tables, by: str) -> "Table":
    """Cases of each month, or of who collected them; neither has students, so no share."""
    told = t.in_period(t.of(CASE, REVIEW))
    told = told.mutate(month=told.local_at.truncate("M").date(), is_case=told.event == CASE)
    is_video = told.is_case & (told.attr_type == "video").fill_null(False)
    return told.group_by(COLUMNS.get(by, by)).agg(
        cases=told.is_case.sum(),
        videos=is_video.sum(),
        reviews=(~told.is_case).sum(),
        with_case=ibis.literal(0),
        students=ibis.literal(0),
    )


def figures(raw: Raw) -> "Mapping[str, Figure]":
    return {
        **{name: Count(number(raw, name)) for name in COUNTS},
        "share": Share(number(raw, "with_case"), number(raw, "students")),
    }


def total(raw: Raw) -> Total:
    return Total(figures(raw), number(raw, "with_case"), number(raw, "students"))


def row(raw: Raw) -> "Mapping[str, Value]":
    return composite(figures(raw), number(raw, "students"))


def evidence(t: Tables) -> "Table":
    told = t.in_period(t.of(CASE, REVIEW))
    known = students(t).select("client_id", "cohort")
    is_video = (told.attr_type == "video").fill_null(False)
    part = (told.event == REVIEW).ifelse("reviews", is_video.ifelse("videos", "cases"))
    told = told.mutate(part=part, month=told.local_at.truncate("M").date())
    told = told.select("id", "client_id", "staff_id", "month", "part")
    told = told.inner_join(known, "client_id")
    return told.select("id", "client_id", "staff_id", "cohort", "month", "part")


DEFINITION = Definition(
    name="cases",
    version=1,
    title="Cases and reviews",
    formula="results recorded, filmed ones of them, reviews; and students with a case, of students",
    unit=Unit.COUNT,
    direction=Direction.UP,
    window="the period in which they were recorded; students of all time before it ended",
    source="case_recorded, review_received, enrolled, payment_received, balance_spent",
    dims=("cohort", "month", "staff"),
    rule=students,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  enrolled        2026-01-10T10:00 product=basic
            boris enrolled        2026-01-11T10:00 product=basic
            vera  enrolled        2026-02-12T10:00 product=basic
            gleb  payment_received 2026-02-12T10:00 value=100 item=1
            anna  case_recorded   2026-03-10T10:00 type=video
            anna  case_recorded   2026-03-11T10:00 type=text
            boris review_received 2026-03-12T10:00 type=video
        """,
        by="cohort",
        answer={
            "value": {"cases": 2, "videos": 1, "reviews": 1, "share": 0.25},
            "numerator": 1,
            "denominator": 4,
            "rows": [
                {
                    "cohort": "2026-01",
                    "cases": 2,
                    "videos": 1,
                    "reviews": 1,
                    "share": 0.5,
                    "value": {"cases": 2, "videos": 1, "reviews": 1, "share": 0.5},
                    "n": 2,
                },
                {
                    "cohort": "2026-02",
                    "cases": 0,
                    "videos": 0,
                    "reviews": 0,
                    "share": 0.0,
                    "value": {"cases": 0, "videos": 0, "reviews": 0, "share": 0.0},
                    "n": 2,
                },
            ],
        },
    ),
)
