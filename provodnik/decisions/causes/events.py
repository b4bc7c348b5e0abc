"""Kinds of journal entries about causes of outflow. `item` names the card: «card:7»."""

from provodnik.kernel.events import kind

KINDS = (
    kind(
        "cause_card_opened",
        "somebody took up a place where a course loses students",
        needs="product_id item",
        attrs="metric step reached before size definition_version",
    ),
    kind("cause_owner_named", "who answers for a card of a cause", needs="item", attrs="owner"),
    kind(
        "cause_hypothesis_told",
        "why students may stop there, and how that is checked; again where it was changed",
        needs="item",
        attrs="hypothesis before after",
    ),
    kind(
        "cause_hypothesis_dropped",
        "a hypothesis holds no more",
        needs="item",
        attrs="hypothesis text",
    ),
    kind(
        "cause_hypothesis_restored",
        "a dropped hypothesis is back",
        needs="item",
        attrs="hypothesis text",
    ),
    kind(
        "cause_checked",
        "a hypothesis was checked, with its proof",
        needs="item",
        attrs="hypothesis kind text result proof_kind proof link",
    ),
    kind(
        "cause_found",
        "a check confirmed why students stop there",
        needs="product_id item",
        attrs="kind text",
    ),
    kind(
        "cause_change_made",
        "what was changed because of a cause, and from which day",
        needs="item",
        attrs="on text",
    ),
    kind(
        "cause_card_closed",
        "a person judged by the figures whether the change helped",
        needs="item",
        attrs="outcome note before_reached before_size after_reached after_size",
    ),
    kind("cause_card_reopened", "a closed card is taken up again", needs="item"),
    kind("cause_card_dropped", "a card was withdrawn", needs="item"),
    kind("cause_card_restored", "a withdrawn card is back", needs="item"),
)
