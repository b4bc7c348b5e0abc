"""Every write of surveys, one public function a verb."""

from provodnik.touches.voice.surveys.services.answering import Sent, note_opening, submit
from provodnik.touches.voice.surveys.services.asking import ask_after, invite
from provodnik.touches.voice.surveys.services.closing import settle, unsettle
from provodnik.touches.voice.surveys.services.forms import (
    create_ready,
    create_survey,
    edit_survey,
    publish,
    revise,
    start,
    stop,
)
from provodnik.touches.voice.surveys.services.questions import (
    add_question,
    edit_intro,
    edit_question,
    move_question,
    remove_question,
)
from provodnik.touches.voice.surveys.services.sending import handed_over, send_due
from provodnik.touches.voice.surveys.services.waves import keep_rhythm, start_wave

__all__ = [
    "Sent",
    "add_question",
    "ask_after",
    "create_ready",
    "create_survey",
    "edit_intro",
    "edit_question",
    "edit_survey",
    "handed_over",
    "invite",
    "keep_rhythm",
    "move_question",
    "note_opening",
    "publish",
    "remove_question",
    "revise",
    "send_due",
    "settle",
    "start",
    "start_wave",
    "stop",
    "submit",
    "unsettle",
]
