"""What is amiss with a channel, and what to do about it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

type Words = str | Promise

CHANNELS: Mapping[str, Words] = {
    "telegram": gettext_lazy("Telegram bot"),
    "email": gettext_lazy("Mail box"),
}

_TROUBLES: Mapping[str, Words] = {
    "unauthorised": gettext_lazy(
        "Telegram does not know this token. Copy it from @BotFather anew."
    ),
    "conflict": gettext_lazy("Another program listens to this bot. Switch it off there or here."),
    "unreachable": gettext_lazy("Telegram cannot be reached from this server. We go on trying."),
    "no_answer": gettext_lazy("Telegram did not answer. We go on trying."),
    "server_failed": gettext_lazy("Telegram answered that it cannot do it now."),
    "wrong_password": gettext_lazy(
        "The server does not take the login or the password. Write them in anew."
    ),
    "no_connection": gettext_lazy("The server does not answer. Check its name, port and guarding."),
    "no_such_server": gettext_lazy("There is no server of this name. Check how it is spelt."),
    "no_folder": gettext_lazy("The mail box has no such folder. Check its name."),
    "server_busy": gettext_lazy("The server asked to come later. We go on trying."),
    "server_refused": gettext_lazy("The server refuses. Its words are below."),
    "bad_settings": gettext_lazy("A port or the guarding is written wrongly."),
    "unreadable": gettext_lazy("The secret cannot be read any more. Write it in anew."),
    "no_connector": gettext_lazy("This channel cannot be checked."),
}
_SIDES: Mapping[str, Words] = {
    "out": gettext_lazy("Outgoing letters"),
    "in": gettext_lazy("Incoming letters"),
}


def trouble(code: str) -> str:
    """What is amiss in words; the side of a mail box first, where it is known."""
    side, _sign, rest = code.rpartition(":")
    told = str(_TROUBLES.get(rest) or _("It did not work out. The server's words are below."))
    return f"{_SIDES[side]}. {told}" if side in _SIDES else told
