"""`provodnik restore`: a backup into an empty home, brought to this version."""

from argparse import Namespace
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from provodnik.config import archive, schema


def run(arguments: Namespace) -> int:
    about = archive.read(Path(arguments.file), owner_url=settings.URLS.owner, home=settings.HOME)
    schema.migrate()
    print(_("The backup of %(made_at)s is restored.") % {"made_at": about.made_at})
    return 0
