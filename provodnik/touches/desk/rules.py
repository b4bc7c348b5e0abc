"""What becomes of a ticket: who gets it, whether a word asks for anything. Pure."""

import re
import unicodedata
from collections.abc import Collection, Mapping

from provodnik.touches.desk.types import Minutes, NewPromise, PromiseFault

_LONGEST_PROMISE_MINUTES = 365 * 24 * 60
_WORDS = re.compile(r"[^\W\d_]+")


def item_of(number: int) -> str:
    """A ticket's name in the journal and for people: 1043 → «#1043»."""
    return f"#{number}"


def is_thanks(text: str, *, words: Collection[str], fillers: Collection[str], longest: int) -> bool:
    """Whether a message only thanks: its words are all known ones, one of them a thanks.

    Signs without any letter (a heart, a thumb) are thanks as well; a question mark, a digit
    or an unknown word makes it a message like any other.
    """
    if "?" in text or any(sign.isdigit() for sign in text) or not text.strip():
        return False
    said = [_plain(word) for word in _WORDS.findall(text)]
    if len(said) > longest:
        return False
    known = {_plain(word) for word in words}
    only_known = not set(said) - known - {_plain(word) for word in fillers}
    return not said or (only_known and not known.isdisjoint(said))


def least_loaded(loads: Mapping[int, int]) -> int | None:
    """Who holds the fewest live tickets; the lower id where several do, None where nobody."""
    return min(loads, key=lambda staff_id: (loads[staff_id], staff_id), default=None)


def concentration(counts: Mapping[int, int]) -> tuple[int, int] | None:
    """Who holds most of the tickets and how many percent of all; None where there are none."""
    total = sum(counts.values())
    if not total:
        return None
    busiest = max(counts, key=lambda staff_id: (counts[staff_id], -staff_id))
    return busiest, counts[busiest] * 100 // total


def overlaid(common: Minutes, told: NewPromise) -> Minutes:
    """The promise to everybody with some of its terms replaced; hours go with the resolution."""
    found = common.copy()
    if told.answer_minutes is not None:
        found["answer_minutes"] = told.answer_minutes
    if told.resolve_minutes is not None and told.limit_minutes is not None:
        found["resolve_minutes"], found["limit_minutes"] = told.resolve_minutes, told.limit_minutes
        found["is_working_time"] = told.is_working_time
    return found


def fault_of(told: NewPromise, common: Minutes) -> PromiseFault | None:
    """Why a client cannot be promised this, where everybody is promised `common`."""
    terms = (told.answer_minutes, told.resolve_minutes, told.limit_minutes)
    given = [minutes for minutes in terms if minutes is not None]
    if not given:
        return PromiseFault.NOTHING
    if (told.resolve_minutes is None) is not (told.limit_minutes is None):
        return PromiseFault.HALF
    if any(not 0 < minutes <= _LONGEST_PROMISE_MINUTES for minutes in given):
        return PromiseFault.BOUNDS
    whole = overlaid(common, told)
    if whole["limit_minutes"] < whole["resolve_minutes"]:
        return PromiseFault.LIMIT_FIRST
    # Working minutes last at least as long as plain ones: the answer would come after the end.
    if whole["answer_minutes"] > whole["resolve_minutes"]:
        return PromiseFault.ANSWER_LAST
    return None


def _plain(word: str) -> str:
    """Small letters without marks above them, so that a word is known however it is typed."""
    parts = unicodedata.normalize("NFKD", word.lower())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
