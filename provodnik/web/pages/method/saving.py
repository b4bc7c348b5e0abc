"""Writing an edit of the method, or saying why it was refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from provodnik.facts.team.queries import names_of
from provodnik.method import services
from provodnik.method.diff import Body
from provodnik.method.errors import (
    ChangedMeanwhile,
    ChoiceMissing,
    MethodError,
    MethodInvalid,
    Problem,
    ReasonRequired,
)
from provodnik.method.types import Section
from provodnik.web.design.types import GateReason


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was written: `words` for the whole, `problems` by place."""

    words: str
    problems: tuple[Problem, ...] = ()
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """Who changes a section and why; `seen_revision` is what they looked at."""

    by: int
    now: datetime
    reason: str
    seen_revision: int | None


def save(section: Section, body: Body, edit: Edit) -> Refusal | None:
    """Write the body. None when it is written, or nothing changed."""
    try:
        services.edit(
            section,
            body,
            by=edit.by,
            now=edit.now,
            reason=edit.reason,
            seen_revision=edit.seen_revision,
        )
    except MethodError as error:
        return refusal(error)
    return None


def reasons(
    section: Section, refused: Refusal | None, above: Sequence[str]
) -> tuple[GateReason, ...]:
    """What stands under the refusal's words: places to mend, or where to compare."""
    if refused is not None and refused.is_stale:
        history = reverse("method:history", args=[section.value])
        return (GateReason(_("What changed"), fix=_("Compare"), href=history),)
    return tuple(GateReason(text) for text in above)


def refusal(error: MethodError) -> Refusal:
    """What the method said no to, in words."""
    match error:
        case MethodInvalid():
            return Refusal(_("Nothing is saved yet: mend what is marked."), error.problems)
        case ReasonRequired():
            return Refusal(_("Write why: the reason stays in the history."))
        case ChangedMeanwhile():
            name = names_of([error.edited_by]).get(error.edited_by) if error.edited_by else None
            who = name or _("A colleague")
            words = _(
                "While you were writing, %(name)s changed this section."
                " Compare and choose what to keep."
            )
            return Refusal(words % {"name": who}, is_stale=True)
        case ChoiceMissing():
            return Refusal(_("Choose for each change that you also made: take or keep your own."))
    return Refusal(str(error))
