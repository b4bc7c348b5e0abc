"""How a page obtains an audit and its findings."""

from django.http import Http404

from provodnik.reports.audit.models import Audit, Finding
from provodnik.reports.audit.queries import audit_page, finding_row
from provodnik.reports.audit.types import AuditPage, FindingRow


def audit_of_school(audit_id: int) -> AuditPage:
    """An audit of the current school; 404 if there is none such."""
    try:
        return audit_page(audit_id)
    except Audit.DoesNotExist:
        raise Http404(str(audit_id)) from None


def finding_of_school(finding_id: int) -> tuple[int, FindingRow]:
    """A finding with the audit it stands in; 404 if there is none such."""
    try:
        return finding_row(finding_id)
    except Finding.DoesNotExist:
        raise Http404(str(finding_id)) from None
