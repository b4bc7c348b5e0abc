"""Words of quality control: marks, kinds of work, refusals."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provodnik.decisions.quality.errors import (
    AlreadyChecked,
    AlreadyDecided,
    CheckedByTwo,
    LayerSaysNothing,
    MarksMissing,
    OwnWork,
    QualityError,
    SaysNothing,
)
from provodnik.decisions.quality.types import Mark
from provodnik.method import queries as method
from provodnik.method.quality_words import Artefact

MARKS: Mapping[Mark, Promise] = {
    Mark.PASSED: _("Yes"),
    Mark.FAILED: _("No"),
    Mark.NOT_APPLICABLE: _("Does not apply"),
}
_REFUSALS: Mapping[type[QualityError], Promise] = {
    OwnWork: _("Nobody judges their own work: a colleague does."),
    AlreadyChecked: _("You have checked this already. A colleague may check it as well."),
    CheckedByTwo: _("Two have checked this already: that is enough to compare."),
    MarksMissing: _("Mark every point: yes, no or does not apply."),
    SaysNothing: _("Say why you do not agree: the checker reads it."),
    LayerSaysNothing: _("Choose a kind of work, a person, or both."),
    AlreadyDecided: _("A colleague has judged this already."),
}


def refusal(error: QualityError) -> str:
    """Why something was not done, in words."""
    return str(_REFUSALS.get(type(error), _("Not written down. Try again.")))


def artefact_titles() -> dict[Artefact, str]:
    """What kinds of work are called in the method."""
    return {one.key: one.title for one in method.quality_settings().checklists}
