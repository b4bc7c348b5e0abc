"""Words that go back into the answer of a request: taken back, or prepared to be sent."""

from django.http import HttpRequest

_KEY = "desk_draft"


def keep(request: HttpRequest, ticket_id: int, text: str) -> None:
    """For the next time the request is shown to this member."""
    request.session[_KEY] = {"ticket": ticket_id, "text": text}


def take(request: HttpRequest, ticket_id: int) -> str:
    """What was kept for this request, "" for nothing; shown once."""
    kept = request.session.get(_KEY)
    if not kept or kept.get("ticket") != ticket_id:
        return ""
    del request.session[_KEY]
    text: str = kept["text"]
    return text
