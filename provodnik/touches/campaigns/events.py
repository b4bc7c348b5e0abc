"""Kinds of journal entries about campaigns; `item` is the campaign's name."""

from provodnik.kernel.events import kind

KINDS = (
    kind(
        "campaign_started",
        "a campaign began to plan touches",
        needs="item",
        attrs="campaign people alone",
    ),
    kind("campaign_stopped", "somebody stopped a campaign", needs="item", attrs="campaign touches"),
    kind("campaign_resumed", "a stopped campaign goes on", needs="item", attrs="campaign"),
    kind("campaign_finished", "nobody waits for a step any more", needs="item", attrs="campaign"),
)
