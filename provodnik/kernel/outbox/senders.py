"""A few senders of one account side by side. They never touch the database."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue

import structlog

from provodnik.kernel.accounts.types import Account
from provodnik.kernel.outbox import ports
from provodnik.kernel.outbox.types import Answer, Attempt, Unclear

log = structlog.get_logger(__name__)


class Senders:
    """Senders of one account, each used by one thread at a time."""

    def __init__(self, account: Account, count: int) -> None:
        self._all = [ports.sender(account) for _ in range(count)]
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="outbox")
        self._free: SimpleQueue[ports.Sender] = SimpleQueue()
        for one in self._all:
            self._free.put(one)

    def start(self, attempt: Attempt, may_begin: Callable[[], bool]) -> Future[Answer | None]:
        """Begin an attempt; its end is None when it came too late to begin."""
        return self._pool.submit(self._attempt, attempt, may_begin)

    def close(self) -> None:
        """Wait for what is being sent, then let the connections go."""
        self._pool.shutdown()
        for one in self._all:
            one.close()

    def _attempt(self, attempt: Attempt, may_begin: Callable[[], bool]) -> Answer | None:
        sender = self._free.get()
        try:
            return sender.send(attempt) if may_begin() else None
        except Exception as error:
            # Whatever broke, it broke after we had begun: nobody knows what was taken.
            log.exception("sender failed", message=attempt.id, channel=attempt.channel)
            return Unclear(words=type(error).__name__)
        finally:
            self._free.put(sender)


@contextmanager
def open_senders(account: Account, count: int) -> Iterator[Senders]:
    """Senders that are closed at the end."""
    senders = Senders(account, count)
    try:
        yield senders
    finally:
        senders.close()
