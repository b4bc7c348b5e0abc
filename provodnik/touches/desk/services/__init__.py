"""Everything that may change a conversation, a ticket or the rota."""

from provodnik.touches.desk.services.answering import auto_reply, note, promise, reply
from provodnik.touches.desk.services.clocks import recount, recount_live
from provodnik.touches.desk.services.duty import appoint, end_shift, take_unanswered
from provodnik.touches.desk.services.handing import assign
from provodnik.touches.desk.services.opening import register
from provodnik.touches.desk.services.receiving import Received, receive
from provodnik.touches.desk.services.settling import close, confirm, reopen, resolve, wait
from provodnik.touches.desk.services.sorting import mark_spam, merge, set_priority, split

__all__ = [
    "Received",
    "appoint",
    "assign",
    "auto_reply",
    "close",
    "confirm",
    "end_shift",
    "mark_spam",
    "merge",
    "note",
    "promise",
    "receive",
    "recount",
    "recount_live",
    "register",
    "reopen",
    "reply",
    "resolve",
    "set_priority",
    "split",
    "take_unanswered",
    "wait",
]
