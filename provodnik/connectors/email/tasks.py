"""Jobs of mail boxes: each is read once a minute."""

from django.db import transaction
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from provodnik.connectors.email import imap
from provodnik.connectors.email.mailbox import mailbox_of
from provodnik.connectors.email.reading import read_box
from provodnik.connectors.email.sender import SmtpSender
from provodnik.connectors.email.types import CHANNEL
from provodnik.kernel import jobs, schools
from provodnik.kernel.accounts import queries
from provodnik.kernel.accounts.sealing import Unreadable
from provodnik.kernel.accounts.types import Account
from provodnik.kernel.models import School

READ = "provodnik.connectors.email.tasks.read"


@jobs.periodic(cron="* * * * *")
@jobs.task(queue="email", queueing_lock="email-everywhere")
def read_everywhere(timestamp: int) -> None:
    """Once a minute: one job a mail box."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        with schools.inside(school_id):
            for row in queries.rows(CHANNEL):
                if row.off_at is None and row.settings.get("imap_host"):
                    _once(school_id, row.pk)


@jobs.task(name=READ, queue="email")
def read(school_id: int, account_id: int) -> None:
    """Take what is new in one mail box. What stops it is noted with the account."""
    with schools.inside(school_id):
        try:
            account = queries.account(account_id)
        except Unreadable:
            return
    if account.is_on:
        try:
            read_box(mailbox_of(account), school_id=school_id, now=timezone.now())
        except imap.TROUBLES:
            return


def sender(account: Account) -> SmtpSender:
    """Who sends letters by this account."""
    return SmtpSender(mailbox_of(account), clock=timezone.now)


def _once(school_id: int, account_id: int) -> None:
    """Ask for a reading, unless one is asked for already; two never read one box together."""
    name = f"email-{school_id}-{account_id}"
    once = jobs.app.configure_task(READ, queue="email", lock=name, queueing_lock=name)
    try:
        with transaction.atomic():
            once.defer(school_id=school_id, account_id=account_id)
    except AlreadyEnqueued:
        return
