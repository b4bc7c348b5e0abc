"""A file taken in: kept by its content, and found again by it."""

from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from provodnik.kernel.imports import files, words
from provodnik.kernel.imports.detection import likely_kind
from provodnik.kernel.imports.errors import FileUnreadable
from provodnik.kernel.imports.types import FileProblem
from provodnik.web.access import current_staff
from provodnik.web.uploads import Refusal, refusal_of


@dataclass(frozen=True, slots=True)
class Taken:
    """A kept file. `kind` is None when its columns say nothing."""

    digest: str
    name: str
    kind: str | None


class NotTaken(Exception):
    """The file did not come through; the message is for the reader."""


def take(request: HttpRequest) -> Taken:
    """Keep the uploaded file. Raises NotTaken."""
    upload = request.FILES.get("file")
    if not isinstance(upload, TemporaryUploadedFile):
        raise NotTaken(_missing(refusal_of(request)))
    source = Path(upload.temporary_file_path())
    name = upload.name or source.name
    try:
        stored = files.store(source, school_id=current_staff(request).school_id)
        return Taken(stored.digest, name, _kind(files.place(stored.path)))
    except FileUnreadable as error:
        raise NotTaken(words.error(error)) from None


def kept(request: HttpRequest, digest: str) -> Path:
    """Where a kept file of the current school lies; 404 when there is none."""
    if not digest.isalnum():
        raise Http404
    place = files.place(f"imports/{current_staff(request).school_id}/{digest}")
    if not place.is_file():
        raise Http404
    return place


def _kind(path: Path) -> str | None:
    """The likely kind; letters that can't be read are asked about on the next step."""
    try:
        return likely_kind(path)
    except FileUnreadable as error:
        if error.problem is FileProblem.WRONG_ENCODING:
            return None
        raise


def _missing(refusal: Refusal | None) -> str:
    match refusal:
        case Refusal.TOO_LARGE:
            return _("The file is larger than 1 GB. Export it in parts: nothing will double.")
        case Refusal.DISK_FULL:
            problem = FileUnreadable(FileProblem.DISK_FULL, rows=0)
            return words.error(problem)
    return _("No file is chosen.")
