"""What is kept here of a client: the words go with the person, the ticket stays to be counted."""

from provodnik.kernel.erasure import goes, stays
from provodnik.touches.desk.models import Conversation, Message, Span, Ticket, Turn

TRACES = (
    goes(Message, "conversation__client"),
    stays(
        Ticket,
        "client",
        blanks={"subject": "", "promised_text": ""},
        keeps="channel topic priority state",
    ),
    stays(Conversation, "client", keeps="channel"),
    stays(Span, "ticket__client", keeps="kind"),
    stays(Turn, "ticket__client", keeps="reason"),
)
