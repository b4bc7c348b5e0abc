"""What is kept here of a client: the works go, that they were checked and marked is counted."""

from provodnik.facts.learning.homework.models import (
    Attempt,
    GraduateMark,
    Mark,
    Review,
    SecondLook,
    Work,
)
from provodnik.kernel.erasure import stays

TRACES = (
    stays(Mark, "review__attempt__work__client", keeps="criterion title"),
    stays(Review, "attempt__work__client", blanks={"comment": ""}, keeps="result"),
    stays(SecondLook, "attempt__work__client", blanks={"agreed": ""}, keeps="reason"),
    # The file itself goes with the next sweep: no row names it any more.
    stays(
        Attempt,
        "work__client",
        blanks={"text": "", "link": "", "file": "", "file_name": "", "external_id": None},
    ),
    stays(Work, "client", keeps="state"),
    stays(GraduateMark, "client", blanks={"comment": ""}),
)
