"""What interviews refuse."""


class InterviewsError(Exception):
    """Base of this app's refusals."""


class NothingSaid(InterviewsError):
    """An interview is held when something was written down: an answer, notes or a quote."""


class NotHeldYet(InterviewsError):
    """Its day has not come."""


class AlreadyHeld(InterviewsError):
    """What was held stays in the register: it is not called off."""


class NothingToSend(InterviewsError):
    """The month has no quote and no case for marketing."""


class PackIsSent(InterviewsError):
    """The month's pack has gone to marketing already."""
