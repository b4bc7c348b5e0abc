"""A file that came with a message, for those who may see its request."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from provodnik.method.types import Right
from provodnik.touches.desk.files.queries import file_of
from provodnik.touches.desk.files.services import place
from provodnik.web.access import require
from provodnik.web.desk_access import ticket_of


@require_GET
@require(Right.WORK_DESK)
def download(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """The file, always to be saved: a stranger's page is never opened as ours."""
    file = file_of(file_id)
    if file is None or file.message.ticket_id is None or not place(file).is_file():
        raise Http404(str(file_id))
    ticket_of(request, file.message.ticket_id)
    response = FileResponse(place(file).open("rb"), as_attachment=True, filename=file.name)
    response["Content-Type"] = "application/octet-stream"
    return response
