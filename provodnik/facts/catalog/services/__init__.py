"""Everything that may change products, their links, plans of them and who knows them."""

from provodnik.facts.catalog.services.knowledge import acknowledge
from provodnik.facts.catalog.services.lines import (
    drop_place,
    edit_line,
    fill_place,
    plan_line,
    plan_product,
)
from provodnik.facts.catalog.services.links import link, set_pains, unlink
from provodnik.facts.catalog.services.products import (
    add_product,
    add_title,
    confirm_economics,
    edit_product,
    fields_of,
    set_owner,
    set_status,
)
from provodnik.facts.catalog.services.revision import revise, start_revision
from provodnik.facts.catalog.services.several import (
    ask_again,
    change_cells,
    set_content_ready,
    take_back,
)

__all__ = [
    "acknowledge",
    "add_product",
    "add_title",
    "ask_again",
    "change_cells",
    "confirm_economics",
    "drop_place",
    "edit_line",
    "edit_product",
    "fields_of",
    "fill_place",
    "link",
    "plan_line",
    "plan_product",
    "revise",
    "set_content_ready",
    "set_owner",
    "set_pains",
    "set_status",
    "start_revision",
    "take_back",
    "unlink",
]
