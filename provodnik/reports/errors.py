"""What reports refuse."""


class ReportsError(Exception):
    """Base of this app's refusals."""


class ReasonIsMissing(ReportsError):
    """Point A is fixed; it changes only with a reason, which goes into the journal."""


class ProgrammeIsOpen(ReportsError):
    """A school has one programme at a time."""


class SourceIsMissing(ReportsError):
    """A figure entered by hand says where it comes from."""


class NotComparable(ReportsError):
    """The words hold no number: «much better»."""


class UnknownRow(ReportsError):
    """Neither the rows of A → B nor the panels have this figure."""
