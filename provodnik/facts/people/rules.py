"""Decisions about clients that need no database."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


def display_name(*, name: str, first_name: str, last_name: str, otherwise: str) -> str:
    """How a client is called: as told, else first and last name, else by what is known.

    An e-mail or an id is a poor name, but better than an empty line in a list.
    """
    return name.strip() or f"{first_name} {last_name}".strip() or otherwise


def fair_shares(loads: Mapping[int, int], newcomers: int) -> list[int]:
    """Who takes each newcomer, so that loads end as even as they can.

    Shape:   clients each person has now → a person for each newcomer, in order
    """
    heap = [(load, person) for person, load in sorted(loads.items())]
    heapq.heapify(heap)
    taken = []
    for _ in range(newcomers if heap else 0):
        load, person = heap[0]
        taken.append(person)
        heapq.heapreplace(heap, (load + 1, person))
    return taken


@dataclass(frozen=True, slots=True)
class Move:
    """Something that moves a client into a stage.

    `returns`: it brings back from a later stage too, as a new purchase does after
    graduation. `by_person`: somebody decided, so nothing can overrule it.
    """

    at: datetime
    stage: str
    returns: bool = False
    by_person: bool = False


def stage_history(moves: Iterable[Move], order: Sequence[str]) -> list[Move]:
    """The stages a client really passed, in time.

    A relationship goes forward; only a return or a person leads it back. Moves into
    the stage a client is at already are no moves.
    """
    place = {stage: number for number, stage in enumerate(order)}
    history: list[Move] = []
    for move in sorted(moves, key=lambda m: (m.at, place.get(m.stage, -1))):
        if move.stage not in place:
            continue
        here = place[history[-1].stage] if history else -1
        there = place[move.stage]
        if there > here or (there != here and (move.returns or move.by_person)):
            history.append(move)
    return history
