"""What an audit refuses."""

from provodnik.reports.errors import ReportsError


class AuditError(ReportsError):
    """Base of the audit's refusals."""


class AuditIsOpen(AuditError):
    """One audit at a time: finish the open one first."""


class AuditIsFinished(AuditError):
    """A finished audit is a dated document; its answers stay as they were."""


class UnknownCheck(AuditError):
    """The checklist has no such item."""
