"""Other rates: tried on past months, then applied from a month on."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from provodnik.decisions.pay import queries, services
from provodnik.decisions.pay.errors import AppliesTooEarly, SchemeInvalid
from provodnik.decisions.pay.types import Compared
from provodnik.kernel.periods import add_months, month_of, parse_month
from provodnik.method.types import Right
from provodnik.web.access import current_staff, require
from provodnik.web.pages.pay import words
from provodnik.web.pages.pay.rates import rates_of

MONTHS = (1, 3, 6)


@require_http_methods(["GET", "POST"])
@require(Right.CHANGE_PAY)
def try_out(request: HttpRequest) -> HttpResponse:
    """The rates that hold, and what other ones would have come to. Nothing is written."""
    return _shown(request)


@require_POST
@require(Right.CHANGE_PAY)
def apply(request: HttpRequest) -> HttpResponse:
    """Let the rates of the form hold from a month on."""
    reason = request.POST.get("reason", "").strip()[:300]
    if not reason:
        return _shown(request, problem=_("Say why: people will ask."))
    from_on = _from_month(request)
    try:
        scheme = services.changed(queries.scheme_for(from_on), _told(request))
        services.apply_scheme(
            scheme, from_on=from_on, reason=reason, by=current_staff(request).pk, now=timezone.now()
        )
    except SchemeInvalid as refused:
        return _shown(request, wrong=refused.field)
    except AppliesTooEarly:
        return _shown(request, problem=_("That month is closed. Choose a later one."))
    month = words.month_words(from_on, timezone.localdate())
    messages.success(request, _("The rates hold from %(month)s on.") % {"month": month})
    return redirect("pay:scheme")


def _shown(request: HttpRequest, *, problem: str = "", wrong: str = "") -> HttpResponse:
    today = timezone.localdate()
    last_on = add_months(month_of(today).from_on, -1)
    told, compared = _told(request), []
    scheme = queries.scheme_for(_from_month(request))
    months = _months(request)
    if told and not wrong:
        try:
            compared = list(
                queries.compared(last_on, services.changed(scheme, told), months=months)
            )
        except SchemeInvalid as refused:
            wrong = refused.field
    context = {
        "rates": rates_of(scheme, told, wrong),
        "compared": compared,
        "total": _total(compared),
        "months": months,
        "choices": MONTHS,
        "last": words.month_words(last_on, today),
        "first": words.month_words(add_months(last_on, 1 - months), today),
        "from_on": _from_month(request),
        "turns": queries.scheme_turns(),
        "problem": problem,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "pay/scheme.html", context, status=422 if problem or wrong else 200)


def _told(request: HttpRequest) -> dict[str, str]:
    """What the form says of the rates, by their names in `services.RATES`."""
    return {name: text for name in request.POST if "." in name and (text := request.POST[name])}


def _total(compared: list[Compared]) -> Compared:
    now = sum(one.now_kopecks for one in compared)
    return Compared(0, "", now, sum(one.then_kopecks for one in compared))


def _months(request: HttpRequest) -> int:
    text = request.POST.get("months", "1")
    return int(text) if text.isdigit() and int(text) in MONTHS else 1


def _from_month(request: HttpRequest) -> date:
    try:
        return parse_month(request.POST.get("from", ""))
    except ValueError:
        return month_of(timezone.localdate()).from_on
