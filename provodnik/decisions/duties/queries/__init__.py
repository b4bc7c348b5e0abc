"""Reads of duties: the register of handing over, who does whose work."""

from provodnik.decisions.duties.queries.register import (
    delegated_months,
    delegation,
    delegations,
    function_titles,
    title_of,
)
from provodnik.decisions.duties.queries.theirs import done_by_others, done_entries, open_work

__all__ = [
    "delegated_months",
    "delegation",
    "delegations",
    "done_by_others",
    "done_entries",
    "function_titles",
    "open_work",
    "title_of",
]
