"""A student's works on the page of their own: what to hand in, marks with their meaning."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from provodnik.facts.learning.homework import files, services
from provodnik.facts.learning.homework.errors import (
    AlreadyAccepted,
    HomeworkError,
    NothingHandedIn,
    TooManyAttempts,
)
from provodnik.facts.learning.homework.queries import StudentWork, works_of
from provodnik.facts.learning.homework.types import Handed, WorkState
from provodnik.facts.learning.queries import progress
from provodnik.facts.people.queries import known_as
from provodnik.method import queries as method
from provodnik.web.pages.guide.coming_back import back
from provodnik.web.pages.guide.content import Note
from provodnik.web.personal import Visit, personal
from provodnik.web.uploads import refusal_of

_LETTERS, _LINK, _NAME = 20_000, 1_000, 200
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A criterion's mark with what it means."""

    title: str
    mark: int
    meaning: str


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A lesson's work in the student's words."""

    work: StudentWork
    marks: tuple[MarkLine, ...]

    @property
    def comment(self) -> str:
        told = self.work.told
        return told.first.comment if told and told.first else ""

    @property
    def is_new(self) -> bool:
        """Nothing was handed in, or it came back: something to do."""
        return self.work.state in (None, WorkState.ASSIGNED, WorkState.RETURNED)


def works(client_id: int) -> tuple[WorkLine, ...]:
    """Works of everything the student learns. Queries: 10, whatever their number."""
    ids = known_as(client_id)
    products = [one.product_id for one in progress(ids) if one.product_id is not None]
    return tuple(WorkLine(one, _marks(one)) for one in works_of(ids, products))


@csrf_exempt
@require_POST
@personal
def hand_in(request: HttpRequest, visit: Visit, lesson_id: int) -> HttpResponse:
    """Text, a link, a file: another attempt of a work."""
    if visit.is_colleague:
        return back(visit, Note.PREVIEW)
    mine = {line.work.lesson_id for line in works(visit.client_id)}
    if lesson_id not in mine:
        raise Http404(str(lesson_id))
    return back(visit, _handed_in(request, visit, lesson_id))


def _handed_in(request: HttpRequest, visit: Visit, lesson_id: int) -> Note:
    told = request.FILES.get("file")
    if refusal_of(request) or (isinstance(told, UploadedFile) and _is_large(told)):
        return Note.FILE_LARGE
    link = request.POST.get("link", "").strip()[:_LINK]
    if link and not link.startswith(("https://", "http://")):
        link = f"https://{link}"
    kept = isinstance(told, UploadedFile) and told.size
    handed = Handed(
        text=request.POST.get("text", "")[:_LETTERS],
        link=link,
        file=files.store(told.chunks(), told.name or "") if kept and told else "",
        file_name=(told.name or "")[:_NAME] if kept and told else "",
    )
    try:
        services.hand_in(lesson_id, visit.client_id, handed, now=timezone.now(), actor=visit.actor)
    except HomeworkError as error:
        return _REFUSED.get(type(error), Note.WORK_EMPTY)
    return Note.WORK_SENT


_REFUSED: dict[type[HomeworkError], Note] = {
    NothingHandedIn: Note.WORK_EMPTY,
    TooManyAttempts: Note.ENOUGH,
    AlreadyAccepted: Note.WORK_ACCEPTED,
}


def _is_large(told: "UploadedFile[bytes]") -> bool:
    most = min(
        method.homework_settings().handing_in.file_megabytes * _MEGABYTE,
        settings.UPLOAD_MAX_BYTES,
    )
    return (told.size or 0) > most


def _marks(work: StudentWork) -> tuple[MarkLine, ...]:
    told = work.told
    marks: Sequence[tuple[str, str, int]] = told.first.marks if told and told.first else ()
    meanings = {one.key: dict(one.scale) for one in work.rubric.criteria}
    return tuple(
        MarkLine(title, mark, meanings.get(key, {}).get(mark, "")) for key, title, mark in marks
    )
