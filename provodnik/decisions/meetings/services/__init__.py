"""Every write about meetings."""

from provodnik.decisions.meetings.services.agenda import drop_item, put_on_agenda, take_remark
from provodnik.decisions.meetings.services.holding import cancel, hold, plan
from provodnik.decisions.meetings.services.protocol import (
    add_point,
    drop_point,
    open_ticket,
    send_protocol,
)

__all__ = [
    "add_point",
    "cancel",
    "drop_item",
    "drop_point",
    "hold",
    "open_ticket",
    "plan",
    "put_on_agenda",
    "send_protocol",
    "take_remark",
]
