"""Shapes about the one window: channels, topics, priorities and what is promised."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from provodnik.method.desk_words import FirstHolder, ReopenClock
from provodnik.method.shapes.base import (
    ClockTime,
    Count,
    Item,
    Key,
    Line,
    Positive,
    Prose,
    Ref,
    Shape,
    Takes,
)
from provodnik.method.shapes.numbers import Percent
from provodnik.method.shapes.refunds import DeskRefunds
from provodnik.method.types import Section


class DeskChannel(Item):
    """A way a request comes in, and what belongs into it."""

    title: Line = Field(title="Title")
    rule: Line = Field(title="What belongs here")


class DeskTopic(Item):
    """What a request is about, and who gets it."""

    title: Line = Field(title="Title")
    priority: Annotated[Key, Ref(Section.DESK, "priorities")] = Field(title="Priority")
    holder: FirstHolder = Field(title="Who gets it first")
    roles: tuple[Annotated[Key, Ref(Section.ROLES, "roles")], ...] = Field(
        title="Who stands in", description="The least loaded of these roles, where the first cannot"
    )
    channel: Annotated[Key, Ref(Section.DESK, "channels")] | None = Field(
        default=None, title="Only by this channel"
    )


class DeskPriority(Item):
    """How soon a request is answered and resolved."""

    title: Line = Field(title="Title")
    answer_minutes: Positive | None = Field(
        default=None,
        title="First answer within, working minutes",
        description="Empty: as promised in «Figures»",
    )
    resolve_hours: Positive = Field(title="Resolved within, hours")
    limit_hours: Positive = Field(title="At the latest, hours")
    working_hours: bool = Field(title="These are working hours")

    @model_validator(mode="after")
    def _the_limit_is_not_before_the_target(self) -> Self:
        if self.limit_hours < self.resolve_hours:
            raise PydanticCustomError(
                "limit_before_target",
                "the limit comes before the target",
                {"at": "limit_hours"},
            )
        return self


class DeskThanks(Shape):
    """Messages that only thank and open nothing."""

    words: tuple[Line, ...] = Field(title="Thanks")
    fillers: tuple[Line, ...] = Field(title="Words beside them")
    longest: Positive = Field(title="Words at most")


class DeskLoad(Shape):
    """When too much hangs on one person."""

    percent: Percent = Field(title="Share of one person above, percent")
    tickets_at_least: Positive = Field(title="Tickets at least")
    window_days: Positive = Field(title="Window, days")


class TeamQuiet(Shape):
    """When the team is not disturbed, by the school's clock: [from, until) across midnight.

    Inside working hours these are hours of concentration: clocks stand and nobody is reminded.
    """

    starts: ClockTime = Field(title="Quiet from")
    ends: ClockTime = Field(title="Quiet until")


class WrongChannelWords(Shape):
    """What a client hears who came by the wrong channel."""

    reminder: Annotated[Prose, Takes.words("name channel rule")] = Field(title="Reminder")
    agreement: Line = Field(title="What the client agrees to")


class DeskAnswer(Item):
    """An answer a school may begin with; approved ones are kept with their versions."""

    title: Line = Field(title="Title")
    topic: Annotated[Key, Ref(Section.DESK, "topics")] = Field(title="Topic")
    text: Prose = Field(title="Text")


class Desk(Shape):
    """The one window: what is promised, to whom a request goes, what is thanks."""

    availability: Prose = Field(title="When we answer")
    format: Prose = Field(title="How we help")
    warn_minutes: Positive = Field(title="Warn before, working minutes")
    reopen_days: Count = Field(title="A solved request comes back within, days")
    reopen_clock: ReopenClock = Field(title="The clock of one that came back")
    most_shown: Positive = Field(title="Requests on a page")
    import_live_days: Count = Field(title="Unsolved requests of a file live on, days")
    undo_seconds: Count = Field(
        title="An answer can be taken back within, seconds", description="It waits so long"
    )
    quiet_hours: TeamQuiet = Field(title="Quiet hours of the team")
    producer_roles: tuple[Annotated[Key, Ref(Section.ROLES, "roles")], ...] = Field(
        title="Whose time a request must not take",
        description="A request that comes to them is counted as one that reached the producer",
    )
    load: DeskLoad = Field(title="Load")
    thanks: DeskThanks = Field(title="Thanks")
    channels: tuple[DeskChannel, ...] = Field(title="Channels")
    priorities: tuple[DeskPriority, ...] = Field(title="Priorities")
    topics: tuple[DeskTopic, ...] = Field(title="Topics")
    wrong_channel: WrongChannelWords = Field(title="Wrong channel")
    answers: tuple[DeskAnswer, ...] = Field(title="Answers to begin with")
    refund_topic: Annotated[Key, Ref(Section.DESK, "topics")] = Field(title="Topic of refunds")
    refunds: DeskRefunds = Field(title="Refunds")

    def topic(self, key: str) -> DeskTopic | None:
        return next((topic for topic in self.topics if topic.key == key), None)

    def priority(self, key: str) -> DeskPriority | None:
        return next((priority for priority in self.priorities if priority.key == key), None)

    def channel(self, key: str) -> DeskChannel | None:
        return next((channel for channel in self.channels if channel.key == key), None)
