"""Everything that may change a conversation, a ticket or the rota."""

from provodnik.touches.desk.services.answering import auto_reply, note, promise, reply
from provodnik.touches.desk.services.answers import (
    approve,
    close_contradiction,
    report_contradiction,
    retire,
    revise,
)
from provodnik.touches.desk.services.clocks import (
    Recounted,
    recount,
    recount_chunk,
    recount_live,
)
from provodnik.touches.desk.services.duty import appoint, end_shift, take_unanswered
from provodnik.touches.desk.services.handing import assign
from provodnik.touches.desk.services.opening import open_from, register
from provodnik.touches.desk.services.promising import (
    drop_client_promise,
    promise_client,
    renew_promises,
)
from provodnik.touches.desk.services.receiving import Received, receive
from provodnik.touches.desk.services.refunds import make_step, open_refund
from provodnik.touches.desk.services.registers import (
    call_producer,
    mark_wrong_channel,
    note_absence,
    note_agreement,
    note_presence,
    register_conflict,
)
from provodnik.touches.desk.services.settling import close, confirm, reopen, resolve, wait
from provodnik.touches.desk.services.snoozing import snooze, wake
from provodnik.touches.desk.services.sorting import mark_spam, merge, set_priority, split
from provodnik.touches.desk.services.undoing import undo

__all__ = [
    "Received",
    "Recounted",
    "appoint",
    "approve",
    "assign",
    "auto_reply",
    "call_producer",
    "close",
    "close_contradiction",
    "confirm",
    "drop_client_promise",
    "end_shift",
    "make_step",
    "mark_spam",
    "mark_wrong_channel",
    "merge",
    "note",
    "note_absence",
    "note_agreement",
    "note_presence",
    "open_from",
    "open_refund",
    "promise",
    "promise_client",
    "receive",
    "recount",
    "recount_chunk",
    "recount_live",
    "register",
    "register_conflict",
    "renew_promises",
    "reopen",
    "reply",
    "report_contradiction",
    "resolve",
    "retire",
    "revise",
    "set_priority",
    "snooze",
    "split",
    "take_unanswered",
    "undo",
    "wait",
    "wake",
]
