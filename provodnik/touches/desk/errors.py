"""What the desk may refuse."""

from datetime import datetime

from provodnik.touches.desk.types import PromiseFault


class DeskError(Exception):
    """Base of this app's refusals."""


class NothingSaid(DeskError):
    """A message without words."""


class UnknownTopic(DeskError):
    """The method has no such topic, priority or channel."""


class NotOpen(DeskError):
    """The ticket is closed, merged or spam: this cannot be done to it any more."""


class AnswerFirst(DeskError):
    """The client has asked and nobody has answered: there is nothing to wait for."""


class NotResolved(DeskError):
    """Only a resolved ticket is confirmed, closed or reopened."""


class AnsweredMeanwhile(DeskError):
    """A colleague answered while this answer was being written."""

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__(by)
        self.by = by
        self.at = at


class SameTicket(DeskError):
    """A ticket cannot be merged into itself, nor with another client's."""


class ReasonMissing(DeskError):
    """It needs a reason, and what lasts must last more than nothing."""


class TooLate(DeskError):
    """The answer has gone, or something was built upon it: it cannot be taken back."""


class PastMoment(DeskError):
    """A moment to come is asked for."""


class TitleTaken(DeskError):
    """There is an approved answer with this title."""


class PlaceUnknown(DeskError):
    """A text asks for a word nobody fills in."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class ChoiceUnknown(DeskError):
    """The method offers no such choice at this step."""


class StepMade(DeskError):
    """This step of the refund is written down already, or the case is closed."""


class PromiseUnsound(DeskError):
    """A promise that cannot be given."""

    def __init__(self, fault: PromiseFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class OrderOfAnother(DeskError):
    """The order is not this client's."""
