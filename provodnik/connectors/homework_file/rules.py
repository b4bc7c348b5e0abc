"""What a row must be, and what GetCourse's words of a check mean here. Pure."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from provodnik.kernel.imports.cells import plain_number, scaled
from provodnik.kernel.imports.types import BadCell, RejectCode

RESULTS: Mapping[str, str] = {
    **dict.fromkeys(("accepted", "принят", "принято", "принята", "зачёт", "зачет"), "accepted"),
    **dict.fromkeys(
        (
            *("declined", "rejected", "отклонен", "отклонено", "отклонена", "не принят"),
            *("не принято", "на доработку", "на доработке", "returned", "незачет"),
        ),
        "returned",
    ),
    **dict.fromkeys(
        (
            *("new", "новый", "новая", "не проверено", "не проверен", "ожидает проверки"),
            *("на проверке", "waiting", "ждет проверки"),
        ),
        "waiting",
    ),
    **dict.fromkeys(("viewed", "просмотрен", "просмотрено", "просмотрена"), "viewed"),
}
"""Statuses of an answer by what they are here; `viewed` was seen and asks for nothing."""

_YES = frozenset({"1", "true", "yes", "да", "нужна"})
_NO = frozenset({"0", "false", "no", "нет", "не нужна"})
_LOWEST, _HIGHEST = Decimal(1), Decimal(5)
_DATES = ("asked_at", "reviewed_at")


def result(text: str) -> str:
    """A status as it is here; empty stays empty. Raises BadCell for an unknown word."""
    told = text.strip().casefold().replace("ё", "е")
    if not told:
        return ""
    known = {word.replace("ё", "е"): meaning for word, meaning in RESULTS.items()}
    if told not in known:
        raise BadCell(RejectCode.UNKNOWN_VALUE, value=text.strip()[:40])
    return known[told]


def yes_or_no(text: str) -> bool | None:
    """Whether a reaction is needed; None where nothing is said. Raises BadCell."""
    told = text.strip().casefold()
    if told in _YES or told in _NO:
        return told in _YES
    if told:
        raise BadCell(RejectCode.UNKNOWN_VALUE, value=text.strip()[:40])
    return None


def score(text: str) -> int | None:
    """A mark of 1 to 5, decimals allowed, in hundredths. Raises BadCell beyond the scale."""
    if not text.strip():
        return None
    number = plain_number(text.replace(",", "."))
    if not _LOWEST <= number <= _HIGHEST:
        raise BadCell(RejectCode.BAD_NUMBER, value=text.strip()[:40])
    return scaled(number)


class Judge:
    """Refuses rows of nobody, of no lesson, and checked before they were handed in.

    Whoever is not named by an id is named by the e-mail. `names` are the columns of the row,
    `moment` makes a number of a parsed one.
    """

    def __init__(self, names: Sequence[str], moment: Callable[[str], float]) -> None:
        self._place = {name: at for at, name in enumerate(names)}
        self._moment = moment

    def __call__(self, row: list[object]) -> list[object]:
        """The row, mended. Raises BadCell."""
        if not self._cell(row, "client"):
            row[self._place["client"]] = self._cell(row, "email")
        if not self._cell(row, "client"):
            raise BadCell(RejectCode.NOBODY)
        for needed in ("title", "lesson", "submitted_at"):
            if not self._cell(row, needed):
                raise BadCell(RejectCode.EMPTY, target=needed)
        submitted_at = self._moment(self._cell(row, "submitted_at"))
        for name in _DATES:
            told = self._cell(row, name)
            if told and self._moment(told) < submitted_at:
                raise BadCell(RejectCode.BEFORE_START, target=name, value=told[:16])
        return row

    def _cell(self, row: list[object], name: str) -> str:
        return str(row[self._place[name]] or "") if name in self._place else ""
