"""The whole answer to "what happens when…": kinds, listeners, checks and import kinds."""

from collections.abc import Mapping

from provodnik.config import events_to_come
from provodnik.facts.learning import events as learning_events
from provodnik.facts.people import events as people_events
from provodnik.facts.sales import events as sales_events
from provodnik.kernel import events as kernel_events
from provodnik.kernel import journal
from provodnik.touches.queue import events as queue_events

KINDS = (
    *kernel_events.KINDS,
    *people_events.KINDS,
    *learning_events.KINDS,
    *sales_events.KINDS,
    *queue_events.KINDS,
    *events_to_come.KINDS,
)
SOURCES = ("provodnik", "getcourse", "events")
LISTENERS: Mapping[str, tuple[journal.Listener, ...]] = {}


def connect() -> None:
    """Hand everything declared above to the engines. Called once, when Django is ready."""
    journal.declare(KINDS, SOURCES)
    journal.connect(LISTENERS)
