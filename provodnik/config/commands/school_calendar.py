"""`provodnik school calendar`: replace the working calendar of a school by a JSON file."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from provodnik.config.commands import schools as found
from provodnik.kernel import schools
from provodnik.kernel.calendar.document import parse_calendar
from provodnik.kernel.schools.services import replace_calendar


def run(arguments: Namespace) -> int:
    school = found.named(arguments.slug)
    calendar = parse_calendar(Path(arguments.file).read_bytes())
    with schools.inside(school.pk):
        replace_calendar(calendar, now=datetime.now(UTC), actor="system")
    print(_("School “%(slug)s” has the new calendar.") % {"slug": school.slug})
    return 0
