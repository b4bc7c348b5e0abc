"""What is kept here of a client goes with the person: words, films, the consent, the uses."""

from provodnik.kernel.erasure import goes
from provodnik.touches.voice.cases.models import Story

TRACES = (goes(Story, "client"),)
