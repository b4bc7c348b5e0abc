"""Files of works in the folder of files: written once, named by their attempt, else swept."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from provodnik.facts.learning.homework.models import Attempt
from provodnik.kernel import schools

# A file whose attempt is not written yet is younger than this.
_YOUNG = timedelta(hours=6)
_SUFFIX_LETTERS = 10


def store(chunks: Iterable[bytes], name: str) -> str:
    """Keep a file of the current school. Returns its path inside the folder of files."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    suffix = "".join(one for one in Path(name).suffix if one.isalnum())[:_SUFFIX_LETTERS]
    place = folder / (secrets.token_hex(16) + (f".{suffix.lower()}" if suffix else ""))
    with place.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
    return str(place.relative_to(settings.MEDIA_ROOT))


def place_of(attempt: Attempt) -> Path | None:
    """Where an attempt's file lies; None when it has none, or the file is gone."""
    if not attempt.file:
        return None
    place = Path(settings.MEDIA_ROOT) / attempt.file
    is_inside = place.resolve().is_relative_to(_folder().resolve())
    return place if is_inside and place.is_file() else None


def sweep(*, now: datetime) -> int:
    """Delete files of the current school that no attempt names. Returns how many went."""
    named = set(Attempt.objects.exclude(file="").values_list("file", flat=True))
    gone = 0
    for place in _folder().glob("*") if _folder().is_dir() else ():
        written_at = datetime.fromtimestamp(place.stat().st_mtime, tz=now.tzinfo)
        if str(place.relative_to(settings.MEDIA_ROOT)) in named or now - written_at < _YOUNG:
            continue
        place.unlink(missing_ok=True)
        gone += 1
    return gone


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "homework" / str(schools.current())
