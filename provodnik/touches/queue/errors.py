"""What the business forbids about touches. Pages turn these into words."""

from datetime import datetime


class QueueError(Exception):
    """The family."""


class TouchIsClosed(QueueError):
    """The touch was made, missed or cancelled already; another outcome needs an undo first."""


class ObjectionMissing(QueueError):
    """A refusal is linked to an objection, so that the most frequent ones are seen."""


class ScriptStepMissing(QueueError):
    """A talk by a script says which step it got to, or that it went without one."""


class MoodUnknown(QueueError, ValueError):
    """A mood is one of the method's scale."""


class AgreementMissing(QueueError):
    """The talk of the method's week records what was agreed, or why it is too early."""


class AgreementSaysNothing(QueueError, ValueError):
    """What, when and on what conditions are all needed; or the reason for «not now»."""


class ReasonMissing(QueueError, ValueError):
    """Stopping or resuming what works by itself needs a reason in words."""


class NothingToHandOver(QueueError):
    """The member has neither open deeds nor students to give, or gives them to themselves."""


class ClaimedByAnother(QueueError):
    """A colleague took this touch a moment ago. `by` names them."""

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__(by)
        self.by, self.at = by, at


class TooLateToUndo(QueueError):
    """What followed from the outcome has been done already, or the time for undoing is over."""


class NothingToOffer(QueueError):
    """The touch is about no product, so there is nothing to make an offer of."""
