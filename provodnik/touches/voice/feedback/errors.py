"""What feedback refuses."""


class FeedbackError(Exception):
    """Base of this app's refusals."""


class NothingSaid(FeedbackError):
    """An item without words is nothing."""


class UnknownTopic(FeedbackError):
    """The method has no such topic."""


class NotSorted(FeedbackError):
    """An item is decided upon once somebody said what it is about."""


class WithoutOwner(FeedbackError):
    """A decision that nobody answers for is none."""


class WithoutWords(FeedbackError):
    """A decision says what will be done, a refusal why not."""


class NotDecided(FeedbackError):
    """A client is told what was decided, so a decision comes first."""


class NobodyToTell(FeedbackError):
    """It is not known who said it."""


class NotTold(FeedbackError):
    """The client was not told what was changed (R-233)."""


class NotReachedYet(FeedbackError):
    """The reply is planned, nobody has told it to the client yet."""


class AlreadyDone(FeedbackError):
    """What is done is taken up again before it is changed."""


class NobodyToAsk(FeedbackError):
    """The cohort has no members."""
