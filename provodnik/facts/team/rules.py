"""How the journal names a member of staff, and how reporting lines run."""

from collections.abc import Iterable, Iterator, Mapping

_STAFF = "staff:"


def staff_actor(staff_id: int) -> str:
    """The journal's name of a member: 7 → «staff:7»."""
    return f"{_STAFF}{staff_id}"


def actor_staff_id(actor: str) -> int | None:
    """Who stands behind an actor of the journal; None for a rule, a scenario or a connector."""
    kind, _, number = actor.partition(":")
    return int(number) if f"{kind}:" == _STAFF and number.isdecimal() else None


def makes_circle(staff_id: int, manager_id: int, managers: Mapping[int, int | None]) -> bool:
    """Whether a member would stand above themselves under this manager.

    Shape:   a member, the one to be above, everybody's manager by id → yes or no
    """
    seen: set[int] = set()
    above: int | None = manager_id
    while above is not None and above not in seen:
        if above == staff_id:
            return True
        seen.add(above)
        above = managers.get(above)
    return False


def in_tree_order(
    staff_ids: Iterable[int], managers: Mapping[int, int | None]
) -> Iterator[tuple[int, int]]:
    """Members with how many stand above each; whoever is managed comes after the manager.

    Those without people of their own and without a manager come last: they are no tree yet.

    Shape:   ids in the order of siblings, the manager of each where it is one of them → (id, depth)
    """
    ids = list(staff_ids)
    below: dict[int | None, list[int]] = {}
    for one in ids:
        below.setdefault(managers.get(one), []).append(one)
    roots = sorted(below.get(None, ()), key=lambda one: one not in below)

    def walk(staff_id: int, depth: int) -> Iterator[tuple[int, int]]:
        yield staff_id, depth
        for one in below.get(staff_id, ()):
            yield from walk(one, depth + 1)

    for root in roots:
        yield from walk(root, 0)
