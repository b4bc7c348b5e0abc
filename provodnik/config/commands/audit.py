"""`provodnik audit`: what the department loses and why, as a file a producer would forward."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from provodnik.config.commands import schools as found
from provodnik.config.commands.refusal import Refusal
from provodnik.kernel import schools
from provodnik.lake import services as lake
from provodnik.reports.audit.queries import audit_now
from provodnik.web.pages.audit.report.content import Report, report_of
from provodnik.web.pages.audit.report.files import as_html, as_pdf
from provodnik.web.pages.audit.report.slides import as_slides

_FORMATS: Mapping[str, Callable[[Report], bytes]] = {
    ".html": lambda report: as_html(report).encode(),
    ".pdf": as_pdf,
    ".pptx": as_slides,
}


def run(arguments: Namespace) -> int:
    target = Path(arguments.out)
    write = _FORMATS.get(target.suffix.lower())
    if write is None:
        raise Refusal(
            _("“%(file)s” is no report: name it .html, .pdf or .pptx.") % {"file": target.name}
        )
    if not target.absolute().parent.is_dir():
        raise Refusal(_("There is no folder %(folder)s.") % {"folder": target.absolute().parent})
    school, now = found.named(arguments.school), datetime.now(UTC)
    lake.catch_up(now=now)
    with schools.inside(school.pk), override("ru"):
        page = audit_now(now=now)
        report = report_of(page, today=now.astimezone(ZoneInfo(school.timezone)).date())
        target.write_bytes(write(report))
    print(page.sentence)
    print(_("The report is in %(file)s.") % {"file": target.absolute()})
    return 0
