"""Shapes about channels of sales, sources of leads and clicks on links."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from provodnik.method.shapes.base import (
    Count,
    Icon,
    Item,
    Key,
    Line,
    Positive,
    Prose,
    Ref,
    Shape,
    covers,
)
from provodnik.method.types import ChannelGroup, Section

ChannelKey = Annotated[Key, Ref(Section.CHANNELS, "channels")]
LeadSourceKey = Annotated[Key, Ref(Section.CHANNELS, "lead_sources")]
WayKey = Annotated[Key, Ref(Section.QUEUE, "ways")]


class GroupWords(Item):
    """A line of the department's total."""

    key: ChannelGroup = Field(title="Group")
    title: Line = Field(title="Title")
    hint: Prose = Field(title="Hint")


class Channel(Item):
    """A channel of repeat sales (R-093)."""

    title: Line = Field(title="Title")
    short: Line = Field(title="Short title")
    group: ChannelGroup = Field(title="Line of the total")
    way: WayKey = Field(title="Usual way to reach a student")
    icon: Icon = Field(title="Icon")
    hint: Prose = Field(title="Hint")


class UtmRule(Item):
    """Marks of a link → channel. Empty lists do not matter; `*` stands for any letters."""

    channel: ChannelKey = Field(title="Channel")
    source: tuple[Line, ...] = Field(default=(), title="utm_source")
    medium: tuple[Line, ...] = Field(default=(), title="utm_medium")
    campaign: tuple[Line, ...] = Field(default=(), title="utm_campaign")
    content: tuple[Line, ...] = Field(default=(), title="utm_content")


class LeadSource(Item):
    """Where people come to the school from (R-256)."""

    title: Line = Field(title="Title")
    hint: Prose = Field(title="Hint")


class LeadRule(Item):
    """Marks of a first visit → source. Empty lists do not matter; `*` stands for any letters."""

    lead_source: LeadSourceKey = Field(title="Source")
    source: tuple[Line, ...] = Field(default=(), title="utm_source")
    medium: tuple[Line, ...] = Field(default=(), title="utm_medium")
    campaign: tuple[Line, ...] = Field(default=(), title="utm_campaign")
    content: tuple[Line, ...] = Field(default=(), title="utm_content")


class Clicks(Shape):
    """How a machine's click on a tracked link is told from a person's (R-105)."""

    early_seconds: Count = Field(
        title="Too early, seconds", description="Nobody reads a link so soon after it was made"
    )
    burst_links: Positive = Field(
        title="Too many links", description="Different links opened by one visitor at once"
    )
    burst_seconds: Positive = Field(title="At once is within, seconds")
    robots: tuple[Line, ...] = Field(
        title="Names of machines", description="A part of the name is enough, any case"
    )
    people: tuple[Line, ...] = Field(
        default=(), title="Names that only sound so", description="Telephones, for example"
    )


class Channels(Shape):
    """Channels of repeat sales, sources of leads, and how marks of a link name either."""

    groups: tuple[GroupWords, ...] = Field(title="Lines of the total")
    channels: tuple[Channel, ...] = Field(title="Channels")
    utm_rules: tuple[UtmRule, ...] = Field(
        title="Channel by marks", description="The first rule that fits decides"
    )
    lead_sources: tuple[LeadSource, ...] = Field(title="Sources of leads")
    lead_rules: tuple[LeadRule, ...] = Field(
        title="Source by marks", description="The first rule that fits decides"
    )
    clicks: Clicks = Field(title="Clicks of machines")

    @model_validator(mode="after")
    def _every_group_has_words(self) -> Self:
        covers(self.groups, ChannelGroup, "groups")
        return self

    def channel(self, key: str) -> Channel | None:
        return next((channel for channel in self.channels if channel.key == key), None)

    def lead_source(self, key: str) -> LeadSource | None:
        return next((one for one in self.lead_sources if one.key == key), None)

    def lead_title(self, source: str) -> str:
        """What a source is called; one the method does not know, as it was told."""
        known = self.lead_source(source)
        return known.title if known else source
