"""Words of verdicts and severities, and the tones that go with them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SEVERITIES: Mapping[str, Promise] = {
    "urgent": _("Urgent"),
    "serious": _("Serious"),
    "minor": _("Worth noting"),
}
SEVERITY_TONES: Mapping[str, str] = {"urgent": "act", "serious": "watch", "minor": "neutral"}
VERDICTS: Mapping[str, Promise] = {
    "passed": _("yes"),
    "failed": _("no"),
    "unknown": _("no answer"),
    "skipped": _("not about us"),
}
