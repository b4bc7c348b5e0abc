"""What segments forbid."""


class BaseError(Exception):
    """Base of everything the base refuses."""


class RuleIsBroken(BaseError):
    """A rule that cannot be read: `code` says why, `subject` which part of it."""

    def __init__(self, code: str, subject: str = "") -> None:
        super().__init__(f"{code}: {subject}")
        self.code = code
        self.subject = subject


class NameTaken(BaseError):
    """Another segment has this name."""


class AssumptionOutOfRange(BaseError):
    """A conversion beyond 0..1 or a cheque below zero."""
