"""What is kept here of a client, all of which goes when the person is erased: the page and its
address, what was asked for there, the case others might have been sent."""

from provodnik.kernel.erasure import goes
from provodnik.touches.care.models import Case, Need, StudentPage

TRACES = (
    goes(StudentPage, "client"),
    goes(Need, "client"),
    goes(Case, "client"),
)
