"""Reads of the way through the stages."""

from provodnik.facts.people.lifecycle.queries.afterwards import (
    AfterRow,
    Afterwards,
    ContactRow,
    ReferralRow,
    Who,
    after_people,
    after_referrals,
    afterwards,
    contacts,
)
from provodnik.facts.people.lifecycle.queries.board import (
    PAGE,
    BoardFilter,
    Card,
    Column,
    board,
    column,
    export,
)
from provodnik.facts.people.lifecycle.queries.handoffs import (
    HandoffRow,
    handoff_count,
    handoffs,
    waiting_pack,
)
from provodnik.facts.people.lifecycle.queries.way import Way, way

__all__ = [
    "PAGE",
    "AfterRow",
    "Afterwards",
    "BoardFilter",
    "Card",
    "Column",
    "ContactRow",
    "HandoffRow",
    "ReferralRow",
    "Way",
    "Who",
    "after_people",
    "after_referrals",
    "afterwards",
    "board",
    "column",
    "contacts",
    "export",
    "handoff_count",
    "handoffs",
    "waiting_pack",
    "way",
]
