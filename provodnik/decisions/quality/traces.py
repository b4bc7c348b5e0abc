"""What is kept here of a client: only that an answer to them was checked; its words are not."""

from provodnik.decisions.quality.models import Check, Drawn, Remark
from provodnik.kernel.erasure import stays

_GONE = "—"

TRACES = (
    stays(
        Remark,
        "check_made__drawn__client",
        # An answer that does not agree must have words.
        blanks={"text": _GONE, "answer": _GONE},
    ),
    stays(Check, "drawn__client", blanks={"note": ""}, keeps="marks"),
    stays(Drawn, "client", blanks={"client": None}, keeps="artefact"),
)
