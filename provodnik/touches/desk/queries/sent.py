"""From an answer on its way back to the request it belongs to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from provodnik.touches.desk.models import Message


@dataclass(frozen=True, slots=True)
class AnsweredTicket:
    """The request an answer was written in."""

    ticket_id: int
    number: int


def tickets_of_messages(message_ids: Collection[int]) -> Mapping[int, AnsweredTicket]:
    """The request of each message that has one. Queries: 1"""
    rows = Message.objects.filter(pk__in=message_ids, ticket__isnull=False)
    found = rows.values_list("pk", "ticket_id", "ticket__number")
    return {pk: AnsweredTicket(int(ticket), number) for pk, ticket, number in found if ticket}
