"""How the reader's language writes a change."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from provodnik.metrics.change import Words


def change_words() -> Words:
    """Marks and words of the language that is on."""
    return Words(
        from_zero=_("from zero"),
        decimal_mark=pgettext("between roubles and kopecks", "."),
        group_mark=pgettext("between thousands", ","),
    )
