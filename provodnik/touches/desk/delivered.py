"""What became of an answer on its way, beside the answer itself."""

from collections.abc import Sequence

from provodnik.kernel.outbox.types import ON_THE_WAY, State, Told
from provodnik.touches.desk.models import Message
from provodnik.touches.desk.types import Delivery

_WORDS_LENGTH = 300


def hear(ends: Sequence[Told]) -> None:
    """Listener of the outbox: in its transaction, whatever became of some answers. One query an
    answer, a batch is at most as large as a claim.
    """
    for end in ends:
        Message.objects.filter(pk=end.about_id).update(
            delivery=_seen_as(end.state).value, delivery_words=_words(end)
        )


def _seen_as(state: State) -> Delivery:
    return Delivery.QUEUED if state in ON_THE_WAY else Delivery(state.value)


def _words(end: Told) -> str:
    """The code first: a page has its own words for those it knows."""
    told = f"{end.code}: {end.words}" if end.words else end.code
    return told[:_WORDS_LENGTH]
