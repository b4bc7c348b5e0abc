"""Whether a mail box works both ways: what the button on the page asks."""

import smtplib

from provodnik.connectors.email import imap, sender
from provodnik.connectors.email.mailbox import mailbox_of
from provodnik.connectors.email.reading import trouble_of
from provodnik.kernel.accounts.ports import Checked
from provodnik.kernel.accounts.types import Account


def check(account: Account) -> Checked:
    """Sign in at the server of outgoing letters, and open the folder of incoming ones.

    Sends nothing. The code names the side that failed: `out:…` or `in:…`.
    """
    try:
        box = mailbox_of(account)
    except ValueError as error:
        return Checked(ok=False, code="bad_settings", words=str(error))
    try:
        server = sender.connect(box)
        server.quit()
    except (OSError, smtplib.SMTPException) as error:
        answer = sender.not_sent(error)
        return Checked(ok=False, code=f"out:{answer.code}", words=answer.words)
    if box.imap is not None:
        try:
            with imap.opened(box):
                pass
        except imap.TROUBLES as error:
            code, words = trouble_of(error)
            return Checked(ok=False, code=f"in:{code}", words=words)
    return Checked(ok=True, title=box.address)
