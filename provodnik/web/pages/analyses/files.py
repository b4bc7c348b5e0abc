"""An analysis as a file: the table of the screen, or its picture."""

from django.http import Http404, HttpResponse
from django.utils import timezone

from provodnik.web.exports import csv_response, xlsx_response
from provodnik.web.pages.analyses.asking import AnalysisPage
from provodnik.web.pages.analyses.picture import png


def as_file(page: AnalysisPage, ending: str) -> HttpResponse:
    """CSV, XLSX or PNG. Raises Http404 for another ending, or while nothing is answered."""
    if page.result is None:
        raise Http404(page.kind)
    table = page.result.table
    rows = [[cell.raw for cell in row] for row in table.rows]
    match ending:
        case "csv":
            return csv_response(page.kind, table.heads, rows)
        case "xlsx":
            return xlsx_response(page.kind, table.heads, rows)
        case "png":
            drawn = png(page.title, page.result, as_of=timezone.localtime(page.as_of))
            response = HttpResponse(drawn, content_type="image/png")
            response["Content-Disposition"] = f'attachment; filename="{page.kind}.png"'
            return response
    raise Http404(ending)
