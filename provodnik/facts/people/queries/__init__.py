"""Reads about clients, one module for each way they are looked at."""

from provodnik.facts.people.queries.cards import ClientCard, card, names_of, standing_id
from provodnik.facts.people.queries.pains import PainRow, pains
from provodnik.facts.people.queries.satisfaction import Satisfaction, satisfaction_of
from provodnik.facts.people.queries.searching import ClientHit, search
from provodnik.facts.people.queries.students import (
    Sort,
    StudentFilter,
    StudentPage,
    StudentRow,
    export_students,
    stage_counts,
    student_count,
    student_list,
)
from provodnik.facts.people.queries.suggestions import (
    LookAlike,
    SuggestionRow,
    merges_of,
    suggestions,
    suggestions_of,
)
from provodnik.facts.people.queries.timelines import (
    TimelineEntry,
    TimelinePage,
    known_as,
    timeline,
)

__all__ = [
    "ClientCard",
    "ClientHit",
    "LookAlike",
    "PainRow",
    "Satisfaction",
    "Sort",
    "StudentFilter",
    "StudentPage",
    "StudentRow",
    "SuggestionRow",
    "TimelineEntry",
    "TimelinePage",
    "card",
    "export_students",
    "known_as",
    "merges_of",
    "names_of",
    "pains",
    "satisfaction_of",
    "search",
    "stage_counts",
    "standing_id",
    "student_count",
    "student_list",
    "suggestions",
    "suggestions_of",
    "timeline",
]
