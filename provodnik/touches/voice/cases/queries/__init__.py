"""Every read about reviews and cases, as plain dataclasses."""

from provodnik.touches.voice.cases.queries.asking import candidates, near_end
from provodnik.touches.voice.cases.queries.counts import cohort_entries, cohort_lines, collectors
from provodnik.touches.voice.cases.queries.lists import (
    Search,
    case,
    case_count,
    cases,
    counts_by_state,
    lacking,
)

__all__ = [
    "Search",
    "candidates",
    "case",
    "case_count",
    "cases",
    "cohort_entries",
    "cohort_lines",
    "collectors",
    "counts_by_state",
    "lacking",
    "near_end",
]
