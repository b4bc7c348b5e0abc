"""The path of a course: how far its students come, lesson by lesson, and where most are lost.

A step is anything with a name that students reach: a module, a lesson, a piece of
homework. Steps stand in the order in which students meet them, not in that of their names.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from provodnik.metrics.definition import Printed, Raw, number
from provodnik.metrics.figures import Count, Json, Share, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.learning import STUDENT, students
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

ALONG: Mapping[str, tuple[str, ...]] = {"item": ("product",)}
"""A step is printed with its course."""


def reached(everybody: "Table", marks: "Table") -> "Table":
    """The first mark of each student at each step of their course.

    Shape:   students and marks (client_id, product_id, item, local_at, id) → one row a student
             and step: client_id, product_id, item, id, seconds (since the access was opened)
    """
    told = marks.filter(marks.item.notnull()).inner_join(
        everybody.select(*STUDENT, opened_at="local_at"), list(STUDENT)
    )
    in_time = ibis.window(group_by=[*STUDENT, "item"], order_by=["local_at", "id"])
    ranked = told.mutate(nth=ibis.row_number().over(in_time))
    first = ranked.filter(ranked.nth == 0)
    return first.select(
        *STUDENT,
        "item",
        "id",
        seconds=first.local_at.epoch_seconds() - first.opened_at.epoch_seconds(),
    )


def steps(everybody: "Table", marks: "Table") -> "Table":
    """Steps of each course in the order students meet them: by the median time since access.

    Shape:   one row a course and step: product_id, item, place (from 0), last (that of the
             course's last step)
    """
    told = reached(everybody, marks)
    known = told.group_by("product_id", "item").agg(seconds=told.seconds.median())
    in_order = ibis.window(
        group_by="product_id", order_by=["seconds", known.item.length(), known.item]
    )
    whole = ibis.window(group_by="product_id")
    placed = known.mutate(place=ibis.row_number().over(in_order), last=known.count().over(whole))
    return placed.select("product_id", "item", "place", last=placed["last"] - 1)


def counted(chosen: "Table", everybody: "Table", marks: "Table") -> "Table":
    """How many of the chosen students reached each step of their course.

    A step nobody of them reached is there with zero: others reached it.

    Shape:   one row a course and step: product_id, item, place, n, size
    """
    sizes = chosen.group_by("product_id").agg(size=chosen.count())
    told = reached(chosen, marks)
    came = told.group_by("product_id", "item").agg(n=told.count())
    joined = steps(everybody, marks).inner_join(sizes, "product_id")
    joined = joined.left_join(came, ["product_id", "item"])
    return joined.select("product_id", "item", "place", "size", n=joined.n.fill_null(0))


def walked(t: Tables, marks: "Table", *, steps_as: str, reached_as: str) -> "Table":
    """Students of the period beside the steps of their course and those each of them reached.

    A course without any step is left out; who reached none has null.

    Shape:   one row a student: those of `learning.students`, and the two counts under their names
    """
    everybody = students(t)
    known = steps(everybody, marks)
    known = known.group_by("product_id").agg(**{steps_as: known.count()})
    own = reached(everybody, marks)
    own = own.group_by(*STUDENT).agg(**{reached_as: own.count()})
    told = t.in_period(everybody).inner_join(known, "product_id")
    return told.left_join(own, list(STUDENT)).drop("client_id_right", "product_id_right")


def counted_of(t: Tables, marks: "Table") -> "Table":
    """`counted` for the students of the period."""
    everybody = students(t)
    return counted(t.in_period(everybody), everybody, marks)


def evidence(told: "Table", marks: "Table", *, part: str) -> "Table":
    """The entries behind students and steps: each one's access, and the first mark at each step.

    Shape:   students → one row an entry: id, client_id, product_id, cohort, staff_id, item, part
             («enrolled» or the name given)
    """
    columns = (*STUDENT, "cohort", "staff_id")
    came = reached(told, marks).inner_join(told.select(*columns), list(STUDENT))
    return ibis.union(
        told.select(
            "id", *columns, item=ibis.literal(None, "string"), part=ibis.literal("enrolled")
        ),
        came.select("id", *columns, "item", part=ibis.literal(part)),
    )


def in_order(raws: Sequence[Raw]) -> Sequence[Raw]:
    """Rows of steps course by course in the order of their places, each with who came before.

    Rows of anything else stay as they are.
    """
    if not raws or "place" not in raws[0]:
        return raws
    ordered = sorted(raws, key=lambda raw: (str(raw["product"]), number(raw, "place")))
    told: list[Raw] = []
    for _, course in groupby(ordered, key=lambda raw: raw["product"]):
        before = None
        for raw in course:
            told.append({**raw, "before": number(raw, "size") if before is None else before})
            before = number(raw, "n")
    return told


def share(raw: Raw) -> Share:
    return Share(number(raw, "n"), number(raw, "size"))


def row(raw: Raw) -> Mapping[str, Value]:
    """Those who reached a step, of all; of a step also how many fewer than at the one before."""
    plain: dict[str, Value] = {
        "n": Count(number(raw, "n")),
        "size": Count(number(raw, "size")),
        "value": share(raw),
    }
    if "before" not in raw:
        return plain
    return {**plain, "lost": Count(number(raw, "before") - number(raw, "n"))}


def biggest_fall(rows: Sequence[Printed]) -> Printed | None:
    """The step at which most students are lost; the earliest of equal ones, None without any."""
    worst, most = None, 0
    for one in rows:
        lost = one.figures.get("lost")
        if isinstance(lost, Count) and lost.count > most:
            worst, most = one, lost.count
    return worst


def notes(rows: Sequence[Printed]) -> Mapping[str, Json]:
    """What the rows of a path tell together: where the biggest fall is."""
    if not any("lost" in one.figures for one in rows):
        return {}
    worst = biggest_fall(rows)
    if worst is None:
        return {"biggest_fall": None}
    lost = worst.figures["lost"]
    return {"biggest_fall": {**worst.dims, "lost": lost.count if isinstance(lost, Count) else 0}}
