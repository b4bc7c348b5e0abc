"""The gallery's only form: one field of each kind."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """Shown filled in wrongly, so that the errors are seen too."""

    name = forms.CharField(label=_("Full name"))
    note = forms.CharField(label=_("Note"), required=False)
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[("phone", _("Call")), ("mail", _("Letter"))]
    )
    agree = forms.BooleanField(label=_("May be called"))
