"""What is kept here of a client: where they are reached."""

from provodnik.kernel.accounts.models import Address
from provodnik.kernel.erasure import goes

TRACES = (goes(Address, "client_id"),)
