"""What differs between two bodies of a section, and how a newer method meets a school's own. Pure.

Items of lists are compared by key, so moving one changes nothing but the order.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum

from provodnik.method.yaml_file import Plain

type Path = tuple[str, ...]
type Body = dict[str, Plain]


class Absent:
    """Nothing stands at a path; None is a value of its own."""


ABSENT = Absent()


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `path` names fields and keys of items: roles, owner, rights.

    `old` and `new` are whole items where one came or went, lists of keys where the
    order changed, else the field's values.
    """

    path: Path
    kind: ChangeKind
    old: Plain
    new: Plain


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of the newer method, held against what the school has.

    `conflict`: the school changed the same thing, so a person must choose.
    """

    change: Change
    own: Plain
    conflict: bool


def diff(old: Body, new: Body) -> tuple[Change, ...]:
    """Every difference from `old` to `new`, in the order of `new`."""
    return tuple(_compared((), old, new))


def three_way(base: Body, own: Body, newer: Body) -> tuple[Proposal, ...]:
    """What the newer method would change in the school's own; what it has already is left out."""
    found: dict[Path, Proposal] = {}
    for change in diff(base, newer):
        proposal = _proposed(change, own, newer)
        if proposal is not None:
            found.setdefault(proposal.change.path, proposal)
    return tuple(found.values())


def applied(own: Body, newer: Body, changes: Sequence[Change]) -> Body:
    """The school's body with these changes of the newer method taken over."""
    body = deepcopy(own)
    for change in changes:
        _apply(body, newer, change)
    return body


def value_at(body: Plain, path: Path) -> Plain | Absent:
    """What stands at a path of fields and item keys, or ABSENT."""
    for step in path:
        if isinstance(body, dict) and step in body:
            body = body[step]
        elif isinstance(body, list) and (found := item(body, step)) is not None:
            body = found
        else:
            return ABSENT
    return body


def item(items: list[Plain], key: str) -> Body | None:
    """The item of a list with this key."""
    return next((one for one in items if isinstance(one, dict) and one.get("key") == key), None)


def keys(items: Plain | Absent) -> list[str]:
    """Keys of a list's items, in order; empty for anything else."""
    if not isinstance(items, list):
        return []
    return [str(one["key"]) for one in items if isinstance(one, dict) and "key" in one]


def _compared(path: Path, old: Plain, new: Plain) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in {**new, **old}:
            yield from _compared((*path, name), old.get(name), new.get(name))
    elif isinstance(old, list) and isinstance(new, list) and (keys(old) or keys(new)):
        yield from _compared_items(path, old, new)
    else:
        yield Change(path, ChangeKind.CHANGED, old, new)


def _compared_items(path: Path, old: list[Plain], new: list[Plain]) -> Iterator[Change]:
    before, after = keys(old), keys(new)
    for key in before:
        if key not in after:
            yield Change((*path, key), ChangeKind.REMOVED, item(old, key), None)
    # The order before the newcomers: they find their places among those already in order.
    kept_before = [key for key in before if key in after]
    kept_after = [key for key in after if key in before]
    if kept_before != kept_after:
        yield Change(path, ChangeKind.MOVED, list[Plain](kept_before), list[Plain](kept_after))
    for key in after:
        if key not in before:
            yield Change((*path, key), ChangeKind.ADDED, None, item(new, key))
        else:
            yield from _compared((*path, key), item(old, key), item(new, key))


def _proposed(change: Change, own: Body, newer: Body) -> Proposal | None:
    mine = value_at(own, change.path)
    match change.kind:
        case ChangeKind.MOVED:
            return _proposed_order(change, keys(mine))
        case ChangeKind.CHANGED if isinstance(mine, Absent):
            return _proposed_return(change, own, newer)
        case ChangeKind.REMOVED if isinstance(mine, Absent):
            return None
        case ChangeKind.ADDED if isinstance(mine, Absent):
            return Proposal(change, None, conflict=False)
    own_value = None if isinstance(mine, Absent) else mine
    if own_value == change.new:
        return None
    return Proposal(change, own_value, conflict=own_value != change.old)


def _proposed_order(change: Change, own_keys: list[str]) -> Proposal | None:
    new = [key for key in keys_of(change.new) if key in own_keys]
    old = [key for key in keys_of(change.old) if key in own_keys]
    mine = [key for key in own_keys if key in new]
    if mine == new:
        return None
    return Proposal(change, list[Plain](mine), conflict=mine != old)


def _proposed_return(change: Change, own: Body, newer: Body) -> Proposal | None:
    """A field changed inside an item that the school removed: the choice is about the item."""
    for length in range(1, len(change.path)):
        path = change.path[:length]
        if isinstance(value_at(own, path), Absent):
            whole = value_at(newer, path)
            new = None if isinstance(whole, Absent) else whole
            return Proposal(Change(path, ChangeKind.ADDED, None, new), None, conflict=True)
    return None


def keys_of(value: Plain) -> list[str]:
    """The plain list of keys that a change of order carries."""
    return [str(key) for key in value] if isinstance(value, list) else []


def _apply(body: Body, newer: Body, change: Change) -> None:
    *above, last = change.path
    parent = value_at(body, tuple(above))
    if isinstance(parent, dict):
        if change.kind is ChangeKind.MOVED:
            _reorder(parent[last], keys_of(change.new))
        else:
            parent[last] = deepcopy(change.new)
    elif isinstance(parent, list):
        present = item(parent, last)
        if present is not None:
            parent.remove(present)
        if change.new is not None:
            order = keys(value_at(newer, tuple(above)))
            parent.insert(_place(parent, last, order), deepcopy(change.new))


def _place(items: list[Plain], key: str, order: list[str]) -> int:
    """Where an item belongs: after the nearest of its predecessors that is present."""
    present = keys(items)
    before = order[: order.index(key)] if key in order else []
    nearest = next((one for one in reversed(before) if one in present), None)
    return present.index(nearest) + 1 if nearest else 0


def _reorder(items: Plain, order: list[str]) -> None:
    """Put the named items into this order, in the places they hold together; others stay."""
    if not isinstance(items, list):
        return
    places = [place for place, key in enumerate(keys(items)) if key in order]
    moved = [item(items, key) for key in order if item(items, key) is not None]
    for place, one in zip(places, moved, strict=True):
        items[place] = one
