"""The list of channels, connecting one, its check and its switch."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.facts.team.rules import staff_actor
from provodnik.kernel.accounts import ports, services
from provodnik.kernel.accounts.sealing import Unreadable
from provodnik.method.types import Right
from provodnik.web.access import channel_account, current_staff, require
from provodnik.web.pages.connections import content, wording
from provodnik.web.pages.connections.forms import FORMS, AccountForm


@require_GET
@require(Right.CONNECT_CHANNELS)
def show_list(request: HttpRequest) -> HttpResponse:
    """Every channel and whether it works; the standard of subjects below."""
    shown = content.rows()
    context = {
        "rows": shown,
        "amiss": content.amiss(shown),
        "standard": content.standard(),
        "tried": content.tried(request.GET.get("subject", "")),
    }
    return render(request, "connections/list.html", context)


@require_http_methods(["GET", "POST"])
@require(Right.CONNECT_CHANNELS)
def connect(request: HttpRequest, channel: str) -> HttpResponse:
    """A new bot or mail box; it is checked at once."""
    if channel not in FORMS:
        raise Http404(channel)
    form = FORMS[channel](request.POST or None)
    if not form.is_valid():
        return _form_page(request, form, channel)
    account = services.connect(form.to_account(), actor=_actor(request), now=timezone.now())
    return _checked(request, account.pk)


@require_http_methods(["GET", "POST"])
@require(Right.CONNECT_CHANNELS)
def change(request: HttpRequest, account_id: int) -> HttpResponse:
    """Other settings of a channel; it is checked at once. An empty secret stays as it is."""
    account = channel_account(account_id)
    form = FORMS[account.channel](request.POST or None, account=account)
    if not form.is_valid():
        return _form_page(request, form, account.channel)
    services.change(
        account.pk,
        title=form.cleaned_data["title"],
        secret=form.secret_given(),
        settings=form.settings(),
        actor=_actor(request),
        now=timezone.now(),
    )
    return _checked(request, account.pk)


@require_POST
@require(Right.CONNECT_CHANNELS)
def check(request: HttpRequest, account_id: int) -> HttpResponse:
    """Ask the channel whether it works."""
    return _checked(request, channel_account(account_id).pk)


@require_POST
@require(Right.CONNECT_CHANNELS)
def switch(request: HttpRequest, account_id: int) -> HttpResponse:
    """Silence a channel, or let it speak again."""
    account = channel_account(account_id)
    is_on = account.off_at is not None
    services.switch(account.pk, on=is_on, actor=_actor(request), now=timezone.now())
    told = _("%(title)s is on again") if is_on else _("%(title)s is switched off")
    messages.success(request, told % {"title": account.title})
    return redirect("connections:list")


def _checked(request: HttpRequest, account_id: int) -> HttpResponse:
    title = channel_account(account_id).title
    try:
        answer = ports.check(account_id, now=timezone.now())
    except Unreadable:
        messages.error(request, wording.trouble("unreadable"))
        return redirect("connections:change", account_id)
    if answer.ok:
        messages.success(request, _("%(title)s works") % {"title": title})
    else:
        messages.error(request, f"{title}. {wording.trouble(answer.code)}")
    return redirect("connections:list")


def _form_page(request: HttpRequest, form: AccountForm, channel: str) -> HttpResponse:
    account = form.account
    context = {
        "form": form,
        "account": account,
        "channel": channel,
        "channel_word": wording.CHANNELS[channel],
        "row": content.row_of(account) if account else None,
    }
    return render(request, f"connections/{channel}.html", context)


def _actor(request: HttpRequest) -> str:
    return staff_actor(current_staff(request).pk)
