"""What is kept here of a client: that something was agreed on about them, without the words."""

from provodnik.decisions.meetings.models import AgendaItem, Point
from provodnik.kernel.erasure import stays

_GONE = "—"

TRACES = (
    stays(
        AgendaItem,
        "client",
        blanks={"client": None, "text": _GONE, "source_title": ""},
        keeps="kind source source_page",
    ),
    stays(Point, "client", blanks={"client": None, "text": _GONE}),
)
