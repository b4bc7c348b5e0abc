"""What is kept here of a client goes with the person: the words, the decision, the reply."""

from provodnik.kernel.erasure import goes
from provodnik.touches.voice.feedback.models import Feedback

TRACES = (goes(Feedback, "client"),)
