"""What is kept about a client here, and what becomes of it when the person is erased."""

from django.db.models import Q

from provodnik.facts.people.erasure.models import ErasedKey, Erasure
from provodnik.facts.people.models import (
    Client,
    ClientAlias,
    ClientKey,
    Goal,
    MatchSuggestion,
    Merge,
    Note,
    Satisfaction,
    StageEntry,
)
from provodnik.kernel.erasure import goes, stays
from provodnik.kernel.models import Signal

_BLANK_TEXTS = (
    *("first_name", "last_name", "search_text", "sort_key", "email", "phone", "phone_raw"),
    *("telegram", "city", "country", "timezone", "stage"),
)
_BLANK_MOMENTS = (
    *("registered_at", "last_active_at", "stage_entered_at", "last_csat_at", "last_nps_at"),
    *("satisfaction_at", "calls_refused_at", "messages_refused_at"),
)

# `name` and `external_name` are written by `erasure.services`, in words.
TRACES = (
    goes(Signal, "subject_id", only=Q(subject="client")),
    goes(ClientKey, "client"),
    goes(MatchSuggestion, "first", "second"),
    goes(Merge, "survivor", "absorbed"),
    goes(StageEntry, "client"),
    goes(Satisfaction, "client"),
    goes(Note, "client"),
    goes(Goal, "client"),
    stays(ClientAlias, "client", "survivor"),
    stays(Erasure, "client", keeps="request"),
    stays(ErasedKey, "client", keeps="digest made_with"),
    stays(
        Client,
        *("pk", "merged_into"),
        blanks={
            **dict.fromkeys(_BLANK_TEXTS, ""),
            **dict.fromkeys(_BLANK_MOMENTS, None),
            **{"coordinator": None, "last_csat": None, "last_nps": None, "open_complaints": 0},
            **{"utm": {}, "custom": {}, "imported_run": None, "imported_line": None},
        },
        keeps="kind name external_name",
    ),
)
