"""Reads of quality control."""

from provodnik.decisions.quality.queries.checks import calibrations, checks, checks_of
from provodnik.decisions.quality.queries.lists import lists_of
from provodnik.decisions.quality.queries.people import people, remarks
from provodnik.decisions.quality.queries.reviews import asks, last_ask, layers
from provodnik.decisions.quality.queries.samples import Waiting, drawn_row, waiting

__all__ = [
    "Waiting",
    "asks",
    "calibrations",
    "checks",
    "checks_of",
    "drawn_row",
    "last_ask",
    "layers",
    "lists_of",
    "people",
    "remarks",
    "waiting",
]
