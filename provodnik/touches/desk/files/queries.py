"""Files of messages, for showing."""

from collections.abc import Sequence
from dataclasses import dataclass

from provodnik.touches.desk.files.models import MessageFile


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file beside its message."""

    file_id: int
    name: str
    size_bytes: int
    content_type: str


def files_of(message_ids: Sequence[int]) -> dict[int, tuple[FileRow, ...]]:
    """Files by their message, in the order they came. One query."""
    found: dict[int, tuple[FileRow, ...]] = {}
    for file in MessageFile.objects.filter(message_id__in=message_ids).order_by("pk"):
        row = FileRow(file.pk, file.name, file.size_bytes, file.content_type)
        found[file.message_id] = (*found.get(file.message_id, ()), row)
    return found


def file_of(file_id: int) -> MessageFile | None:
    """One file with its message and ticket. One query."""
    return MessageFile.objects.select_related("message__ticket").filter(pk=file_id).first()
