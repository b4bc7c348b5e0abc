"""Kinds of journal entries about products and the path."""

from provodnik.kernel.events import Unit, kind

KINDS = (
    kind("product_added", "a product came into the matrix", needs="product_id"),
    kind("product_changed", "a product changed", needs="product_id", attrs="fields reason"),
    kind(
        "product_status_changed",
        "a product was launched, put to sleep or retired; `item` is the new status",
        needs="product_id item",
        attrs="was reason",
    ),
    kind("revision_started", "a revision of products began; how many there are", Unit.COUNT),
    kind(
        "product_revised",
        "a revision decided on a product; `item` is the status it has now",
        needs="product_id item",
    ),
    kind(
        "product_acknowledged",
        "a member of staff read what a product is",
        needs="product_id staff_id",
    ),
    kind(
        "product_line_planned",
        "a line of products, `item`, was planned; how many there are to be",
        Unit.COUNT,
        needs="item",
    ),
    kind("economics_confirmed", "unit economics were confirmed", needs="product_id"),
    kind(
        "path_published",
        "a version of the path, `item`, went to work; the number of its steps",
        Unit.COUNT,
        needs="item",
    ),
    kind("upsell_rule_activated", "an upsell rule, `item`, was switched on", needs="item"),
    kind("upsell_rule_switched_off", "an upsell rule, `item`, was switched off", needs="item"),
)
