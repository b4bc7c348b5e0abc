"""What every command does first: settings, a database that answers, tables of this version."""

import django as django_framework
from django.apps import apps
from django.conf import settings

from provodnik.config import logging, postgres, translations


def django() -> None:
    """Load the settings and the apps, once a process."""
    if not apps.ready:
        logging.configure()
        translations.compile_all(translations.PACKAGE)
        django_framework.setup()


def database(*, schema: bool = True) -> None:
    """Have the database answer; with `schema`, bring its tables to this version if they are not.

    Raises:  PostgresError: the embedded server cannot be had
    """
    postgres.ensure(settings.HOME)
    if schema:
        from provodnik.config import schema as tables  # noqa: PLC0415 (needs the apps)

        tables.bring_up_to_date()
