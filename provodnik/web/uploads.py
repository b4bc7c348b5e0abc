"""Files on their way in: streamed to disk, stopped when they are too large or the disk is full."""

import errno
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
_ATTRIBUTE = "upload_refusal"


class Refusal(StrEnum):
    """Why a file did not come through."""

    TOO_LARGE = "too_large"
    DISK_FULL = "disk_full"


def refusal_of(request: HttpRequest) -> Refusal | None:
    """Why the file of this request is missing; None when nothing was refused."""
    return getattr(request, _ATTRIBUTE, None)


class LimitedUpload(TemporaryFileUploadHandler):
    """A temporary file in the data folder, no larger than settings.UPLOAD_MAX_BYTES.

    What is refused is noted on the request, so that the page says it in words.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (Django's own shape)
        if self._announced() > settings.UPLOAD_MAX_BYTES:
            self._refuse(Refusal.TOO_LARGE)
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) > settings.UPLOAD_MAX_BYTES:
            self._refuse(Refusal.TOO_LARGE)
        try:
            return super().receive_data_chunk(raw_data, start)
        except OSError as error:
            if error.errno not in _NO_SPACE:
                raise
            self._refuse(Refusal.DISK_FULL)
            return None

    def _announced(self) -> int:
        """The size of the whole request as the browser names it, 0 when it does not."""
        length = self.request.META.get("CONTENT_LENGTH", "") if self.request else ""
        return int(length) if length.isdecimal() else 0

    def _refuse(self, refusal: Refusal) -> None:
        setattr(self.request, _ATTRIBUTE, refusal)
        raise StopUpload(connection_reset=True)
