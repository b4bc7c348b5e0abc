"""What is kept here about a client, and what becomes of it when the person is erased."""

from provodnik.facts.people.relations.models import (
    ClientContact,
    Decision,
    PartOwner,
    PriorityChange,
)
from provodnik.kernel.erasure import goes

# What a contact asked or decided goes before the contact.
TRACES = (
    goes(PriorityChange, "client"),
    goes(Decision, "client"),
    goes(PartOwner, "client"),
    goes(ClientContact, "client"),
)
