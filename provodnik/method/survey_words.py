"""The words of the section about surveys that code knows by name."""

from enum import StrEnum


class AskMoment(StrEnum):
    """What makes a student be asked."""

    MODULE = "module_done"
    TICKET = "ticket_solved"
    GRADUATION = "graduation"
    MONTH = "month"
    BY_HAND = "by_hand"


class AskAbout(StrEnum):
    """Who answers for what is asked about: frozen when the question is asked."""

    COORDINATOR = "students_coordinator"
    CURATOR = "students_curator"
    HOLDER = "tickets_holder"


class AnswerKind(StrEnum):
    """How a question is answered."""

    SCALE_10 = "scale_10"
    SCALE_5 = "scale_5"
    ONE_OF = "one_of"
    TEXT = "text"


class Measure(StrEnum):
    """Which figure a score goes into."""

    NPS = "nps"
    CSAT = "csat"
    CSI = "csi"
    NONE = "none"


class NotAskedReason(StrEnum):
    """Why a survey was not sent to somebody; the first that holds is kept."""

    STOPPED = "stopped"
    REFUSED = "refused"
    COMPLAINT = "complaint"
    UNFINISHED = "unfinished"
    RECENT = "recent"
    AWAITED = "awaited"
    LATE = "late"
    NO_ADDRESS = "no_address"
    OUT_OF_DATE = "out_of_date"
