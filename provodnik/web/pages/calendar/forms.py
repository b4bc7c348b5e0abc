"""Hours of the week and of one date, typed as text."""

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.kernel.calendar.document import WEEKDAYS
from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.web.pages.calendar import hours

_NAMES = dict(
    zip(
        WEEKDAYS,
        (
            *(_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday")),
            *(_("Saturday"), _("Sunday")),
        ),
        strict=True,
    )
)


class HoursField(forms.CharField):
    """«10:00–14:00, 15:00–19:00» → pairs of times; empty is a day off."""

    def clean(self, value: str | None) -> hours.Pairs:
        try:
            return hours.pairs_of(value or "")
        except hours.BadHours as error:
            raise forms.ValidationError(str(error)) from None


class WeekForm(forms.Form):
    """Seven lines of hours, and whether Russia's holidays lie beneath them."""

    production = forms.BooleanField(
        label=_("Russia's holidays, moved and shortened days"), required=False
    )

    def __init__(self, data: object, calendar: WorkCalendar) -> None:
        week = {name: hours.text_of(pairs) for name, pairs in hours.week_of(calendar).items()}
        initial = {**week, "production": calendar.production is not None}
        super().__init__(data or None, initial=initial)  # type: ignore[arg-type]
        self._calendar = calendar
        for name, label in _NAMES.items():
            self.fields[name] = HoursField(label=label)
        self.order_fields([*_NAMES, "production"])

    def changed(self) -> WorkCalendar | None:
        """The calendar with these hours; None when a line is wrong, which the form then says."""
        if not self.is_valid():
            return None
        calendar = hours.with_production(self._calendar, on=self.cleaned_data["production"])
        for name in _NAMES:
            week = {**hours.week_of(calendar), name: self.cleaned_data[name]}
            try:
                calendar = hours.with_week(calendar, week)
            except hours.BadHours as error:
                self.add_error(name, str(error))
        return calendar if self.is_valid() else None


class DayForm(forms.Form):
    """One date with hours of its own."""

    on = forms.DateField(label=_("Date"), widget=forms.DateInput({"type": "date"}))
    hours = HoursField(label=_("Hours"), help_text=_("Empty means a day off."))

    def changed(self, calendar: WorkCalendar) -> WorkCalendar | None:
        """The calendar with this date; None when something is wrong, which the form then says."""
        if not self.is_valid():
            return None
        on = self.cleaned_data["on"].isoformat()
        try:
            return hours.with_day(calendar, on, self.cleaned_data["hours"])
        except hours.BadHours as error:
            self.add_error("hours", str(error))
        return None
