"""What the one window keeps."""

from provodnik.touches.desk.models.answers import AnswerVersion, ApprovedAnswer
from provodnik.touches.desk.models.promises import ClientPromise
from provodnik.touches.desk.models.refunds import RefundCase, RefundStep
from provodnik.touches.desk.models.registers import (
    ClientAbsence,
    Conflict,
    Contradiction,
    Presence,
    ProducerCall,
    WindowAgreement,
    WrongChannel,
)
from provodnik.touches.desk.models.tickets import (
    Conversation,
    Message,
    Numbering,
    Shift,
    Span,
    Term,
    Ticket,
    Turn,
)

__all__ = [
    "AnswerVersion",
    "ApprovedAnswer",
    "ClientAbsence",
    "ClientPromise",
    "Conflict",
    "Contradiction",
    "Conversation",
    "Message",
    "Numbering",
    "Presence",
    "ProducerCall",
    "RefundCase",
    "RefundStep",
    "Shift",
    "Span",
    "Term",
    "Ticket",
    "Turn",
    "WindowAgreement",
    "WrongChannel",
]
