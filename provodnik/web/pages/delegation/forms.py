"""What is filled in about handing a duty over."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.decisions.duties.types import NewDelegation
from provodnik.facts.team.queries import staff_list
from provodnik.method import queries as method
from provodnik.method.types import Right

_WORDS = 300


def _functions() -> list[tuple[str, str]]:
    told = [(str(one.key), one.title) for one in method.duty_settings().functions]
    return [*told, ("", str(_("In own words")))]


def _members() -> list[tuple[str, str]]:
    return [(str(one.staff_id), one.name) for one in staff_list()]


def _takers() -> list[tuple[str, str]]:
    """Who may open the register, and so accept."""
    able = [one for one in staff_list() if Right.SEE_DUTIES in method.rights_of(one.role)]
    return [(str(one.staff_id), one.name) for one in able]


class BeginForm(forms.Form):
    """What passes from whom to whom, and since when."""

    function = forms.ChoiceField(label=_("What is handed over"), choices=_functions, required=False)
    title = forms.CharField(label=_("Details"), max_length=_WORDS, required=False)
    giver = forms.TypedChoiceField(label=_("Who hands it over"), choices=_members, coerce=int)
    taker = forms.TypedChoiceField(label=_("To whom"), choices=_takers, coerce=int)
    started_on = forms.DateField(
        label=_("Since"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def clean(self) -> dict[str, object]:
        """A duty is named, and passes to somebody else."""
        told = self.cleaned_data
        if not (told.get("function") or told.get("title")):
            self.add_error("title", _("Say in words what is handed over."))
        if told.get("giver") and told.get("giver") == told.get("taker"):
            self.add_error("taker", _("Choose somebody else: a duty is handed to another."))
        return told

    def to_new(self) -> NewDelegation:
        """The handing over as it was told."""
        told = self.cleaned_data
        return NewDelegation(
            function=told["function"],
            title=told["title"],
            from_staff_id=told["giver"],
            to_staff_id=told["taker"],
            started_on=told["started_on"],
        )


def beginning(today: date) -> dict[str, object]:
    """What stands in the form at first: a function of the department, from a watched role."""
    settings = method.duty_settings()
    roles, team = settings.watched_roles(), staff_list()
    first = next(iter(settings.own_functions()), None)
    return {
        "function": str(first.key) if first else "",
        "giver": next((one.staff_id for one in team if one.role in roles), None),
        "taker": next((one.staff_id for one in team if _leads(one.role)), None),
        "started_on": today,
    }


def _leads(role: str) -> bool:
    """Whether the role is of the department and may take duties over."""
    settings = method.duty_settings()
    own = next(one for one in settings.departments if one.key == settings.own_department)
    return role in own.roles and Right.HAND_DUTIES_OVER in method.rights_of(role)
