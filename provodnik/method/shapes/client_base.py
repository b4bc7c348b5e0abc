"""Shapes about the base: its parts, the bands of RFM, potentials, campaigns, bad processes."""

from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from provodnik.method.shapes.base import Count, Item, Key, Line, Positive, Prose, Shape
from provodnik.method.shapes.numbers import Percent
from provodnik.method.types import Deed, Direction


class RecencyBand(Item):
    """Buyers whose last payment is no older than so many days; the last band has no end."""

    title: Line = Field(title="Title")
    up_to_days: Positive | None = Field(default=None, title="Up to, days")


class FrequencyBand(Item):
    """Buyers with at least so many paid orders, up to the next band."""

    title: Line = Field(title="Title")
    from_orders: Positive = Field(title="From, orders")


class MoneyBand(Item):
    """Buyers who brought at least so many roubles, up to the next band."""

    title: Line = Field(title="Title")
    from_roubles: Count = Field(title="From, roubles")


class ReadyCondition(Item):
    """One condition of a ready-made segment; conditions of one group are alternatives."""

    group: Positive = Field(title="Group")
    fact: Key = Field(title="What is asked")
    how: Key = Field(title="How it is compared")
    value: Line | None = Field(default=None, title="With what")


class ReadySegment(Item):
    """A segment a school may take as it is."""

    title: Line = Field(title="Title")
    why: Prose = Field(title="What it is for")
    conditions: tuple[ReadyCondition, ...] = Field(title="Conditions")


class Potential(Shape):
    """What conversion and average cheque are counted from."""

    window_days: Positive = Field(title="Window, days")
    few_below: Positive = Field(
        title="Offers or orders at least", description="With fewer, those of the whole school"
    )


class CampaignStep(Item):
    """One touch of a campaign and how long after the one before it."""

    deed: Deed = Field(title="Deed")
    wait_days: Count = Field(title="After, days")
    script: Key = Field(title="Script")
    reason: Line = Field(title="Why now")


class Campaigns(Shape):
    """Who is turned to, who is left alone to compare with, and for how long it is counted."""

    holdout_percent: Percent = Field(title="Left alone, percent")
    holdout_at_least: Positive = Field(title="Left alone, people at least")
    result_days: Positive = Field(title="Result is counted for, days")
    retry_days: Positive = Field(title="Where the gate refuses, asked again after, days")
    clicked_after_hours: Count = Field(title="Clicked and not paid for, hours")
    clicked_within_days: Positive = Field(title="Clicked no longer ago than, days")
    reactivation: tuple[CampaignStep, ...] = Field(title="Steps of reactivation")
    closing: tuple[CampaignStep, ...] = Field(title="Steps of closing")


class Process(Item):
    """A figure by month and from where on it is bad."""

    title: Line = Field(title="Title")
    better: Direction = Field(title="Better when it goes")
    percent: Percent = Field(title="Threshold, percent")


class BaseSettings(Shape):
    """The base as an asset: its parts, its bands, what is expected of it."""

    active_days: Positive = Field(title="Active: sign of life within, days")
    lost_days: Positive = Field(title="Lost: no sign of life for, days")
    signs_of_life: tuple[Key, ...] = Field(title="Signs of life")
    base_share_percent: Percent = Field(title="Revenue from the base, percent")
    months_shown: Positive = Field(title="Months shown")
    bad_periods: Positive = Field(title="Red after bad months in a row")
    recency: tuple[RecencyBand, ...] = Field(title="Recency")
    frequency: tuple[FrequencyBand, ...] = Field(title="Frequency")
    money: tuple[MoneyBand, ...] = Field(title="Money")
    potential: Potential = Field(title="Potential")
    campaigns: Campaigns = Field(title="Campaigns")
    processes: tuple[Process, ...] = Field(title="Processes watched")
    ready: tuple[ReadySegment, ...] = Field(title="Ready-made segments")

    @model_validator(mode="after")
    def _bands_ascend(self) -> Self:
        bands: dict[str, list[int | None]] = {
            "recency": [band.up_to_days for band in self.recency],
            "frequency": [band.from_orders for band in self.frequency],
            "money": [band.from_roubles for band in self.money],
        }
        for name, edges in bands.items():
            known = [edge for edge in edges if edge is not None]
            gaps = None in edges[:-1] or (name == "recency" and edges[-1:] != [None])
            if not edges or gaps or known != sorted(set(known)):
                raise PydanticCustomError(
                    "bands_broken", "the bands of {name} do not ascend", {"name": name, "at": name}
                )
        if self.lost_days <= self.active_days:
            raise PydanticCustomError(
                "parts_overlap", "lost must begin after active ends", {"at": "lost_days"}
            )
        return self
