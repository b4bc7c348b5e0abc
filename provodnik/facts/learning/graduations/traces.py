"""What is kept here of a client: that they graduated, which is counted."""

from provodnik.facts.learning.graduations.models import Graduate
from provodnik.kernel.erasure import stays

TRACES = (stays(Graduate, "client"),)
