"""Sending what is due: claim and commit, send, write the answers down as they come."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection
from django.db.models import OuterRef, Subquery

from provodnik.kernel import schools
from provodnik.kernel.accounts import queries as accounts
from provodnik.kernel.accounts import services as account_services
from provodnik.kernel.accounts.models import ChannelAccount
from provodnik.kernel.accounts.sealing import Unreadable
from provodnik.kernel.accounts.types import Account
from provodnik.kernel.outbox import claiming, ports, rules
from provodnik.kernel.outbox.claiming import Claim
from provodnik.kernel.outbox.models import Lane, Message
from provodnik.kernel.outbox.senders import Senders, open_senders
from provodnik.kernel.outbox.types import (
    BLOCKED,
    UNAUTHORISED,
    Accepted,
    Answer,
    NotSent,
    State,
    Terms,
)

type Clock = Callable[[], datetime]

# A pause shorter than this is waited for; for a longer one the job ends and is rung for.
_SHORT_WAIT_SECONDS = 2
_DATABASE_AWAY_SECONDS = 0.5
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Drained:
    """What one run did. `again_at`: when something may go that may not now; None: nothing."""

    attempted: int
    again_at: datetime | None


def drain(school_id: int, channel: str, *, clock: Clock, seconds: float) -> Drained:
    """Send what is due in a channel of a school, for about so many seconds. Outside transactions.

    A process killed anywhere leaves claims that become uncertain when their lease is over.
    """
    ends = time.monotonic() + seconds
    with schools.inside(school_id):
        claiming.lapse(now=clock())
        terms = ports.terms_of(channel)
        found = _accounts(channel, now=clock())
    attempted = 0
    for account in found:
        with open_senders(account, terms.parallel) as senders:
            run = _Run(school_id, account, terms, senders, clock)
            while time.monotonic() < ends and (claimed := run.claim()) is not None:
                attempted += len(claimed.attempts)
                run.send(claimed)
    with schools.inside(school_id):
        return Drained(attempted, _again_at(channel, [account.id for account in found]))


@dataclass(frozen=True, slots=True)
class _Run:
    """One account being drained."""

    school_id: int
    account: Account
    terms: Terms
    senders: Senders
    clock: Clock

    def claim(self) -> Claim | None:
        """The next messages; none of them while the account is only out of breath; None: done."""
        with schools.inside(self.school_id):
            found = claiming.claim(
                self.account.id, self.account.channel, self.terms, now=self.clock()
            )
        if found.attempts:
            return found
        left = (found.free_at - self.clock()).total_seconds()
        if not 0 < left <= _SHORT_WAIT_SECONDS:
            return None
        time.sleep(left)
        return found

    def send(self, claimed: Claim) -> None:
        """Send what was claimed, side by side, and settle each group of answers as it comes."""
        last_begin_at = rules.last_begin_at(claimed.lease_until_at, self.terms)
        running: dict[Future[Answer | None], int] = {
            self.senders.start(one, lambda: self.clock() < last_begin_at): one.id
            for one in claimed.attempts
        }
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            self._keep(claimed, {running.pop(end): end.result() for end in done})

    def _keep(self, claimed: Claim, answers: Mapping[int, Answer | None]) -> None:
        """Settle answers; while the database is away, until the lease is over."""
        while True:
            try:
                with schools.inside(self.school_id):
                    self._write(claimed, answers)
            except (OperationalError, InterfaceError):
                connection.close()
                if self.clock() > claimed.lease_until_at:
                    raise
                time.sleep(_DATABASE_AWAY_SECONDS)
            else:
                return

    def _write(self, claimed: Claim, answers: Mapping[int, Answer | None]) -> None:
        now = self.clock()
        begun = {one: answer for one, answer in answers.items() if answer is not None}
        if begun:
            claiming.settle(claimed.id, begun, self.terms, now=now)
        if len(begun) < len(answers):
            claiming.put_back(claimed.id, [one for one in answers if one not in begun], now=now)
        waits = [
            answer.after_seconds
            for answer in begun.values()
            if isinstance(answer, NotSent) and answer.after_seconds
        ]
        if waits:
            claiming.pause(self.account.id, max(waits), now=now)
        recipients = {one.id: one.recipient for one in claimed.attempts}
        for message_id, answer in begun.items():
            self._learn(recipients[message_id], answer, now=now)

    def _learn(self, recipient: str, answer: Answer, *, now: datetime) -> None:
        """What an answer says about the account, or about who is reached by it."""
        if isinstance(answer, Accepted):
            if self.account.trouble == UNAUTHORISED:
                account_services.note_heard(self.account.id, now=now)
        elif answer.code == UNAUTHORISED:
            words = answer.words
            account_services.note_trouble(self.account.id, answer.code, words=words, now=now)
        elif answer.code == BLOCKED:
            account_services.note_refusal(self.account.id, recipient, now=now)


def _accounts(channel: str, *, now: datetime) -> list[Account]:
    """The channel's working accounts; messages without one go to the first."""
    if channel not in ports.channels():
        return []
    found = []
    for row in ChannelAccount.objects.filter(channel=channel, off_at=None).order_by("pk"):
        try:
            found.append(accounts.as_account(row))
        except Unreadable:
            account_services.note_trouble(row.pk, UNREADABLE, now=now)
    if found:
        waiting = Message.objects.filter(channel=channel, state=State.QUEUED.value)
        waiting.filter(account=None, due_at__lte=now).update(account_id=found[0].id)
    return found


def _again_at(channel: str, account_ids: Sequence[int]) -> datetime | None:
    """When the next message is due of an account that may send by then."""
    first = Message.objects.filter(
        channel=channel, account=OuterRef("account_id"), state=State.QUEUED.value
    ).order_by("due_at")
    lanes = Lane.objects.filter(account_id__in=account_ids)
    moments = lanes.values_list("free_at", Subquery(first.values("due_at")[:1]))
    return min((max(free_at, due_at) for free_at, due_at in moments if due_at), default=None)
