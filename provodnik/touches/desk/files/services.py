"""Keeping a file of a message, and dropping from the disk what no row names."""

import secrets
from pathlib import Path

from django.conf import settings

from provodnik.kernel import schools
from provodnik.touches.desk.files.models import MessageFile

_NAME_LENGTH = 200
_TYPE_LENGTH = 100


def attach(message_id: int, *, name: str, content_type: str, data: bytes) -> MessageFile:
    """Keep a file with a message of the current school.

    The file is on the disk before its row: a process killed between leaves a file that nobody
    names, and `sweep` finds it.
    """
    folder = folder_of(schools.current())
    folder.mkdir(parents=True, exist_ok=True)
    own_name = secrets.token_hex(16)
    (folder / own_name).write_bytes(data)
    return MessageFile.objects.create(
        school_id=schools.current(),
        message_id=message_id,
        name=Path(name.replace("\\", "/")).name[-_NAME_LENGTH:] or own_name[:8],
        content_type=content_type[:_TYPE_LENGTH],
        size_bytes=len(data),
        path=str((folder / own_name).relative_to(_root())),
    )


def place(file: MessageFile) -> Path:
    """Where the file lies."""
    return _root() / file.path


def folder_of(school_id: int) -> Path:
    """The folder of a school's files of messages."""
    return _root() / "messages" / str(school_id)


def sweep(*, older_than: float) -> int:
    """Delete files of the current school no row names, written before this moment (Unix time)."""
    folder = folder_of(schools.current())
    if not folder.is_dir():
        return 0
    named = {Path(path).name for path in MessageFile.objects.values_list("path", flat=True)}
    lost = [
        file
        for file in folder.iterdir()
        if file.name not in named and file.stat().st_mtime < older_than
    ]
    for file in lost:
        file.unlink(missing_ok=True)
    return len(lost)


def _root() -> Path:
    return Path(settings.MEDIA_ROOT)
