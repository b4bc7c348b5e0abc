"""What is kept here of a client: what Telegram told of them, word for word."""

from provodnik.connectors.telegram.models import Update
from provodnik.kernel.erasure import goes

TRACES = (goes(Update, "client_id"),)
