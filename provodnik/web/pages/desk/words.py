"""What the desk says: its sentence, clocks in plain words, why something was not done."""

from datetime import datetime, timedelta, tzinfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.kernel.calendar.rules import remaining
from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.method import queries as method
from provodnik.touches.desk.errors import (
    AnsweredMeanwhile,
    AnswerFirst,
    ChoiceUnknown,
    DeskError,
    NothingSaid,
    NotOpen,
    NotResolved,
    OrderOfAnother,
    PastMoment,
    PlaceUnknown,
    PromiseUnsound,
    ReasonMissing,
    SameTicket,
    StepMade,
    TitleTaken,
    TooLate,
)
from provodnik.touches.desk.models import Message
from provodnik.touches.desk.queries import Counted, TicketRow
from provodnik.touches.desk.types import Delivery, PromiseFault, Tab, TicketState
from provodnik.web import formats

_MINUTE = timedelta(minutes=1)


def language() -> str:
    return get_language() or ""


def sentence(counted: Counted, calendar: WorkCalendar, *, now: datetime) -> str:
    """«9 обращений ждут ответа, ближайшее через 12 мин»."""
    if not counted.by_tab[Tab.ALL]:
        return _("No requests yet")
    if not counted.unanswered:
        return _("Every request is answered")
    waiting = formats.counted(
        counted.unanswered, _("request waits|requests wait|requests wait"), language()
    )
    if counted.nearest_at is None:
        return _("%(waiting)s for an answer") % {"waiting": waiting}
    left = length(calendar, now, counted.nearest_at)
    if now > counted.nearest_at:
        return _("%(waiting)s for an answer, the oldest is %(left)s overdue") % {
            "waiting": waiting,
            "left": left,
        }
    return _("%(waiting)s for an answer, the nearest in %(left)s") % {
        "waiting": waiting,
        "left": left,
    }


def length(calendar: WorkCalendar, now: datetime, due_at: datetime) -> str:
    """Working time between now and a moment: «1 ч 10 мин»."""
    return formats.duration(abs(remaining(calendar, now, due_at)) // _MINUTE, language())


def due(row: TicketRow, calendar: WorkCalendar, zone: tzinfo, *, now: datetime) -> str:
    """The clock of a line: «до 14:30», «просрочено 40 мин», «ждём ученика»."""
    if row.is_asleep(now):
        moment = formats.moment_short(row.snoozed_until_at or now, now, zone, language())
        return _("put off until %(moment)s") % {"moment": moment}
    if row.state is TicketState.WAITING:
        return _("waits for the student")
    if row.next_due_at is None:
        return ""
    if now > row.next_due_at:
        return _("overdue by %(left)s") % {"left": length(calendar, now, row.next_due_at)}
    moment = formats.moment_short(row.next_due_at, now, zone, language())
    return _("by %(moment)s") % {"moment": moment}


def clock_lines(
    row: TicketRow, calendar: WorkCalendar, zone: tzinfo, *, now: datetime
) -> list[tuple[str, str, bool]]:
    """What runs on a ticket: name, «до 14:30, осталось 1 ч 10 мин», whether it is late."""
    priority = method.desk_settings().priority(row.priority)
    hours = calendar if priority is None or priority.working_hours else None
    running = (
        (_("Answer"), row.answer_due_at, calendar),
        (_("Resolve"), row.resolve_due_at, hours),
        (_("Resolve at the latest"), row.limit_due_at, hours),
        (_("Answer promised"), row.promised_until_at, calendar),
    )
    return [
        (name, _line(at, counted_in, zone, now=now), now > at)
        for name, at, counted_in in running
        if at
    ]


def _line(at: datetime, calendar: WorkCalendar | None, zone: tzinfo, *, now: datetime) -> str:
    """Without a calendar the time left is in plain hours."""
    moment = formats.moment_short(at, now, zone, language())
    if calendar is None:
        values = {"moment": moment, "left": formats.duration(abs(at - now) // _MINUTE, language())}
        if now > at:
            return _("was due by %(moment)s, %(left)s ago") % values
        return _("by %(moment)s, %(left)s left") % values
    values = {"moment": moment, "left": length(calendar, now, at)}
    if now > at:
        return _("was due by %(moment)s, %(left)s of working time ago") % values
    return _("by %(moment)s, %(left)s of working time left") % values


def answered(message: Message) -> str:
    """What became of an answer just given."""
    if message.delivery == Delivery.QUEUED.value:
        return _("The answer goes out in a few seconds")
    return _("The answer is written down")


def why_not_delivered(told: str) -> str:
    """What the channel said of an answer, «код: слова» as the desk keeps it, in our words."""
    code, _colon, said = told.partition(": ")
    known = {
        "blocked": _("the student stopped the bot"),
        "no_account": _("no working account of this channel"),
        "no_answer": _("the channel did not say whether it took it"),
        "gave_up": _("the channel could not be reached"),
        "unreachable": _("the channel could not be reached"),
        "no_chat": _("there is no such chat any more"),
        "unauthorised": _("the channel does not accept the school's key"),
        "died": _("the program stopped while it was sending"),
        "partly_sent": _("only a part of a long message was taken"),
    }
    return known.get(code, said)


def state_word(state: TicketState) -> str:
    """A state in one or two words."""
    return {
        TicketState.OPEN: _("open"),
        TicketState.WAITING: _("waits for the student"),
        TicketState.RESOLVED: _("resolved"),
        TicketState.AWAITING: _("awaits confirmation"),
        TicketState.CLOSED: _("closed"),
        TicketState.MERGED: _("merged"),
        TicketState.SPAM: _("spam"),
    }[state]


def turn_word(reason: str) -> str:
    """By which rule a ticket came to its holder; words of a person come as they are."""
    known = {
        "duty": _("to the duty"),
        "coordinator": _("to the student's coordinator"),
        "curator": _("to the curator of the cohort"),
        "role": _("to the least loaded of the role"),
        "nobody": _("nobody could be found"),
        "answered": _("answered first"),
        "by_hand": _("handed over"),
    }
    return known.get(reason, reason)


def refusal(error: DeskError, zone: tzinfo) -> str:
    """Why it was not done and what to do."""
    if isinstance(error, AnsweredMeanwhile):
        clock = formats.clock(error.at, zone)
        return _(
            "%(name)s answered at %(clock)s while you were writing. Your text is kept below:"
            " compare and send it if it is still needed."
        ) % {"name": error.by, "clock": clock}
    if isinstance(error, PlaceUnknown):
        return _("Nothing can stand in “%(place)s”. The words that can are listed below.") % {
            "place": error.place
        }
    if isinstance(error, AnswerFirst):
        return _("Answer first: the student has asked, and nobody has answered yet.")
    if isinstance(error, PromiseUnsound):
        return fault(error.fault)
    known: tuple[tuple[type[DeskError], str], ...] = (
        (NothingSaid, _("Write the text: nothing was changed until then.")),
        (NotOpen, _("This request is closed already. Reopen it to go on.")),
        (NotResolved, _("Resolve the request first, then it can be closed.")),
        (SameTicket, _("Only two open requests of one student can be joined.")),
        (ReasonMissing, _("Say why, and until when: the end must come after the beginning.")),
        (TooLate, _("It is too late to take the answer back: it has gone.")),
        (PastMoment, _("Choose a moment that is still ahead.")),
        (TitleTaken, _("There is an approved answer with this title. Change that one.")),
        (ChoiceUnknown, _("Choose one of the answers offered at this step.")),
        (StepMade, _("This step is written down already.")),
        (OrderOfAnother, _("This order belongs to somebody else. Choose another.")),
    )
    return next(
        (words for kind, words in known if isinstance(error, kind)),
        _("It could not be done. Nothing was changed."),
    )


def fault(why: PromiseFault) -> str:
    """Why a student cannot be promised this."""
    return {
        PromiseFault.NOTHING: _("Say what is promised: an answer, a resolution, or both."),
        PromiseFault.HALF: _("A resolution needs both: by when, and at the latest by when."),
        PromiseFault.BOUNDS: _("From a minute to a year can be promised."),
        PromiseFault.LIMIT_FIRST: _("The latest term comes before the term itself."),
        PromiseFault.ANSWER_LAST: _(
            "The answer would come after the resolution. Make the answer sooner."
        ),
    }[why]
