"""What is kept here of a client: words go with the person, scores stay to be counted."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from provodnik.kernel.erasure import goes, stays
from provodnik.touches.voice.surveys.models import (
    Answer,
    Concern,
    Invitation,
    NotAsked,
    Response,
)

TRACES = (
    goes(NotAsked, "client"),
    goes(Concern, "client"),
    stays(Answer, "response__client", blanks={"text": ""}, keeps="item measure"),
    stays(
        Response,
        "client",
        blanks={"external_id": None, "keys": []},
        keeps="source",
    ),
    stays(
        Invitation,
        "client",
        # An address that opens nothing any more.
        blanks={"token": Concat(Value("gone-"), Cast(F("id"), CharField())), "about": ""},
        keeps="occurrence channel",
    ),
)
