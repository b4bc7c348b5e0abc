"""What cards of causes refuse."""


class CausesError(Exception):
    """Base of this app's refusals."""


class Incomplete(CausesError):
    """Something that must be told is empty. `missing` names the fields."""

    def __init__(self, *missing: str) -> None:
        super().__init__(f"not told: {', '.join(missing)}")
        self.missing = missing


class UnknownKind(CausesError):
    """The method has no such kind of cause."""


class UnsafeLink(CausesError):
    """A proof's link that is neither an address of ours nor of the web."""


class NotANumber(CausesError):
    """A proof that claims to be a number and links to no number of ours."""


class CauseIsUnknown(CausesError):
    """A change without a cause that was found: nobody could tell what it should mend."""


class NothingChanged(CausesError):
    """A card is closed only by a change whose effect can be seen."""


class CardIsClosed(CausesError):
    """What is closed is taken up again before it is written on."""


class AlreadyInWork(CausesError):
    """The same place has another card in work."""
