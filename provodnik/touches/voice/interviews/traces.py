"""What is kept here of a client goes with the person: answers, notes, quotes."""

from provodnik.kernel.erasure import goes
from provodnik.touches.voice.interviews.models import Interview

TRACES = (goes(Interview, "client"),)
