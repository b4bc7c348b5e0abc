"""What is kept here of a client: which letters were theirs. Their words are the desk's."""

from provodnik.connectors.email.models import Letter
from provodnik.kernel.erasure import goes

TRACES = (goes(Letter, "message__conversation__client"),)
