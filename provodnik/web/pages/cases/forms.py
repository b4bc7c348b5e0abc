"""What is filled in about cases."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.method import queries as method
from provodnik.method.voice_words import CaseKind
from provodnik.touches.voice.cases.queries import Search
from provodnik.touches.voice.cases.types import (
    CasePage,
    Consent,
    NewCase,
    Origin,
    Packaging,
    State,
)
from provodnik.web.pages.cases.words import KINDS, ORIGINS
from provodnik.web.voice_forms import (
    WhoForm,
    cohorts,
    day,
    members,
    pain_choices,
    pick,
    products,
    words,
)

_LINE = 300


def uses() -> list[tuple[str, str]]:
    return [(str(one.key), str(one.title)) for one in method.case_settings().uses]


class GivenForm(forms.Form):
    """What a client gave."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=[(k.value, v) for k, v in KINDS.items()]
    )
    text = words(_("In the client's words"), rows=4, required=False)
    links = words(_("Links to video and photos, one a line"), rows=2, required=False, most=2000)
    product = pick(_("About the product"), products)
    collector = pick(_("Who collected it"), members)

    def to_new(self, client_id: int, origin: Origin, cohort_id: int | None = None) -> NewCase:
        told = self.cleaned_data
        return NewCase(
            client_id=client_id,
            kind=CaseKind(told["kind"]),
            origin=origin,
            text=told["text"],
            media=told["links"],
            product_id=told["product"],
            cohort_id=cohort_id,
            collector_id=told["collector"],
        )


class NewForm(WhoForm, GivenForm):
    """A review or a case that came."""

    origin = forms.ChoiceField(
        label=_("How it came"),
        choices=[(o.value, ORIGINS[o]) for o in (Origin.UNSOLICITED, Origin.ASKED)],
    )
    cohort = pick(_("Cohort"), cohorts)


class ConsentForm(forms.Form):
    """Consent to publish."""

    text = words(_("Words of the consent"), rows=3, most=2000)
    given_by = forms.CharField(label=_("Who gave it"), max_length=200)
    given_on = day(_("On which day"))

    def to_consent(self) -> Consent:
        told = self.cleaned_data
        return Consent(told["text"], told["given_by"], told["given_on"])


class PackagingForm(forms.Form):
    """From point A to point B."""

    title = forms.CharField(label=_("Result in one line"), max_length=200, required=False)
    point_a = words(_("Point A: how it was"), rows=2, required=False)
    path = words(_("Path: what was done"), rows=2, required=False)
    point_b = words(_("Point B: how it is"), rows=2, required=False)
    quote = words(_("Quote"), rows=2, required=False, most=2000)
    links = words(_("Links to video and photos, one a line"), rows=2, required=False, most=2000)
    pain = pick(_("Which pain it answers"), pain_choices)
    product = pick(_("About the product"), products)

    def to_packaging(self) -> Packaging:
        told = dict(self.cleaned_data)
        return Packaging(
            pain_id=told.pop("pain"),
            product_id=told.pop("product"),
            media=told.pop("links"),
            **told,
        )


class UseForm(forms.Form):
    """Where a case was used."""

    purpose = forms.ChoiceField(label=_("For what"), choices=uses)
    place = forms.CharField(label=_("Where: post, page, talk"), max_length=_LINE)
    used_on = day(_("On which day"))


class ReasonForm(forms.Form):
    """Why not."""

    reason = forms.CharField(label=_("Reason"), max_length=_LINE)


class SearchForm(forms.Form):
    """What is looked for; a wrong value asks for nothing."""

    q = forms.CharField(label=_("Words of the result or a name"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", "—"), *((k.value, v) for k, v in KINDS.items())],
    )
    pain = pick(_("Pain"), pain_choices)
    product = pick(_("Product"), products)
    cohort = pick(_("Cohort"), cohorts)
    collector = pick(_("Who collected it"), members)
    state = forms.ChoiceField(required=False, choices=[("", ""), *((s.value, s) for s in State)])
    origin = forms.ChoiceField(required=False, choices=[("", ""), *((o.value, o) for o in Origin)])
    approved = forms.BooleanField(required=False)
    used = forms.BooleanField(required=False)

    def to_search(self) -> Search:
        self.is_valid()
        told: dict[str, Any] = self.cleaned_data
        state, kind, origin = (told.get(name) for name in ("state", "kind", "origin"))
        return Search(
            words=told.get("q") or "",
            state=State(state) if state else None,
            kind=CaseKind(kind) if kind else None,
            origin=Origin(origin) if origin else None,
            pain_id=told.get("pain"),
            product_id=told.get("product"),
            cohort_id=told.get("cohort"),
            collector_id=told.get("collector"),
            approved=bool(told.get("approved")),
            with_uses=bool(told.get("used")),
        )


def given_initial(page: CasePage) -> dict[str, object]:
    """A request as the form of what was given shows it."""
    row = page.row
    return {
        "kind": row.kind.value,
        "product": row.product_id or "",
        "collector": row.collector_id or "",
    }


def packaging_initial(page: CasePage) -> dict[str, object]:
    """A case as the form of its packaging shows it."""
    return {
        "title": page.row.title,
        "point_a": page.point_a,
        "path": page.path,
        "point_b": page.point_b,
        "quote": page.row.quote,
        "links": "\n".join(page.media),
        "pain": page.row.pain_id or "",
        "product": page.row.product_id or "",
    }


def consent_initial(page: CasePage, today: date) -> dict[str, object]:
    """The method's words of a consent, by the client, today."""
    text = page.consent.text if page.consent else method.case_settings().consent
    return {"text": text, "given_by": page.row.client, "given_on": today}
