"""What a kind of journal entry is. Standard library only."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """The smallest unit of an entry's `value`."""

    KOPECKS = "kopecks"
    HUNDREDTHS = "hundredths of a point"
    SECONDS = "seconds"
    COUNT = "count"
    ENTRY = "journal entry"


@dataclass(frozen=True, slots=True)
class EventKind:
    """One registered kind: what it means, what its value measures, what it cannot do without.

    `needs` names the columns that must be filled: client_id, staff_id, product_id,
    item, channel, value. `attrs` names the attributes the kind may carry.
    """

    name: str
    meaning: str
    unit: Unit | None = None
    needs: frozenset[str] = frozenset()
    attrs: frozenset[str] = frozenset()


def kind(
    name: str, meaning: str, unit: Unit | None = None, *, needs: str = "", attrs: str = ""
) -> EventKind:
    """A kind declared in one line: `needs` and `attrs` are words separated by spaces."""
    return EventKind(name, meaning, unit, frozenset(needs.split()), frozenset(attrs.split()))


VOIDED = "entry_voided"
KINDS = (
    kind(
        VOIDED,
        "an earlier entry was wrong; `value` is its id, metrics leave both out",
        Unit.ENTRY,
        needs="value",
        attrs="reason",
    ),
    kind(
        "calendar_replaced",
        "the school's working calendar was changed; `before` and `after` are its documents",
        attrs="before after",
    ),
    kind("signal_opened", "a check found an offender", needs="item", attrs="check subject"),
    kind("signal_closed", "a check's offender is gone", needs="item", attrs="check subject"),
)
