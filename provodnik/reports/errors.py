"""What reports refuse."""


class ReportsError(Exception):
    """Base of this app's refusals."""


class ReasonIsMissing(ReportsError):
    """Point A is fixed; it changes only with a reason, which goes into the journal."""


class ProgrammeIsOpen(ReportsError):
    """A school has one programme at a time."""
