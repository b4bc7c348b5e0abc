"""Kinds of journal entries about messages on their way out; `item` is the message."""

from provodnik.kernel.events import kind

KINDS = (
    kind("outgoing_sent_again", "a person had an unclear message sent once more", needs="item"),
    kind("outgoing_was_delivered", "a person told that an unclear message arrived", needs="item"),
)
