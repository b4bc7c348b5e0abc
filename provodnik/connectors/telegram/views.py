"""Where Telegram posts updates: kept at once, acted on in a job."""

import json
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from provodnik.connectors.telegram import services
from provodnik.connectors.telegram.hearing import CHANNEL
from provodnik.connectors.telegram.tasks import act_soon
from provodnik.kernel import schools
from provodnik.kernel.accounts import hooks, queries

HEADER = "X-Telegram-Bot-Api-Secret-Token"
_SALT = "provodnik.connectors.telegram.views"


def hook_secret(hook: str) -> str:
    """What Telegram is asked to send along: a guessed address alone lets nobody in."""
    return salted_hmac(_SALT, hook, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()


@csrf_exempt
@require_POST
def keep_update(request: HttpRequest, hook: str) -> HttpResponse:
    """200 only when the update is committed: for anything else Telegram comes again."""
    school_id = hooks.school_of(hook)
    secret = request.headers.get(HEADER, "")
    if school_id is None or not constant_time_compare(secret, hook_secret(hook)):
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    with schools.inside(school_id):
        account = queries.of_hook(hook)
        if account is None or account.channel != CHANNEL:
            return HttpResponse(status=HTTPStatus.NOT_FOUND)
        try:
            services.keep(account.pk, [json.loads(request.body)], now=timezone.now())
        except (KeyError, TypeError, ValueError):
            # Nothing of ours would change if it came again.
            return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    act_soon(school_id, account.pk)
    return HttpResponse()
