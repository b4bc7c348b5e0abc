"""What the page of channels says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from provodnik.kernel.accounts import queries
from provodnik.kernel.accounts.models import ChannelAccount
from provodnik.method import queries as method
from provodnik.touches.desk import subjects
from provodnik.web.pages.connections import wording

SHOWN_NUMBER = 1043


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A channel in the list. `trouble` is what is amiss in words; `said` the server's own."""

    account_id: int
    title: str
    channel: str
    where: str
    is_on: bool
    heard_at: datetime | None
    trouble: str
    said: str
    trouble_at: datetime | None


@dataclass(frozen=True, slots=True)
class SubjectTried:
    """A subject somebody asked about, and how it should be."""

    text: str
    is_standard: bool


def rows() -> list[AccountRow]:
    """Every channel of the school, those switched off last. Queries: 1."""
    return [row_of(account) for account in queries.rows()]


def row_of(account: ChannelAccount) -> AccountRow:
    """A channel as the list shows it."""
    return AccountRow(
        account_id=account.pk,
        title=account.title,
        channel=str(wording.CHANNELS.get(account.channel, account.channel)),
        where=where(account),
        is_on=account.off_at is None,
        heard_at=account.heard_at,
        trouble=wording.trouble(account.trouble) if account.trouble else "",
        said=account.trouble_words,
        trouble_at=account.trouble_at,
    )


def where(account: ChannelAccount) -> str:
    """By which name the world knows the channel."""
    if account.channel == "email":
        return str(account.settings.get("address") or "")
    username = account.settings.get("username")
    return f"@{username}" if username else ""


def amiss(shown: Sequence[AccountRow]) -> list[AccountRow]:
    """Channels that are on and do not work."""
    return [row for row in shown if row.is_on and row.trouble]


def standard() -> str:
    """A letter's subject by the school's form, of a made-up request (R-126)."""
    return subjects.standard(
        method.sending_settings().letter_subject,
        number=SHOWN_NUMBER,
        name=_("Anna"),
        topic=_("Access to the course"),
    )


def tried(text: str) -> SubjectTried | None:
    """Whether a subject follows the school's form; None: nothing was asked."""
    text = " ".join(text.split())[:300]
    if not text:
        return None
    form = method.sending_settings().letter_subject
    return SubjectTried(text, subjects.follows(form, text))
