"""Telling whoever put messages in what became of them, in the transaction that settles them."""

from collections import defaultdict
from collections.abc import Sequence

from provodnik.kernel.outbox import ports
from provodnik.kernel.outbox.models import Message
from provodnik.kernel.outbox.rules import kind_of, number_of
from provodnik.kernel.outbox.types import State, Told


def tell(messages: Sequence[Message]) -> None:
    """One call for each kind of what the messages belong to."""
    told: dict[str, list[Told]] = defaultdict(list)
    for message in messages:
        number = number_of(message.about)
        if number is not None:
            told[kind_of(message.about)].append(
                Told(message.pk, number, State(message.state), message.code, message.words)
            )
    for kind, ends in told.items():
        listener = ports.listener(kind)
        if listener is not None:
            listener(ends)
