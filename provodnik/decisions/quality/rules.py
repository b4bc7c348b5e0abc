"""Arithmetic of quality control: who is drawn, what a check scores. No Django."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from random import Random

from provodnik.decisions.quality.errors import MarksMissing
from provodnik.decisions.quality.types import Candidate, Draw, Mark, Score

_PERCENT = 100


def draw(candidates: Iterable[Candidate], settings: Draw, *, seed: str) -> list[Candidate]:
    """A day's sample: of each person's artefacts of one kind a share, within its bounds.

    The same seed and candidates, in whatever order, give the same sample: it can be drawn again
    and shown to be fair.
    """
    piles: dict[tuple[int, str], list[Candidate]] = defaultdict(list)
    for one in candidates:
        piles[one.staff_id, one.artefact].append(one)
    taken: list[Candidate] = []
    for (staff_id, artefact), pile in sorted(piles.items()):
        pile.sort(key=lambda one: one.ref_id)
        chance = Random(f"{seed}:{staff_id}:{artefact}")  # noqa: S311 (a sample, not a secret)
        taken += chance.sample(pile, how_many(len(pile), settings))
    return taken


def how_many(answers: int, settings: Draw) -> int:
    """Of so many answers of a person, how many are checked."""
    wanted = ceil(answers * settings.share_percent / _PERCENT)
    return min(answers, settings.at_most, max(wanted, settings.at_least))


def score(marks: Mapping[str, Mark], weights: Mapping[str, int]) -> Score:
    """The score of a check. Every point of the checklist has a mark, and no other point.

    Raises:  MarksMissing: naming the points
    """
    odd = weights.keys() ^ marks.keys()
    if odd:
        raise MarksMissing(*sorted(odd))
    applicable = [key for key, mark in marks.items() if mark is not Mark.NOT_APPLICABLE]
    passed = [key for key in applicable if marks[key] is Mark.PASSED]
    return Score(
        passed=len(passed),
        applicable=len(applicable),
        passed_weight=sum(weights[key] for key in passed),
        applicable_weight=sum(weights[key] for key in applicable),
    )


def together(scores: Sequence[Score]) -> Score:
    """Many checks as one: every point counts by its weight."""
    return Score(
        sum(one.passed for one in scores),
        sum(one.applicable for one in scores),
        sum(one.passed_weight for one in scores),
        sum(one.applicable_weight for one in scores),
    )


def differing(one: Mapping[str, Mark], other: Mapping[str, Mark]) -> tuple[str, ...]:
    """Points that two checkers see differently, in the order of the first."""
    return tuple(key for key, mark in one.items() if other.get(key) != mark)
