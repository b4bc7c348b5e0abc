"""Which request of a file is which ticket of ours."""

from django.db import models

from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.touches.desk.models import Ticket


class ImportedTicket(SchoolModel):
    """A ticket that came from a file under `external_id`.

    `state` is what the import made of it: a ticket in another state was worked on here, and its
    file has no say in it any more. `run_id` and `line` tell which row of which import decided
    last, so that an earlier row of the same file does not undo it.

    Invariants, held by the database: a name of a file is one ticket, and a ticket has one name.
    """

    external_id = models.CharField(max_length=150)
    ticket = SchoolForeignKey(Ticket, on_delete=models.CASCADE)
    state = models.CharField(max_length=20)
    run_id = models.BigIntegerField()
    line = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="imported_ticket_once", fields=["school", "external_id"]),
            models.UniqueConstraint(name="ticket_is_imported_once", fields=["school", "ticket"]),
        ]
