"""Orders and payments of an export become facts and journal entries. Set-based.

Files may come in any order and again: the facts end the same, and the journal follows them
(`people.ledger`). Works on the temporary table `stage` of an import's chunk.
"""

from provodnik.facts.sales.intake.channels import name_channels
from provodnik.facts.sales.intake.leads import tell_buyers
from provodnik.facts.sales.intake.orders import take_orders
from provodnik.facts.sales.intake.payments import take_payments
from provodnik.facts.sales.intake.types import Delivery, Taken

__all__ = [
    "Delivery",
    "Taken",
    "name_channels",
    "take_orders",
    "take_payments",
    "tell_buyers",
]
