"""Everything that may change products and the links between them."""

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

__all__ = [
    "add_product",
    "add_title",
    "confirm_economics",
    "edit_product",
    "fields_of",
    "link",
    "revise",
    "set_owner",
    "set_pains",
    "set_status",
    "start_revision",
    "unlink",
]
