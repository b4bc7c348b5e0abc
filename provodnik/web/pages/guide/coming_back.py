"""After a form: back to the student's page."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from provodnik.web.pages.guide.content import Note
from provodnik.web.personal import Visit


def back(visit: Visit, note: Note) -> HttpResponse:
    """To the page again, which says what came of the form."""
    address = reverse("guide:show", args=[visit.page.token])
    response = redirect(f"{address}?said={note.value}")
    response.status_code = HTTPStatus.SEE_OTHER
    return response
