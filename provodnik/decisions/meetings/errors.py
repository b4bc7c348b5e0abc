"""What meetings refuse."""


class MeetingsError(Exception):
    """Base of this app's refusals."""


class UnknownKind(MeetingsError):
    """The method has no such kind of meeting."""


class SaysNothing(MeetingsError):
    """An item or a point without words."""


class NotPlanned(MeetingsError):
    """Only a meeting still ahead is held, cancelled or given items."""


class NotHeld(MeetingsError):
    """A protocol is sent after the meeting was held."""


class EmptyProtocol(MeetingsError):
    """A protocol without a point tells nothing."""


class ProtocolIsSent(MeetingsError):
    """What was sent is not rewritten."""


class WithoutClient(MeetingsError):
    """A request is somebody's: the point names no client."""
