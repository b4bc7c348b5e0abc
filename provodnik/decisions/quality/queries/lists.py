"""Lists of work on a piece of work."""

from collections import defaultdict

from provodnik.decisions.quality.models import ListUse, Tick
from provodnik.decisions.quality.types import AttachedList, PointDone, Subject
from provodnik.method import queries as method


def lists_of(subject: Subject, piece_id: int) -> list[AttachedList]:
    """Lists attached to a piece of work, in the order they were. Two queries.

    A list the method has no more shows what was ticked, by its keys.
    """
    uses = ListUse.objects.filter(subject=subject.value, piece_id=piece_id).order_by("pk")
    done: dict[int, dict[str, PointDone]] = defaultdict(dict)
    ticks = Tick.objects.filter(use__in=uses).order_by("pk")
    for use_id, point, name, at in ticks.values_list("use_id", "point", "done_by__name", "done_at"):
        done[use_id][point] = PointDone(point, point, name, at)
    return [_attached(use, done[use.pk]) for use in uses]


def _attached(use: ListUse, done: dict[str, PointDone]) -> AttachedList:
    known = method.quality_settings().work_list(use.key)
    points = [(one.key, one.text) for one in known.points] if known else [(k, k) for k in done]
    return AttachedList(
        list_id=use.pk,
        key=use.key,
        title=known.title if known else use.key,
        attached_at=use.attached_at,
        completed_at=use.completed_at,
        points=tuple(
            PointDone(key, text, done[key].done_by, done[key].done_at)
            if key in done
            else PointDone(key, text, None, None)
            for key, text in points
        ),
    )
