"""What a working calendar refuses."""


class CalendarError(ValueError):
    """Base of everything this package raises."""


class NoWorkingTime(CalendarError):
    """The calendar does not hold the working time that was asked of it."""


class OutsideCalendar(CalendarError):
    """A moment so far away that it is a mistake in the data, such as the year 0001."""


class CalendarFormatError(CalendarError):
    """A calendar document that cannot be used.

    `key` leads to the place (`week.mon[0]`, empty for the whole document), `code` names what is
    wrong there for whoever has to say it in Russian; the message says both in English.
    """

    def __init__(self, key: str, code: str, message: str) -> None:
        super().__init__(f"{key}: {message}" if key else message)
        self.key = key
        self.code = code
        self.message = message
