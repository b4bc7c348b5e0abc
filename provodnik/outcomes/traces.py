"""What is kept here of a client: who is credited with their money, by ids and codes alone."""

from provodnik.kernel.erasure import stays
from provodnik.outcomes.models import Credit

TRACES = (stays(Credit, "client", keeps="rule channel evidence"),)
