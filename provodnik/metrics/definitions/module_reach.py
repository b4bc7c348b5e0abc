"""Module reach: how many of those who got access came as far as each module."""

from typing import TYPE_CHECKING

from provodnik.metrics import path
from provodnik.metrics.definition import (
    Definition,
    Direction,
    Example,
    Raw,
    Total,
    Unit,
    grouped,
    number,
)
from provodnik.metrics.learning import EVIDENCE, STUDENT, deeds, students
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table


def marks(t: Tables) -> "Table":
    """Evidence that a student was in a module: a lesson opened, homework, a module finished.

    The module is the one the entry names, else its item. Modules stand in the order in
    which students meet them: by the median time from access to the first evidence. The
    number of a whole course is the reach of its last module; a course without any
    evidence has no modules and is left out. Rows of modules tell how many students
    fewer each has than the one before (the first: than got access), and the biggest of
    these falls is named. The period chooses who got access, not what they did later.

    Shape:   one row an entry: id, client_id, product_id, local_at, item (the module)
    Source:  enrolled, lesson_viewed, homework_submitted, homework_reviewed, module_completed
    """
    done = deeds(t, *EVIDENCE)
    return done.select("id", *STUDENT, "local_at", item=done.module)


def build(t: Tables, by: str | None) -> "Table":
    everybody = students(t)
    chosen, found = t.in_period(everybody), marks(t)
    if by == "item":
        return path.counted(chosen, everybody, found)
    ends = path.steps(everybody, found)
    ends = ends.filter(ends.place == ends["last"]).select("product_id", "item")
    came = path.reached(chosen, found).select(*STUDENT, "item", reached_id="id")
    told = chosen.inner_join(ends, "product_id").left_join(came, [*STUDENT, "item"])
    told = told.select(*STUDENT, "cohort", "staff_id", "reached_id")
    return grouped(told, by, n=told.reached_id.notnull().sum(), size=told.count())


def total(raw: Raw) -> Total:
    return Total(path.share(raw), number(raw, "n"), number(raw, "size"))


def evidence(t: Tables) -> "Table":
    return path.evidence(t.in_period(students(t)), marks(t), part="reached")


DEFINITION = Definition(
    name="module_reach",
    version=1,
    title="Reach of modules",
    formula="students with any evidence in the module, of students who got access to the course",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period of the first access; what they did later counts",
    source="enrolled, lesson_viewed, homework_submitted, homework_reviewed, module_completed",
    dims=("item", "product", "cohort", "staff"),
    always_by="item",
    along=path.ALONG,
    rule=marks,
    build=build,
    complete=path.in_order,
    total=total,
    row=path.row,
    notes=path.notes,
    evidence=evidence,
    example=Example(
        journal="""
            anna  enrolled           2026-01-10T10:00 product=basic
            anna  lesson_viewed      2026-01-11T10:00 product=basic item=l1 module=start
            anna  lesson_viewed      2026-01-12T10:00 product=basic item=l2 module=start
            anna  homework_submitted 2026-01-20T10:00 product=basic item=l3 module=colour
            boris enrolled           2026-01-11T10:00 product=basic
            boris lesson_viewed      2026-01-12T10:00 item=l1 module=start
            vera  enrolled           2026-01-12T10:00 product=basic
            vera  lesson_viewed      2026-01-13T10:00 product=basic item=l1 module=start
            gleb  enrolled           2026-01-12T10:00 product=basic
            gleb  withdrew           2026-01-13T10:00 product=basic
            dina  enrolled           2026-01-12T10:00 product=webinar
        """,
        answer={
            "value": 0.25,
            "numerator": 1,
            "denominator": 4,
            "biggest_fall": {"product": "basic", "item": "colour", "lost": 2},
            "rows": [
                {
                    "product": "basic",
                    "item": "start",
                    "n": 3,
                    "size": 4,
                    "value": 0.75,
                    "lost": 1,
                },
                {
                    "product": "basic",
                    "item": "colour",
                    "n": 1,
                    "size": 4,
                    "value": 0.25,
                    "lost": 2,
                },
            ],
        },
    ),
)
