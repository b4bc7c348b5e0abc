"""Where a student is and what comes next: pure arithmetic over what is known."""

from collections.abc import Collection, Sequence

from provodnik.touches.care.types import NeedState, Place


def modules_of(outline: Sequence[str], done: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """The course module by module with what is done; done ones nobody else has come first."""
    known = set(outline)
    own = [name for name in done if name not in known]
    return tuple((name, name in set(done)) for name in (*own, *outline))


def next_module(modules: Sequence[tuple[str, bool]]) -> str | None:
    """The first module not done; None where all are, or none is known."""
    return next((name for name, is_done in modules if not is_done), None)


def place_of(
    product_id: int,
    *,
    finished: Collection[int],
    learning: Collection[int],
    bought: Collection[int],
    offered: Collection[int],
    following: Collection[int],
) -> Place:
    """The strongest thing true of a product; ahead where nothing is."""
    ranked = (
        (Place.FINISHED, finished),
        (Place.LEARNING, learning),
        (Place.BOUGHT, bought),
        (Place.OFFERED, offered),
        (Place.NEXT, following),
    )
    return next((place for place, ids in ranked if product_id in ids), Place.AHEAD)


def need_state(*, is_answered: bool, helped: bool | None) -> NeedState:
    """How far a request has come."""
    if helped is not None:
        return NeedState.HELPED if helped else NeedState.NOT_HELPED
    return NeedState.ANSWERED if is_answered else NeedState.HANDED_OVER
