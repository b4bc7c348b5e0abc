"""Shapes about sending."""

from typing import Annotated

from pydantic import Field

from provodnik.method.shapes.base import ClockTime, Count, Item, Line, Positive, Shape, Takes


class SendingChannel(Item):
    """How a channel is spoken to: its pace and how long it is tried."""

    title: Line = Field(title="Title")
    per_second: Positive = Field(title="Messages a second at most")
    at_once: Positive = Field(title="Messages taken together")
    parallel: Positive = Field(title="Sent side by side")
    attempts: Positive = Field(title="Attempts at most")
    first_retry_seconds: Positive = Field(title="Second attempt after, seconds")
    longest_retry_minutes: Positive = Field(title="Longest wait between attempts, minutes")
    lease_seconds: Positive = Field(title="Without an answer for, seconds, it is unclear")


class SendingQuiet(Shape):
    """When a machine writes to nobody, by the reader's own clock: [from, to) across midnight."""

    starts: ClockTime = Field(title="From")
    ends: ClockTime = Field(title="To")


class Sending(Shape):
    """Messages going out: attempts, pace and quiet hours."""

    most_shown: Count = Field(title="Rows on a page")
    waiting_minutes: Positive = Field(title="A message waits too long after, minutes")
    quiet_hours: SendingQuiet = Field(title="Quiet hours")
    letter_subject: Annotated[Line, Takes.words("number name topic")] = Field(
        title="Subject of a letter", description="{number}, {name} and {topic} are filled in"
    )
    channels: tuple[SendingChannel, ...] = Field(title="Channels", min_length=1)

    def channel(self, key: str) -> SendingChannel:
        """The terms of a channel; one that is not named is spoken to like the first."""
        return next((one for one in self.channels if one.key == key), self.channels[0])
