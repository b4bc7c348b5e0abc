"""What is kept here of a client: words sent to them. Nothing waits for somebody erased."""

from provodnik.kernel.erasure import goes
from provodnik.kernel.outbox.models import Message

TRACES = (goes(Message, "client_id"),)
