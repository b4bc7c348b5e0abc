"""Personal links that bind a chat to a client: `https://t.me/<bot>?start=<token>`.

The token is signed and ends by itself, so nothing is kept. Whoever opens a link is taken for the
client it was made for: it is shown to the client and to those who may see the card.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.crypto import constant_time_compare, salted_hmac

from provodnik.kernel import schools
from provodnik.kernel.accounts.models import ChannelAccount

TELEGRAM = "telegram"
USERNAME = "username"
LASTS_DAYS = 30
_SALT = "provodnik.kernel.accounts.starting"
_SIGN_LENGTH = 24
# Telegram hands over at most 64 letters, digits, `_` and `-`.
_SHAPE = re.compile(r"c([1-9][0-9]{0,17})-([0-9]{6,8})-([0-9a-f]{24})")


@dataclass(frozen=True, slots=True)
class StartLink:
    """A personal link and the bot it opens."""

    title: str
    url: str


def start_links(client_id: int, *, now: datetime) -> Sequence[StartLink]:
    """A client's links to the bots that are on and known by name. Queries: 1"""
    bots = ChannelAccount.objects.filter(channel=TELEGRAM, off_at=None).order_by("pk")
    token = start_token(client_id, on=now.astimezone(UTC).date())
    return [
        StartLink(bot.title, f"https://t.me/{name}?start={token}")
        for bot in bots
        if (name := str(bot.settings.get(USERNAME) or ""))
    ]


def start_token(client_id: int, *, on: date) -> str:
    """The token of a client of the current school, made on a day."""
    return f"c{client_id}-{on.toordinal()}-{_sign(client_id, on.toordinal())}"


def client_of(token: str, *, now: datetime) -> int | None:
    """The client of the current school a token means; None for one that is false or over."""
    found = _SHAPE.fullmatch(token)
    if found is None:
        return None
    client_id, day = int(found[1]), int(found[2])
    if not constant_time_compare(found[3], _sign(client_id, day)):
        return None
    age_days = now.astimezone(UTC).date().toordinal() - day
    return client_id if 0 <= age_days <= LASTS_DAYS else None


def _sign(client_id: int, day: int) -> str:
    told = f"{schools.current()}:{client_id}:{day}"
    return salted_hmac(_SALT, told, algorithm="sha256").hexdigest()[:_SIGN_LENGTH]
