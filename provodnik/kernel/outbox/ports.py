"""What the outbox needs from outside: senders of channels, their terms, who wants to know."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from provodnik.kernel.accounts.types import Account
from provodnik.kernel.outbox.types import Answer, Attempt, Terms, Told


class Sender(Protocol):
    """Speaks to a channel by one account. Used by one thread at a time.

    What `send` raises counts as unclear: nobody knows what the channel took.
    """

    def send(self, message: Attempt) -> Answer: ...

    def close(self) -> None: ...


type SenderFactory = Callable[[Account], Sender]
# Runs in the transaction that settles the messages, once for all of its kind.
type Listener = Callable[[Sequence[Told]], None]
type TermsOf = Callable[[str], Terms]


def _usual(channel: str) -> Terms:
    del channel
    return Terms()


_senders: dict[str, SenderFactory] = {}
_listeners: dict[str, Listener] = {}
_terms: list[TermsOf] = [_usual]


def declare(
    senders: Mapping[str, SenderFactory], listeners: Mapping[str, Listener], terms: TermsOf
) -> None:
    """Replace everything bound to the outbox. Called once, from provodnik.config."""
    _senders.clear()
    _senders.update(senders)
    _listeners.clear()
    _listeners.update(listeners)
    _terms[:] = [terms]


def declared() -> tuple[Mapping[str, SenderFactory], Mapping[str, Listener], TermsOf]:
    """What `declare` was given last."""
    return dict(_senders), dict(_listeners), _terms[0]


def channels() -> Sequence[str]:
    """Channels that can be spoken to."""
    return tuple(_senders)


def sender(account: Account) -> Sender:
    """A new sender of this account.

    Raises:  KeyError: nobody speaks to this channel
    """
    return _senders[account.channel](account)


def listener(kind: str) -> Listener | None:
    """Who wants to know what became of messages about this kind."""
    return _listeners.get(kind)


def terms_of(channel: str) -> Terms:
    """The terms of a channel in the current school."""
    return _terms[0](channel)
