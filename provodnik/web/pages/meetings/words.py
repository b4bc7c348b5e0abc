"""Words of meetings: states and refusals."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provodnik.decisions.meetings.errors import (
    EmptyProtocol,
    MeetingsError,
    NotHeld,
    NotPlanned,
    ProtocolIsSent,
    SaysNothing,
    WithoutClient,
)
from provodnik.decisions.meetings.types import MeetingRow, MeetingState
from provodnik.kernel.gates import Reason
from provodnik.method import queries as method
from provodnik.method.rules import refusal as gate_words
from provodnik.web.design.types import GateReason, Tone

_REFUSALS: Mapping[type[MeetingsError], Promise] = {
    NotPlanned: _("The meeting is over or cancelled already."),
    NotHeld: _("First mark the meeting as held."),
    EmptyProtocol: _("Write down at least one point: an empty protocol tells nothing."),
    ProtocolIsSent: _("The protocol is sent, it is not rewritten."),
    SaysNothing: _("Write it in words."),
    WithoutClient: _("A request is somebody's: name the student in the point."),
}


def refused(error: MeetingsError) -> str:
    """Why something was not done, in words."""
    return str(_REFUSALS.get(type(error), _("Not written down. Try again.")))


def kind_titles() -> dict[str, str]:
    """What kinds of meetings are called in the method."""
    return {one.key: one.title for one in method.meeting_settings().kinds}


def kind_title(key: str) -> str:
    """What a kind of meeting is called in the method."""
    kind = method.meeting_settings().kind(key)
    return kind.title if kind else key


def state_of(row: MeetingRow) -> tuple[str, Tone]:
    """Where a meeting stands: words and tone."""
    if row.state is MeetingState.PLANNED:
        return str(_("ahead")), Tone.INFO
    if row.state is MeetingState.CANCELLED:
        return str(_("cancelled")), Tone.NEUTRAL
    if row.sent_at is None:
        return str(_("protocol not sent")), Tone.WATCH
    return str(_("protocol sent")), Tone.GOOD


def gate_reasons(reasons: tuple[Reason, ...]) -> tuple[GateReason, ...]:
    """What keeps a protocol from being sent."""
    gates = method.gates()
    said = [gate_words(gates, one) for one in reasons]
    return tuple(GateReason(text=f"{one.title}. {one.missing}", why=one.why) for one in said)
