"""What is kept here of a client: a place in the base and in segments, which an erased one lost."""

from provodnik.facts.sales.base.models import Change, Contact, Membership
from provodnik.kernel.erasure import goes

TRACES = (
    goes(Membership, "client"),
    goes(Contact, "client"),
    goes(Change, "client_id"),
)
