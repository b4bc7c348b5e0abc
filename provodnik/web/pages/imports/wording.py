"""What kinds of files, their columns and their rejected rows are called."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provodnik.kernel.imports.kinds import kind_of
from provodnik.kernel.imports.types import CUSTOM, IGNORE, RejectCode

type Words = str | Promise

STEPS: tuple[Words, ...] = (_("File"), _("Columns"), _("Loading"), _("Result"))


@dataclass(frozen=True, slots=True)
class KindWords:
    """A kind of file. `heading` names the loading, `forms` one, two and five of its rows."""

    title: Words
    heading: Words
    forms: Words
    hint: Words


_KINDS: Mapping[str, KindWords] = {
    "getcourse-orders": KindWords(
        _("Orders"),
        _("Loading GetCourse orders"),
        _("order|orders"),
        _("Sales → Orders → Export"),
    ),
    "getcourse-users": KindWords(
        _("Students"),
        _("Loading GetCourse students"),
        _("student|students"),
        _("Users → All → Export"),
    ),
    "getcourse-payments": KindWords(
        _("Payments"),
        _("Loading GetCourse payments"),
        _("payment|payments"),
        _("Sales → Payments → Export"),
    ),
    "events": KindWords(
        _("Events"),
        _("Loading events"),
        _("event|events"),
        _("A file of your own: client, event, at"),
    ),
    "homework": KindWords(
        _("Homework answers"),
        _("Loading answers to homework"),
        _("answer|answers"),
        _("Answers to lessons of GetCourse, or a table of your own"),
    ),
    "surveys": KindWords(
        _("Survey answers"),
        _("Loading survey answers"),
        _("row|rows"),
        _("An export of a form or a survey service: a row a person, or a row an answer"),
    ),
    "tickets": KindWords(
        _("Requests"),
        _("Loading requests and messages"),
        _("row|rows"),
        _("An export of the former help desk or chats"),
    ),
    "lessons": KindWords(
        _("Lessons"),
        _("Loading lessons"),
        _("lesson|lessons"),
        _("A table of your own: course, module, lesson"),
    ),
}
_UNKNOWN_KIND = KindWords(_("File"), _("Loading a file"), _("row|rows"), "")


def kind_words(kind: str) -> KindWords:
    """Words of a kind; a kind without words is a file of rows."""
    return _KINDS.get(kind, _UNKNOWN_KIND)


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """Why rows were left out, and how to mend them."""

    title: Words
    fix: Words


_REASONS: Mapping[str, ReasonWords] = {
    RejectCode.EMPTY: ReasonWords(
        _("An empty cell"), _("Fill the cell: without it the row makes no sense")
    ),
    RejectCode.BAD_DATE: ReasonWords(
        _("The date does not look like a date"), _("Like 28.02.2026 or 2026-02-28 14:30")
    ),
    RejectCode.BAD_MONEY: ReasonWords(
        _("The sum does not look like a number"), _("Digits only, like 12900 or 12 900,50")
    ),
    RejectCode.AMBIGUOUS_MONEY: ReasonWords(
        _("The sum can be read in two ways"), _("Kopecks after a comma: 12900,50")
    ),
    RejectCode.OTHER_CURRENCY: ReasonWords(
        _("The sum is in another currency"), _("Bring it to the currency of the column")
    ),
    RejectCode.BAD_NUMBER: ReasonWords(
        _("The value is no number"), _("Digits with a dot, like 4.5")
    ),
    RejectCode.NEGATIVE: ReasonWords(
        _("The value is below zero"), _("Take the minus off, or leave the row out")
    ),
    RejectCode.UNKNOWN_VALUE: ReasonWords(
        _("The value is unknown here"), _("Check how the word is spelt")
    ),
    RejectCode.TOO_LONG: ReasonWords(_("The text is too long"), _("Shorten the text of the cell")),
    RejectCode.UNREADABLE: ReasonWords(
        _("The letters cannot be read"), _("Save the file in UTF-8")
    ),
    RejectCode.EXTRA_CELLS: ReasonWords(
        _("More cells than columns"), _("Quote the cell that holds the delimiter")
    ),
    RejectCode.BROKEN_QUOTE: ReasonWords(
        _("A quotation mark is not closed"), _("Close the quotation mark")
    ),
    RejectCode.NOBODY: ReasonWords(
        _("Neither an id nor an e-mail"), _("Add an e-mail or an id to say whose row it is")
    ),
    RejectCode.ERASED: ReasonWords(
        _("The person asked to be erased"), _("Nothing to mend: their rows are not taken")
    ),
    RejectCode.BEFORE_START: ReasonWords(
        _("An end before its beginning"), _("Check both moments of the row")
    ),
}
_UNKNOWN_REASON = ReasonWords(
    _("The row could not be taken"), _("The reason is in the file of rejected rows")
)


def reason_words(code: str) -> ReasonWords:
    """Words of a reason."""
    return _REASONS.get(code, _UNKNOWN_REASON)


_TARGETS: Mapping[str, Words] = {
    "utm": _("Marks of the link (utm)"),
    "user_utm": _("Marks of the first visit (utm)"),
    "channel": _("Channel"),
    "attrs": _("Attribute of the event"),
    "client": _("Client"),
    "event": _("Event"),
    "at": _("When it happened"),
    "value": _("Value"),
    "product": _("Product"),
    "item": _("Lesson, ticket or order"),
    "staff": _("Colleague"),
    "ticket": _("Number of the request"),
    "client_name": _("Name of the client"),
    "phone": _("Phone"),
    "subject": _("Subject of the request"),
    "topic": _("Topic of the request"),
    "priority": _("Priority"),
    "opened_at": _("When it was opened"),
    "answered_at": _("When it was first answered"),
    "resolved_at": _("When it was resolved"),
    "closed_at": _("When it was closed"),
    "owner": _("Who is responsible"),
    "message_id": _("Id of the message"),
    "said_at": _("When it was said"),
    "side": _("Who said it: client, colleague, note"),
    "author": _("Author of the message"),
    "text": _("Text of the message"),
}


def target_words(kind: str) -> dict[str, str]:
    """What a column of this kind may be taken for: an own field, nothing, or a known column."""
    known = {
        column.target: str(_TARGETS.get(column.target) or next(iter(column.titles), column.target))
        for column in kind_of(kind).columns
        if column.target != CUSTOM
    }
    return {CUSTOM: str(_("Own field")), IGNORE: str(_("Do not load")), **known}
