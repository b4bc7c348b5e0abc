"""`provodnik backup`: everything into one file, while the site runs."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from provodnik.config import archive
from provodnik.kernel import backups


def run(arguments: Namespace) -> int:
    # The moment before the dump begins: who is erased while it runs may still be in it.
    target, now = Path(arguments.file).absolute(), datetime.now(UTC)
    archive.write(target, owner_url=settings.URLS.owner, home=settings.HOME, now=now)
    backups.note(settings.HOME, target, taken_at=now)
    megabytes = target.stat().st_size / 2**20
    print(
        _("The backup is in %(file)s, %(size)s MB.") % {"file": target, "size": f"{megabytes:.1f}"}
    )
    return 0
