"""What is kept here of a client: their files go with their messages, and from the disk nightly."""

from provodnik.kernel.erasure import goes
from provodnik.touches.desk.files.models import MessageFile

TRACES = (goes(MessageFile, "message__conversation__client"),)
