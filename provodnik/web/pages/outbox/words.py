"""Words about what became of a message."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from provodnik.kernel.outbox.queries import Row
from provodnik.kernel.outbox.types import State
from provodnik.web.design.types import Tone


def sentence(tab: str, count: int, *, is_empty: bool) -> str:
    """The page's conclusion: how many messages stand as the tab says."""
    if is_empty:
        return _("Nothing to send yet")
    return _SENTENCES[tab](count) % {"count": count} if count else _NONE[tab]()


def state(row: Row) -> str:
    """Where a message stands, in two or three words."""
    return STATES[row.state]()


def why(row: Row) -> str:
    """What stands in the way, or what the channel said; empty where nothing is to be said."""
    if row.state is State.QUEUED and not row.has_account:
        return _("no working account of this channel")
    if not row.code:
        return ""
    told = _CODES.get(row.code)
    return told() if told else row.words or row.code


STATES: Mapping[State, Callable[[], str]] = {
    State.QUEUED: lambda: _("waits"),
    State.CLAIMED: lambda: _("is being sent"),
    State.ACCEPTED: lambda: _("arrived"),
    State.REFUSED: lambda: _("did not arrive"),
    State.UNCERTAIN: lambda: _("not clear"),
    State.CANCELLED: lambda: _("taken back"),
    State.EXPIRED: lambda: _("too late"),
}
TONES: Mapping[State, Tone] = {
    State.QUEUED: Tone.NEUTRAL,
    State.CLAIMED: Tone.NEUTRAL,
    State.ACCEPTED: Tone.GOOD,
    State.REFUSED: Tone.ACT,
    State.UNCERTAIN: Tone.LATE,
    State.CANCELLED: Tone.NEUTRAL,
    State.EXPIRED: Tone.WATCH,
}
ICONS: Mapping[State, str] = {
    State.QUEUED: "clock",
    State.CLAIMED: "clock",
    State.ACCEPTED: "check",
    State.REFUSED: "x",
    State.UNCERTAIN: "help",
    State.CANCELLED: "x",
    State.EXPIRED: "clock",
}
_CODES: Mapping[str, Callable[[], str]] = {
    "blocked": lambda: _("the student stopped the bot"),
    "no_chat": lambda: _("there is no such chat any more"),
    "unreachable": lambda: _("the channel's server does not answer, we try again"),
    "slow_down": lambda: _("the channel asked to wait"),
    "unauthorised": lambda: _("the channel does not accept the account's key"),
    "server_failed": lambda: _("the channel failed while it took the message"),
    "no_answer": lambda: _("the channel did not say whether it took the message"),
    "died": lambda: _("the program stopped while it was sending"),
    "partly_sent": lambda: _("only a part of a long message was taken"),
}
_SENTENCES: Mapping[str, Callable[[int], str]] = {
    "unclear": lambda n: ngettext(
        "%(count)s message without a clear answer", "%(count)s messages without a clear answer", n
    ),
    "refused": lambda n: ngettext(
        "%(count)s message did not arrive", "%(count)s messages did not arrive", n
    ),
    "waiting": lambda n: ngettext(
        "%(count)s message waits to be sent", "%(count)s messages wait to be sent", n
    ),
    "arrived": lambda n: ngettext("%(count)s message arrived", "%(count)s messages arrived", n),
    "dropped": lambda n: ngettext(
        "%(count)s message was taken back", "%(count)s messages were taken back", n
    ),
}
_NONE: Mapping[str, Callable[[], str]] = {
    "unclear": lambda: _("Nothing is unclear"),
    "refused": lambda: _("Nothing was refused"),
    "waiting": lambda: _("Everything has been sent"),
    "arrived": lambda: _("Nothing has arrived yet"),
    "dropped": lambda: _("Nothing was taken back"),
}
