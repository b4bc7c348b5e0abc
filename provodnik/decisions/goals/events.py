"""Kinds of journal entries about goals. `item` names the goal: «objective:7»."""

from provodnik.kernel.events import kind

KINDS = (
    kind(
        "goal_saved",
        "an objective, key result, KPI or initiative was written down or changed",
        needs="item",
        attrs="title before after",
    ),
    kind("goal_dropped", "a goal holds no more", needs="item", attrs="title"),
    kind("goal_restored", "a dropped goal holds again", needs="item", attrs="title"),
    kind(
        "goal_fact_told",
        "a value nobody counts was entered by hand, with its source",
        needs="item",
        attrs="value on source",
    ),
)
