"""What is forbidden about the people and decisions of a relationship."""


class RelationsError(Exception):
    """Base of everything refused here."""


class UnknownPart(RelationsError):
    """The method has no such part of a relationship."""


class UnknownSideRole(RelationsError):
    """The method has no such role of the client's side."""


class UnknownDecisionKind(RelationsError):
    """The method has no such kind of decision."""


class HasLeft(RelationsError):
    """Who is named does not work here any more, or has left the client's side."""


class NobodySpeaks(RelationsError):
    """A group or a company speaks through a person: its contact is to be named."""


class NotShown(RelationsError):
    """The client does not see this decision, so cannot agree to it."""


class SaysNothing(RelationsError):
    """A field without which the record is worth nothing is empty; `field` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field
