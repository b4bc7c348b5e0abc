"""What the student said, as the card shows it: the trend of scores, requests, reviews."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from provodnik.facts.people.queries.voices import csat_scores, voice_of

_LEAST_POINTS = 3
_SAME_HUNDREDTHS = 25


@dataclass(frozen=True, slots=True)
class Mood:
    """Scores oldest first, for a trend line, and where they go in a word."""

    points: tuple[float, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A request with its state, or a review: what, the detail under it, since when."""

    title: str
    note: str
    at: datetime
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class StudentVoice:
    """`mood` is None while there are too few scores to speak of a trend."""

    mood: Mood | None
    requests: tuple[Line, ...]
    said: tuple[Line, ...]


def student_voice(client_id: int, known_as: Sequence[int]) -> StudentVoice:
    """Two queries, whatever the student said."""
    found = voice_of(known_as)
    return StudentVoice(
        mood=mood(csat_scores(client_id)),
        requests=tuple(
            Line(
                one.topic or _("Request %(number)s") % {"number": one.number},
                _("answered") if one.resolved_at else _("waits for an answer"),
                one.opened_at,
                is_open=one.resolved_at is None,
            )
            for one in found.requests
        ),
        said=tuple(
            Line(one.text, _("review") if one.event == "review_received" else _("result"), one.at)
            for one in found.said
            if one.text
        ),
    )


def mood(scores: Sequence[int]) -> Mood | None:
    """The later half of the scores against the earlier one; a quarter of a point is no change."""
    if len(scores) < _LEAST_POINTS:
        return None
    half = len(scores) // 2
    before, after = sum(scores[:half]) / half, sum(scores[-half:]) / half
    if abs(after - before) < _SAME_HUNDREDTHS:
        words = _("even")
    else:
        words = _("rises") if after > before else _("falls")
    return Mood(tuple(float(one) for one in scores), words)
