"""What is asked before a person is erased."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provodnik.facts.people.erasure.rules import is_same_name


class ErasureForm(forms.Form):
    """The name once more, by hand, so that nobody is erased by a slip; where the request lies."""

    name = forms.CharField(label=gettext_lazy("The name on the card"), max_length=300)
    request = forms.CharField(label=gettext_lazy("Where the request lies"), max_length=300)

    def __init__(self, data: object = None, *, on_card: str) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a POST or nothing
        self.on_card = on_card
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        typed = str(self.cleaned_data["name"])
        if not is_same_name(typed, self.on_card):
            raise forms.ValidationError(_("The card says “%(name)s”.") % {"name": self.on_card})
        return typed
