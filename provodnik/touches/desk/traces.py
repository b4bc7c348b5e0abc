"""What is kept here of a client: the words go with the person, the ticket stays to be counted."""

from provodnik.kernel.erasure import goes, stays
from provodnik.touches.desk.models import (
    ClientAbsence,
    ClientPromise,
    Conflict,
    Contradiction,
    Conversation,
    Message,
    ProducerCall,
    RefundCase,
    RefundStep,
    Span,
    Ticket,
    Turn,
    WindowAgreement,
    WrongChannel,
)

# What may not be empty of a row that stays to be counted.
_NO_WORDS = "—"

TRACES = (
    goes(Contradiction, "message__conversation__client"),
    goes(WrongChannel, "client"),
    goes(WindowAgreement, "client"),
    goes(ClientAbsence, "client"),
    goes(ClientPromise, "client"),
    goes(Message, "conversation__client"),
    stays(Conflict, "client", blanks={"words": _NO_WORDS, "warned_how": ""}),
    stays(ProducerCall, "ticket__client", blanks={"why": _NO_WORDS}),
    stays(RefundStep, "case__client", blanks={"text": ""}, keeps="step choice"),
    stays(RefundCase, "client", keeps="reason stage decision"),
    stays(
        Ticket,
        "client",
        blanks={"subject": "", "promised_text": "", "origin_title": ""},
        keeps="channel topic priority state origin origin_page",
    ),
    stays(Conversation, "client", keeps="channel"),
    stays(Span, "ticket__client", keeps="kind"),
    stays(Turn, "ticket__client", keeps="reason"),
)
