"""`provodnik school create`: a new school with the shipped method in it."""

from argparse import Namespace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError
from django.utils.translation import gettext as _

from provodnik.config.commands.refusal import Refusal
from provodnik.config.opening import open_school


def run(arguments: Namespace) -> int:
    slug = _slug(arguments.slug)
    timezone, currency = _timezone(arguments.timezone), _currency(arguments.currency)
    try:
        open_school(
            slug=slug,
            name=arguments.name,
            timezone=timezone,
            currency=currency,
            now=datetime.now(UTC),
        )
    except IntegrityError as error:
        raise Refusal(_("A school “%(slug)s” is there already.") % {"slug": slug}) from error
    print(_("School “%(slug)s” is open.") % {"slug": slug})
    return 0


def _slug(text: str) -> str:
    try:
        validate_slug(text)
    except ValidationError as error:
        raise Refusal(
            _("“%(slug)s” cannot be a short name: Latin letters, digits, - and _ can.")
            % {"slug": text}
        ) from error
    return text


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refusal(
            _("There is no time zone “%(zone)s”. An example: Europe/Moscow.") % {"zone": name}
        ) from error
    return name


def _currency(text: str) -> str:
    if len(text) != 3 or not text.isascii() or not text.isalpha():  # noqa: PLR2004 (ISO 4217)
        raise Refusal(_("“%(code)s” is no currency code. An example: RUB.") % {"code": text})
    return text.upper()
