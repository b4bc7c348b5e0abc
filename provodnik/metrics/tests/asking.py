"""Questions about written journals, as tests ask them."""

from datetime import date
from typing import Any, TypedDict, Unpack

from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.tests.worked import ask


class Question(TypedDict, total=False):
    """What may be asked about beside the journal."""

    by: str
    period_from: date
    period_to: date
    as_of: date


FEBRUARY: Question = {"period_from": date(2026, 2, 1), "period_to": date(2026, 3, 1)}


def answer(metric: str, journal: str, **question: Unpack[Question]) -> dict[str, Any]:
    """The metric's answer as JSON."""
    return ask(DEFINITIONS[metric], journal, **question)
