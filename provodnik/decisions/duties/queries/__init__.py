"""Reads of duties: the register of handing over, who does whose work."""

from provodnik.decisions.duties.queries.register import (
    delegated_months,
    delegation,
    delegation_title,
    delegations,
)
from provodnik.decisions.duties.queries.theirs import done_by_others, done_entries, open_work

__all__ = [
    "delegated_months",
    "delegation",
    "delegation_title",
    "delegations",
    "done_by_others",
    "done_entries",
    "open_work",
]
