"""What imports say to people: why a file or a row was not taken, and what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from provodnik.kernel.imports.errors import (
    FileUnreadable,
    ImportsError,
    SchoolBusy,
    UnknownKind,
    UnknownProfile,
)
from provodnik.kernel.imports.kinds import kinds
from provodnik.kernel.imports.types import FileProblem, Params, RejectCode

_REASONS: Mapping[str, str] = {
    RejectCode.EMPTY: gettext_noop("The cell is empty, and the row makes no sense without it."),
    RejectCode.BAD_DATE: gettext_noop("“%(value)s” is no date. Write it like 2026-11-03 14:30."),
    RejectCode.BAD_MONEY: gettext_noop("“%(value)s” is no sum. Write it like 12900.50."),
    RejectCode.AMBIGUOUS_MONEY: gettext_noop(
        "“%(value)s” can be read as two sums. Write it like 12900.50."
    ),
    RejectCode.OTHER_CURRENCY: gettext_noop("“%(value)s” is not in %(currency)s as the column is."),
    RejectCode.BAD_NUMBER: gettext_noop("“%(value)s” is no number. Write it like 4.5."),
    RejectCode.NEGATIVE: gettext_noop("“%(value)s” is below zero."),
    RejectCode.UNKNOWN_VALUE: gettext_noop("“%(value)s” is unknown here."),
    RejectCode.TOO_LONG: gettext_noop("The cell is longer than %(limit)s characters."),
    RejectCode.UNREADABLE: gettext_noop("Some letters cannot be read. Save the file in UTF-8."),
    RejectCode.EXTRA_CELLS: gettext_noop(
        "%(found)s cells where the header has %(expected)s: is a delimiter inside a cell?"
    ),
    RejectCode.BROKEN_QUOTE: gettext_noop("A quotation mark is open to the end: close it."),
    RejectCode.NOBODY: gettext_noop("Neither an id nor an e-mail says whose row it is."),
    RejectCode.ERASED: gettext_noop(
        "This person asked to be erased, so their rows are not taken. Nothing is to be mended."
    ),
    RejectCode.BEFORE_START: gettext_noop(
        "“%(value)s” lies before the beginning of the same row. One of the two moments is wrong."
    ),
}
_PROBLEMS: Mapping[str, str] = {
    FileProblem.NOT_FOUND: gettext_noop("The file “%(name)s” is not there or cannot be opened."),
    FileProblem.EMPTY: gettext_noop("The file is empty. There is nothing to load."),
    FileProblem.BROKEN_WORKBOOK: gettext_noop(
        "The workbook is damaged. Open it, save it again as XLSX or CSV, and load that."
    ),
    FileProblem.LOCKED_WORKBOOK: gettext_noop(
        "The workbook is locked by a password. Save it without one."
    ),
    FileProblem.HUGE_WORKBOOK: gettext_noop(
        "The workbook is too large when unpacked. Save it as CSV: that has no such limit."
    ),
    FileProblem.ENDLESS_CELL: gettext_noop(
        "Row %(line)s: a cell does not end. A quotation mark is probably not closed."
        " Rows above it are loaded; mend it and load the file again."
    ),
    FileProblem.GONE: gettext_noop("The stored file is gone. Load it again: nothing will double."),
    FileProblem.DISK_FULL: gettext_noop(
        "The disk of the server is full. %(rows)s rows are written and safe."
        " Free some space: loading goes on from there."
    ),
    FileProblem.STUCK: gettext_noop(
        "Loading stopped at the same row several times. Rows above it are safe; tell the support."
    ),
}
_NOTES: Mapping[str, str] = {
    "free": gettext_noop("%(count)s free registrations, not counted as sales"),
    "suggested": gettext_noop("%(count)s people who look alike; they are not merged by themselves"),
    "put_away": gettext_noop("%(count)s old unsolved requests are kept as closed"),
}


def reason(code: str, params: Params) -> str:
    """Why a row was left out, and how to mend it."""
    return _(_REASONS[code]) % params


def error(problem: ImportsError) -> str:
    """One clear line about an import that cannot be."""
    match problem:
        case FileUnreadable():
            return file_problem(problem.problem, problem.params)
        case SchoolBusy():
            return _("Another file of this school is being loaded. This one waits for its turn.")
        case UnknownKind():
            return _("There is no import “%(kind)s”. Known: %(known)s.") % {
                "kind": str(problem),
                "known": ", ".join(sorted(kinds())),
            }
        case UnknownProfile():
            return _("The school has no saved columns “%(name)s”.") % {"name": str(problem)}
    return str(problem)


def file_problem(problem: str, params: Params) -> str:
    """Why a file was not taken, and what to do with it."""
    if problem == FileProblem.NOT_A_TABLE:
        return _not_a_table(str(params.get("what", "")))
    if problem == FileProblem.WRONG_ENCODING:
        return _wrong_encoding(str(params.get("suggested", "")))
    if problem == FileProblem.MISSING_COLUMN:
        return _missing_column(str(params["need"]), str(params.get("like", "")))
    return _(_PROBLEMS[problem]) % params


def notes(counts: Mapping[str, int]) -> list[str]:
    """What else a person should know about a run."""
    return [_(_NOTES[name]) % {"count": n} for name, n in counts.items() if n and name in _NOTES]


def _not_a_table(what: str) -> str:
    if what:
        return _("This is not a table. CSV or XLSX is needed, and %(what)s came.") % {"what": what}
    return _("This is not a table. CSV or XLSX is needed.")


def _wrong_encoding(suggested: str) -> str:
    if suggested:
        return _(
            "The letters cannot be read. Save the file in UTF-8, or choose the encoding %(name)s."
        ) % {"name": suggested.capitalize()}
    return _("The letters cannot be read. Save the file in UTF-8.")


def _missing_column(need: str, like: str) -> str:
    text = _(need)
    if like:
        text += " " + _("“%(title)s” looks like it: confirm it on the page of columns.") % {
            "title": like
        }
    return text
