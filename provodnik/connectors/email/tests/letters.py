"""Letters for tests."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from provodnik.connectors.email.types import MailBox, Security, Server

MONDAY = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)
ADDRESS = "zabota@ottenok.ru"


def letter(  # noqa: PLR0913 (what matters is visible at the call)
    text: str = "Не открывается урок",
    *,
    sender: str = "Анна Белова <anna@mail.ru>",
    subject: str = "Доступ",
    name: str = "<1@mail.ru>",
    html: str = "",
    replies_to: str = "",
    at: datetime = MONDAY,
    headers: Mapping[str, str] | None = None,
) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, ADDRESS, subject
    made["Message-ID"], made["Date"] = name, format_datetime(at)
    if replies_to:
        made["In-Reply-To"] = made["References"] = replies_to
    for header, value in (headers or {}).items():
        made[header] = value
    if text:
        made.set_content(text)
    if html and text:
        made.add_alternative(html, subtype="html")
    elif html:
        made.set_content(html, subtype="html")
    return made


def box(account_id: int = 1, *, smtp_port: int = 1, imap_port: int = 1) -> MailBox:
    return MailBox(
        account_id=account_id,
        address=ADDRESS,
        name="Оттенок",
        user=ADDRESS,
        password="",
        smtp=Server("127.0.0.1", smtp_port, Security.PLAIN),
        imap=Server("127.0.0.1", imap_port, Security.PLAIN),
        folder="INBOX",
    )
