"""What the list of points of outflow and cards shows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.decisions.causes import queries
from provodnik.decisions.causes.types import CardRow, Fall, Place, PointRow, State
from provodnik.kernel.periods import Period
from provodnik.web import formats
from provodnik.web.design.types import Figure, Tone, Unit, View
from provodnik.web.pages.causes import words

IN_WORK = (State.FOUND, State.CHECKING, State.CAUSE_FOUND, State.CHANGED)


@dataclass(frozen=True, slots=True)
class FallView:
    """A fall in figures that open: who is lost, of how many that came to the step before."""

    lost: Figure
    before: Figure
    reached: Figure


@dataclass(frozen=True, slots=True)
class PointLine:
    """A point nobody has taken up."""

    row: PointRow
    fall: FallView


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card in the list."""

    row: CardRow
    fall: FallView
    state: str
    tone: Tone
    kinds: str
    note: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """Points without a card and the cards of the state chosen."""

    sentence: str
    points: tuple[PointLine, ...]
    cards: tuple[CardLine, ...]
    filters: tuple[View, ...]
    state: State | None

    @property
    def is_empty(self) -> bool:
        return not self.points and not self.cards


def list_page(state: State | None, today: date) -> ListPage:
    """Three queries, whatever the number of cards."""
    points, cards = queries.open_points(), queries.cards()
    shown = [row for row in cards if state is None or row.state is state]
    titles = words.kind_titles()
    return ListPage(
        sentence=_sentence(points, cards),
        points=() if state else tuple(PointLine(one, _point_fall(one)) for one in points),
        cards=tuple(card_line(row, titles, today) for row in shown),
        filters=_filters(cards, state),
        state=state,
    )


def card_line(row: CardRow, titles: Mapping[str, str], today: date) -> CardLine:
    """A card with what comes next for it."""
    kinds = words.kinds_words(row.kinds, titles)
    is_late = row.state in IN_WORK and row.due_on is not None and row.due_on < today
    return CardLine(
        row=row,
        fall=fall_view(row.place, row.product, row.fall),
        state=str(words.STATES[row.state]),
        tone=words.TONES[row.state],
        kinds=kinds,
        note=" · ".join(filter(None, (kinds, _term(row, today)))),
        is_late=is_late,
    )


def fall_view(place: Place, product: str, fall: Fall) -> FallView:
    """The parts of a fall, each opening to the number it was read from."""
    href = place_href(place, product, fall.window, fall.as_of)
    return FallView(
        lost=Figure(fall.lost, Unit.COUNT, href=href),
        before=Figure(fall.before, Unit.COUNT, href=href),
        reached=share_figure(fall.reached, fall.size, href),
    )


def share_figure(reached: int, size: int, href: str) -> Figure:
    """A share with its whole; a dash of nobody."""
    amount = Fraction(reached, size) if size else None
    return Figure(amount, Unit.SHARE, n=size or None, href=href if size else "")


def place_href(place: Place, product: str, window: Period | None, as_of: date | None) -> str:
    """Where the number of a step opens."""
    return number_href(place.metric, {"product": product, "item": place.item}, window, as_of)


def number_href(
    metric: str, where: dict[str, str], window: Period | None, as_of: date | None
) -> str:
    """Where a number opens as it stood at the end of a day."""
    days = {"from": window.from_on, "to": window.to_on} if window else {}
    days |= {"as_of": as_of} if as_of else {}
    told = {**{name: day.isoformat() for name, day in days.items()}, **where}
    return f"{reverse('metrics:show', args=[metric])}?{urlencode(told)}"


def language() -> str:
    return (get_language() or "ru").split("-")[0]


def _point_fall(row: PointRow) -> FallView:
    return fall_view(row.place, row.product, row.fall)


def _term(row: CardRow, today: date) -> str:
    """The day of the change, or until when hypotheses are checked."""
    if row.changed_on is not None:
        day = formats.day_words(row.changed_on, today, language())
        return _("changed %(day)s") % {"day": day}
    if row.due_on is None:
        return ""
    return _("check by %(day)s") % {"day": formats.day_words(row.due_on, today, language())}


def _sentence(points: Sequence[PointRow], cards: Sequence[CardRow]) -> str:
    """The conclusion: what nobody looks at, else what is in work."""
    if points:
        said = formats.counted(
            len(points),
            _("point of outflow without a cause|points of outflow without a cause"),
            language(),
        )
        return _("%(points)s: find out why") % {"points": said}
    in_work = sum(1 for row in cards if row.state in IN_WORK)
    if in_work:
        said = formats.counted(in_work, _("point of outflow|points of outflow"), language())
        return _("%(points)s in work") % {"points": said}
    return _("Every point of outflow has its answer") if cards else _("No points of outflow yet")


def _filters(cards: Sequence[CardRow], chosen: State | None) -> tuple[View, ...]:
    """States that some card is in, and the chosen one."""
    address, counts = reverse("causes:list"), Counter(row.state for row in cards)
    every = View(_("All"), address, count=len(cards), is_current=chosen is None)
    states = [one for one in State if counts[one] or one is chosen]
    return (
        every,
        *(
            View(
                str(words.STATES[one]),
                f"{address}?state={one.value}",
                count=counts[one],
                is_current=one is chosen,
            )
            for one in states
        ),
    )
