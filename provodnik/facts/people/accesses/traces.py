"""What is kept here of a client: that something is open or was, without the words.

A row stays so that what is still open is taken back after the person is erased as well.
"""

from provodnik.facts.people.accesses.models import AccessGrant, AccessStep
from provodnik.kernel.erasure import stays

TRACES = (
    stays(
        AccessGrant,
        *("holder_client", "about_client"),
        blanks={"words": "—", "reason": ""},
        keeps="kind",
    ),
    stays(
        AccessStep,
        *("grant__holder_client", "grant__about_client"),
        blanks={"note": ""},
        keeps="kind",
    ),
)
