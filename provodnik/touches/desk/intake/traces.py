"""What is kept here of a client: the name a request had in a file, which says nothing of them."""

from provodnik.kernel.erasure import stays
from provodnik.touches.desk.intake.models import ImportedTicket

TRACES = (stays(ImportedTicket, "ticket__client", keeps="external_id state"),)
