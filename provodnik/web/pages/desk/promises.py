"""What one student is promised, in words, and the form that agrees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provodnik.facts.people.models import Client
from provodnik.method import queries as method
from provodnik.touches.desk import queries
from provodnik.touches.desk.models import ClientPromise
from provodnik.touches.desk.queries import PromiseRow
from provodnik.touches.desk.types import NewPromise
from provodnik.web import formats
from provodnik.web.pages.desk import words

_MINUTES, _MOST = 60, 50
_TYPED = forms.TextInput({"inputmode": "decimal"})


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """What is promised for a priority; `since_at` of one's own."""

    priority: str
    title: str
    words: str
    is_own: bool
    since_at: datetime | None


@dataclass(frozen=True, slots=True)
class Version:
    """Something agreed with a student, with who, when and why."""

    promise: ClientPromise
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class PromisesPage:
    """A student's terms: those in force, and all that were ever agreed."""

    client: Client
    lines: Sequence[PromiseLine]
    versions: Sequence[Version]

    @property
    def own(self) -> int:
        """For how many priorities something of their own stands."""
        return sum(line.is_own for line in self.lines)


def promises_page(client: Client) -> PromisesPage:
    """Queries: 6."""
    versions = queries.promise_versions(client.pk, limit=_MOST)
    return PromisesPage(client, lines_of(client.pk), _worded(versions))


def lines_of(client_id: int) -> list[PromiseLine]:
    """What a student is promised, priority by priority. Queries: 4."""
    return [_line(row) for row in queries.promise_of(client_id)]


def own_promises() -> list[Version]:
    """What stands with single students, the newest first. Queries: 2."""
    return _worded(queries.own_promises(limit=_MOST))


def words_of(told: NewPromise) -> str:
    """«ответ за 2 ч рабочего времени, решение за 24 ч, не позже 72 ч»; only what was agreed."""
    spoken, parts = words.language(), []
    if told.answer_minutes is not None:
        answer = formats.hours(told.answer_minutes / _MINUTES, spoken)
        parts.append(_("an answer within %(time)s of working time") % {"time": answer})
    if told.resolve_minutes is not None and told.limit_minutes is not None:
        terms = {
            "target": formats.hours(told.resolve_minutes / _MINUTES, spoken),
            "limit": formats.hours(told.limit_minutes / _MINUTES, spoken),
        }
        parts.append(
            _("resolved within %(target)s, at the latest within %(limit)s of working time") % terms
            if told.is_working_time
            else _("resolved within %(target)s, at the latest within %(limit)s") % terms
        )
    return ", ".join(parts)


def _line(row: PromiseRow) -> PromiseLine:
    told = NewPromise(
        row.priority,
        row.answer_minutes,
        row.resolve_minutes,
        row.limit_minutes,
        row.is_working_time,
    )
    return PromiseLine(row.priority, row.title, words_of(told), row.is_own, row.since_at)


def _worded(promises: Sequence[ClientPromise]) -> list[Version]:
    titles = {str(one.key): str(one.title) for one in method.desk_settings().priorities}
    return [
        Version(one, titles.get(one.priority, one.priority.upper()), words_of(one.told))
        for one in promises
    ]


def _priorities() -> list[tuple[str, str]]:
    return [(str(one.key), str(one.title)) for one in method.desk_settings().priorities]


class ClientPromiseForm(forms.Form):
    """What is agreed with a student; hours, as people speak of them."""

    priority = forms.ChoiceField(label=gettext_lazy("Priority"), choices=_priorities)
    answer = forms.DecimalField(
        label=gettext_lazy("First and next answer within, working hours"),
        help_text=gettext_lazy("Empty: as everybody"),
        max_digits=6,
        decimal_places=2,
        required=False,
        localize=True,
        widget=_TYPED,
    )
    resolve = forms.DecimalField(
        label=gettext_lazy("Resolution within, hours"),
        help_text=gettext_lazy("Empty: as everybody"),
        max_digits=6,
        decimal_places=2,
        required=False,
        localize=True,
        widget=_TYPED,
    )
    limit = forms.DecimalField(
        label=gettext_lazy("Resolution at the latest within, hours"),
        max_digits=6,
        decimal_places=2,
        required=False,
        localize=True,
        widget=_TYPED,
    )
    is_working_time = forms.ChoiceField(
        label=gettext_lazy("Hours of the resolution"),
        choices=[("", gettext_lazy("day and night")), ("1", gettext_lazy("working hours"))],
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, and what was agreed"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )

    def to_promise(self) -> NewPromise:
        """The promise for the services."""
        told = self.cleaned_data
        answer, resolve, limit = (
            None if told[name] is None else round(told[name] * _MINUTES)
            for name in ("answer", "resolve", "limit")
        )
        is_working_time = bool(told["is_working_time"]) and resolve is not None
        return NewPromise(told["priority"], answer, resolve, limit, is_working_time)
