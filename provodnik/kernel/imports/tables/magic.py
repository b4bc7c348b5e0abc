"""What a file is, by its first bytes and not by its name."""

import zipfile
from enum import StrEnum
from pathlib import Path

from provodnik.kernel.imports.errors import FileUnreadable
from provodnik.kernel.imports.types import FileProblem

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
    (b"{\\rtf", "RTF"),
)
_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<!doctype html", "HTML"),
    (b"<html", "HTML"),
    (b"<table", "HTML"),
    (b"<?xml", "XML"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)
_MEMBERS = (("word/", "DOCX"), ("ppt/", "PPTX"), ("content.xml", "ODS"))
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class TableFormat(StrEnum):
    """The two kinds of tables we read."""

    CSV = "csv"
    XLSX = "xlsx"


def table_format(path: Path, head: bytes) -> TableFormat:
    """What to read the file with, from its first bytes.

    Raises:  FileUnreadable: empty, or something that is no table, named in `what`
    """
    if not head.strip(b"\xef\xbb\xbf \r\n\t"):
        raise FileUnreadable(FileProblem.EMPTY)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zipped(path)
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for starts, where in ((_STARTS, head), (_MARKUP, text)):
        for start, what in starts:
            if where.startswith(start):
                raise FileUnreadable(FileProblem.NOT_A_TABLE, what=what)
    # A spoilt cell further down costs its row; a header with zero bytes is no text at all.
    if b"\x00" in head.partition(b"\n")[0] and not head.startswith(_UTF16):
        raise FileUnreadable(FileProblem.NOT_A_TABLE, what="")
    return TableFormat.CSV


def _zipped(path: Path) -> TableFormat:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OverflowError):
        raise FileUnreadable(FileProblem.BROKEN_WORKBOOK) from None
    if "xl/workbook.xml" in names:
        return TableFormat.XLSX
    what = next((what for part, what in _MEMBERS for name in names if name.startswith(part)), "ZIP")
    raise FileUnreadable(FileProblem.NOT_A_TABLE, what=what)
