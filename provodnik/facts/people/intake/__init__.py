"""People of an export become clients. Set-based, on the temporary table `stage` of a chunk.

Each intake makes the temporary table `stage_client`: `line` of `stage` → `client_id`.
"""

from provodnik.facts.people.intake.leads import FirstVisit, settle_leads, tell_leads
from provodnik.facts.people.intake.named import name_external_clients
from provodnik.facts.people.intake.roster import Roster, take_roster
from provodnik.facts.people.intake.strangers import name_clients

__all__ = [
    "FirstVisit",
    "Roster",
    "name_clients",
    "name_external_clients",
    "settle_leads",
    "take_roster",
    "tell_leads",
]
