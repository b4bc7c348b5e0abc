"""«Отменить» of cells and bulk actions: the change itself travels, signed, in the address."""

from collections.abc import Sequence

from django.core import signing
from django.urls import reverse

from provodnik.facts.catalog.services.several import CellChange
from provodnik.web.shell.templatetags.shell import UNDO_TAG

_SALT = "matrix.undo"
_HOURS = 12


def undo_tag(changes: Sequence[CellChange]) -> str:
    """What a message carries so that it offers to take these changes back."""
    packed = [[one.product_id, one.field, one.was, one.became] for one in changes]
    token = signing.dumps(packed, salt=_SALT, compress=True)
    return UNDO_TAG + reverse("matrix:undo", args=[token])


def changes_of(token: str) -> list[CellChange]:
    """The changes of an address.

    Raises:  BadSignature: not ours, or of another day
    """
    packed = signing.loads(token, salt=_SALT, max_age=_HOURS * 3600)
    return [CellChange(*one) for one in packed]
