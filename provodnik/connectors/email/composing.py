"""From a message of the outbox to a letter."""

import hashlib
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from provodnik.connectors.email.types import MailBox
from provodnik.kernel.outbox.types import Attempt

# Any server takes seven bits; not every one takes eight.
_SEVEN_BITS = policy.SMTP.clone(cte_type="7bit")


class Unsendable(ValueError):
    """A body or an address no letter can be made of."""


def letter_of(attempt: Attempt, box: MailBox, *, now: datetime) -> EmailMessage:
    """The letter of an attempt. Its Message-ID is the same at each attempt.

    Body: text, subject; optionally html, in_reply_to, references, message_name.

    Raises:  Unsendable
    """
    body = attempt.body
    letter = EmailMessage(policy=_SEVEN_BITS)
    try:
        letter["From"] = Address(box.name, addr_spec=box.address)
        letter["To"] = Address(addr_spec=attempt.recipient)
        letter["Subject"] = " ".join(str(body.get("subject") or "").split())
        letter["Date"] = format_datetime(now)
        letter["Message-ID"] = message_id_of(attempt, box)
        if replied := str(body.get("in_reply_to") or ""):
            letter["In-Reply-To"] = replied
        references = body.get("references")
        if isinstance(references, list) and references:
            letter["References"] = " ".join(references)
    except (ValueError, IndexError) as error:
        raise Unsendable(str(error)) from error
    letter.set_content(str(body.get("text") or ""))
    if html := body.get("html"):
        letter.add_alternative(str(html), subtype="html")
    return letter


def message_id_of(attempt: Attempt, box: MailBox) -> str:
    """The letter's name in the world, made of the message's own: a reply leads back by it."""
    named = str(attempt.body.get("message_name") or "")
    own = (
        named or f"pv-{hashlib.sha256(f'{box.account_id}:{attempt.key}'.encode()).hexdigest()[:32]}"
    )
    return f"<{own}@{box.address.rpartition('@')[2] or 'localhost'}>"
