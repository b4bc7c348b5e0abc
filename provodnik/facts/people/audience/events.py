"""Kinds of journal entries about target groups and landing pages."""

from provodnik.kernel.events import Unit, kind

KINDS = (
    kind("audience_saved", "a target group got a name or its pains, `item`", needs="item"),
    kind(
        "portrait_updated",
        "a portrait got a version; its number",
        Unit.COUNT,
        needs="item value",
        attrs="sources",
    ),
    kind("meanings_updated", "a map of meanings got a version", Unit.COUNT, needs="item value"),
    kind(
        "landing_refined",
        "a landing page, `item`, was refined for a version of a portrait",
        Unit.COUNT,
        needs="item value",
        attrs="what",
    ),
    kind("landing_counted", "traffic of a landing page was written down", needs="item"),
)
