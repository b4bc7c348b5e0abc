"""`provodnik restore`: a backup into an empty home, brought to this version.

Where the home has a log of erasures (`erasures.jsonl`), those the backup does not know of are
done again.
"""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from provodnik.config import archive, schema
from provodnik.facts.people.erasure.repeating import repeat


def run(arguments: Namespace) -> int:
    about = archive.read(Path(arguments.file), owner_url=settings.URLS.owner, home=settings.HOME)
    schema.migrate()
    print(_("The backup of %(made_at)s is restored.") % {"made_at": about.made_at})
    if again := repeat(settings.HOME, now=datetime.now(UTC)):
        print(_("People erased since the backup and erased again: %(count)s") % {"count": again})
    return 0
