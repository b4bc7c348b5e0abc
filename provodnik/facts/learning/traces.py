"""What is kept here of a client's learning: that they learned somewhere, which is counted."""

from provodnik.facts.learning.models import Membership
from provodnik.kernel.erasure import stays

TRACES = (stays(Membership, "client"),)
