"""Requests for money back: the cases, why people asked, and the steps of one."""

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from provodnik.kernel.gates import Refused
from provodnik.method import queries as method
from provodnik.method.desk_words import RefundAsk
from provodnik.method.rules import refusal
from provodnik.method.types import Right
from provodnik.touches.desk import queries, services
from provodnik.touches.desk.types import StepMaking
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.pages.desk import registers
from provodnik.web.pages.desk.ticket_views import deed

KOPECKS_IN_ROUBLE = 100


class StepForm(django_forms.Form):
    """What a step may hold; which of it is needed the method says."""

    step = django_forms.SlugField(max_length=60)
    choice = django_forms.SlugField(max_length=60, required=False)
    text = django_forms.CharField(max_length=10_000, required=False)
    on = django_forms.DateField(required=False)
    roubles = django_forms.DecimalField(
        min_value=0, max_digits=11, decimal_places=2, required=False, localize=True
    )

    def to_step(self) -> StepMaking:
        """The step for the services."""
        told = self.cleaned_data
        roubles = told["roubles"]
        return StepMaking(
            step=told["step"],
            choice=told["choice"],
            text=told["text"],
            on=told["on"],
            amount_kopecks=None if roubles is None else round(roubles * KOPECKS_IN_ROUBLE),
        )


@require(Right.SEE_TEAM_QUEUE)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Cases of a view and a reason, and the reasons report."""
    asked = registers.RefundsAsked.of(request.GET)
    page = registers.refunds_page(asked, now=timezone.now())
    return render(request, "desk/refunds.html", {"page": page, "here": "refunds"})


@deed
def open_refund(request: HttpRequest, ticket_id: int) -> str:
    """The case of a request, about one of the student's orders or about none."""
    told, by_id = request.POST.get("order", ""), current_staff(request).pk
    order_id = int(told) if told.isdecimal() else None
    services.open_refund(ticket_id, order_id=order_id, by_id=by_id, now=timezone.now())
    return _("The refund is opened, the first step is the reason")


@deed
def make_step(request: HttpRequest, ticket_id: int) -> str:
    """The next step of the regulation."""
    case, form = queries.case_of(ticket_id), StepForm(request.POST)
    if case is None:
        raise Http404(str(ticket_id))
    if not form.is_valid():
        messages.warning(request, _("Check the sum and the day: they were not understood."))
        return ""
    made, staff = form.to_step(), current_staff(request)
    rule = method.desk_settings().refunds.step(made.step)
    if rule is not None and rule.only_leads and not has_right(staff, Right.SEE_TEAM_QUEUE):
        messages.warning(request, _("This step is for who leads the team."))
        return ""
    if rule is not None and rule.ask is not RefundAsk.DECISION and made.amount_kopecks is not None:
        raise Http404(made.step)
    try:
        services.make_step(case.pk, made, by_id=staff.pk, now=timezone.now())
    except Refused as error:
        told = refusal(method.gates(), error.reasons[0])
        messages.warning(request, f"{told.title}. {told.missing} {told.why}")
        return ""
    return _("The step is written down")
