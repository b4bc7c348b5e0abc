"""Finding the school that a command is about."""

from django.utils.translation import gettext as _

from provodnik.config.commands.refusal import Refusal
from provodnik.kernel.models import School


def named(slug: str) -> School:
    """The school of this short name.

    Raises:  Refusal: there is none; the line names those that exist
    """
    school = School.objects.filter(slug=slug).first()
    if school is None:
        known = ", ".join(School.objects.order_by("slug").values_list("slug", flat=True)[:20])
        raise Refusal(
            _("There is no school “%(slug)s”. Schools here: %(known)s.")
            % {"slug": slug, "known": known or "—"}
        )
    return school
