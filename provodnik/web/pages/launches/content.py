"""What the pages of launches show: the plan of weeks, one launch, several side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.sales.queries.launch_pages import (
    LaunchCard,
    LinkRow,
    ParticipantRow,
    Story,
    links_of,
    participants,
    stories,
    tried_after,
)
from provodnik.facts.sales.queries.launch_rows import LaunchStep
from provodnik.facts.sales.queries.launches import (
    LaunchFunnel,
    channel_names,
    launch_funnel,
    launch_funnels,
)
from provodnik.facts.sales.queries.weeks import (
    WEEK,
    Engagement,
    Gap,
    PlannedLaunch,
    Week,
    engagement,
    monday_of,
    week_plan,
)
from provodnik.facts.sales.rules import FunnelStep as Step
from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import Period
from provodnik.method import queries as method
from provodnik.method.shapes import Channels, Launches
from provodnik.web import formats
from provodnik.web.design.types import FunnelStep, View
from provodnik.web.pages.launches.rows import rows_href

_ENGAGEMENT_DAYS = 90
MOST_COMPARED = 4


@dataclass(frozen=True, slots=True)
class Words:
    """The method's words of formats and channels, asked once a page."""

    launches: Launches
    channels: Channels
    names: Mapping[str, str]

    @classmethod
    def of_school(cls) -> "Words":
        return cls(method.launch_settings(), method.channels(), channel_names())

    def kind(self, key: str) -> str:
        found = self.launches.kind(key)
        return str(found.title) if found else ""

    def icon(self, key: str) -> str:
        found = self.launches.kind(key)
        return str(found.icon) if found else "star"

    def channel(self, key: str) -> str:
        found = self.channels.channel(key)
        return str(found.short) if found else self.names.get(key, key)


@dataclass(frozen=True, slots=True)
class BoardLaunch:
    """A launch in its week, with the words of its format and channel."""

    launch: PlannedLaunch
    kind: str
    icon: str
    channel: str
    days: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class BoardWeek:
    """A week of the plan. `gaps` are of this week and the next: the past cannot be mended,
    and further ahead nobody has planned yet.
    """

    week: Week
    days: str
    is_current: bool
    is_past: bool
    gaps: tuple[Gap, ...]
    launches: tuple[BoardLaunch, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The plan of weeks."""

    sentence: str
    channels: tuple[View, ...]
    weeks: tuple[BoardWeek, ...]
    funnels: tuple[LaunchFunnel, ...]
    stories: tuple[Story, ...]
    groups: tuple[Engagement, ...]

    @property
    def past(self) -> tuple[BoardWeek, ...]:
        """Weeks that are over: folded, they are history."""
        return tuple(week for week in self.weeks if week.is_past)

    @property
    def ahead(self) -> tuple[BoardWeek, ...]:
        """This week and those after it."""
        return tuple(week for week in self.weeks if not week.is_past)


def board(staff: Staff, *, now: datetime, channel: str = "") -> Board:
    """Weeks around today; of one channel where asked. A fixed number of queries."""
    today = now.astimezone(ZoneInfo(staff.school.timezone)).date()
    words = Words.of_school()
    weeks = tuple(_board_week(week, today, channel, words) for week in week_plan(today))
    since = Period(today - timedelta(days=_ENGAGEMENT_DAYS), today + timedelta(days=1))
    funnels = [one for one in launch_funnels() if channel in ("", one.channel)]
    return Board(
        sentence=_board_sentence(weeks),
        channels=_channels(words, channel),
        weeks=weeks,
        funnels=tuple(funnels),
        stories=tuple(stories(limit=3)),
        groups=tuple(engagement(since)[:8]),
    )


def _channels(words: Words, chosen: str) -> tuple[View, ...]:
    """All channels, and each the school has."""
    every = View(_("All channels"), "?", is_current=not chosen)
    return (
        every,
        *(
            View(words.channel(key), f"?channel={key}", is_current=key == chosen)
            for key in words.names
        ),
    )


def _board_week(week: Week, today: date, channel: str, words: Words) -> BoardWeek:
    monday = monday_of(today)
    chosen = [one for one in week.launches if channel in ("", one.channel)]
    return BoardWeek(
        week=week,
        days=formats.day_range(week.monday, week.next_monday, today, language()),
        is_current=week.monday == monday,
        is_past=week.monday < monday,
        gaps=week.gaps if monday <= week.monday <= monday + WEEK else (),
        launches=tuple(_board_launch(one, today, words) for one in chosen),
    )


def _board_launch(one: PlannedLaunch, today: date, words: Words) -> BoardLaunch:
    until = one.ends_on + timedelta(days=1)
    return BoardLaunch(
        launch=one,
        kind=words.kind(one.kind),
        icon=words.icon(one.kind),
        channel=words.channel(one.channel),
        days=formats.day_range(one.starts_on, until, today, language()),
        is_over=one.ends_on < today,
    )


def _board_sentence(weeks: Sequence[BoardWeek]) -> str:
    """A cohort nobody warms up this week first; then how the week stands."""
    current = next((week for week in weeks if week.is_current), None)
    if current is None:
        return _("Plan of weeks")
    if gaps := current.gaps:
        left = formats.counted(len(gaps), _("cohort|cohorts"), language())
        return _("This week %(cohorts)s without a warm-up") % {"cohorts": left}
    if not current.launches:
        return _("Nothing is planned this week")
    planned = formats.counted(len(current.launches), _("launch|launches"), language())
    return _("This week %(launches)s, every cohort has its warm-up") % {"launches": planned}


@dataclass(frozen=True, slots=True)
class FunnelCard:
    """A funnel as bars; `worst` is the index of the step that loses the most."""

    funnel: LaunchFunnel
    kind: str
    channel: str
    days: str
    days_left: int | None
    steps: tuple[FunnelStep, ...]
    worst: int | None
    guests: tuple[FunnelStep, ...]


def funnel_card(
    funnel: LaunchFunnel, today: date, words: Words, *, machines: bool = False
) -> FunnelCard:
    """`machines` counts clicks of robots as well: they are kept apart otherwise."""
    names = {
        Step.MADE: _("Offered"),
        Step.CLICKED: _("Clicks"),
        Step.ORDERED: _("Orders"),
        Step.PAID: _("Paid"),
    }
    made, clicked, ordered, paid = funnel.counts
    counts = (made, clicked + (funnel.machines if machines else 0), ordered, paid)
    opens = (LaunchStep.MADE, LaunchStep.CLICKED, LaunchStep.ORDERED, LaunchStep.PAID)
    shown = tuple(
        FunnelStep(name, count, rows_href(funnel.launch_id, step))
        for name, count, step in zip(names.values(), counts, opens, strict=True)
    )
    failing = funnel.failing
    last = funnel.ends_on or funnel.starts_on
    days = formats.day_range(funnel.starts_on, last + timedelta(days=1), today, language())
    return FunnelCard(
        funnel=funnel,
        kind=words.kind(funnel.kind),
        channel=words.channel(funnel.channel),
        days=days,
        days_left=funnel.days_left(today),
        steps=shown,
        worst=list(Step).index(failing) if failing else None,
        guests=_guests(funnel),
    )


def _guests(funnel: LaunchFunnel) -> tuple[FunnelStep, ...]:
    if not funnel.joined:
        return ()
    told = [
        (_("Joined"), funnel.joined, LaunchStep.JOINED),
        *([(_("Did the tasks"), funnel.tasked, LaunchStep.TASKED)] if funnel.tasked else []),
        (_("Came to the event"), funnel.came, LaunchStep.CAME),
        (_("Bought"), funnel.bought, LaunchStep.BOUGHT),
    ]
    return tuple(
        FunnelStep(name, count, rows_href(funnel.launch_id, step)) for name, count, step in told
    )


@dataclass(frozen=True, slots=True)
class LaunchPage:
    """One launch with everything around it."""

    card: LaunchCard
    sentence: str
    shown: FunnelCard
    plan: tuple[tuple[str, str, str, str], ...]
    guests: tuple[ParticipantRow, ...]
    links: tuple[LinkRow, ...]
    story: Story | None
    tried_after: tuple[tuple[int, str], ...]
    needs_analysis: bool
    may_end: bool
    clicks: tuple[View, ...]


def launch_page(card: LaunchCard, *, now: datetime, zone: str, machines: bool) -> LaunchPage:
    """A fixed number of queries, however many take part."""
    today = now.astimezone(ZoneInfo(zone)).date()
    funnel = launch_funnel(card.launch_id)
    shown = funnel_card(funnel, today, Words.of_school(), machines=machines)
    story = next(iter(stories([card.launch_id])), None)
    is_over = shown.days_left is None and (card.fields.ends_on or card.fields.starts_on) < today
    return LaunchPage(
        card=card,
        sentence=_sentence(shown),
        shown=shown,
        plan=_plan(card, funnel),
        guests=tuple(participants(card.launch_id)),
        links=tuple(links_of(card.launch_id, limit=12)),
        story=story,
        tried_after=tuple(tried_after(card.launch_id)),
        needs_analysis=story is None and (funnel.drops_at_payment or is_over),
        may_end=_goes_on(card, today),
        clicks=(
            View(_("People only"), "?", is_current=not machines),
            View(_("With robots"), "?clicks=all", count=funnel.machines, is_current=machines),
        ),
    )


def _goes_on(card: LaunchCard, today: date) -> bool:
    """It has begun, it is not over today, nobody has called it off."""
    fields = card.fields
    is_open = fields.ends_on is None or fields.ends_on > today
    return fields.starts_on <= today and is_open and card.cancelled_at is None


def _sentence(shown: FunnelCard) -> str:
    """What came of it, the worst first: «12 переходов, 0 оплат: обрыв на оплате»."""
    funnel, name = shown.funnel, shown.funnel.name
    if funnel.drops_at_payment:
        clicks = formats.counted(funnel.clicked, _("click|clicks"), language())
        return _("“%(name)s”: %(clicks)s, 0 payments, the break is at payment") % {
            "name": name,
            "clicks": clicks,
        }
    if funnel.paid:
        return _("“%(name)s” brought %(money)s: %(paid)s") % {
            "name": name,
            "money": formats.money(funnel.revenue_kopecks, language()),
            "paid": formats.counted(funnel.paid, _("payment|payments"), language()),
        }
    if funnel.joined:
        return _("“%(name)s”: %(joined)s, nobody has bought yet") % {
            "name": name,
            "joined": formats.counted(funnel.joined, _("participant|participants"), language()),
        }
    return name


def _plan(card: LaunchCard, funnel: LaunchFunnel) -> tuple[tuple[str, str, str, str], ...]:
    """Plan and fact where a plan was set: name, plan, fact, where the fact opens."""
    fields, lang = card.fields, language()
    made, paid = (rows_href(card.launch_id, one) for one in (LaunchStep.MADE, LaunchStep.PAID))
    rows = []
    if fields.plan_made is not None:
        rows.append((_("Offered"), str(fields.plan_made), str(funnel.made), made))
    if fields.plan_paid is not None:
        rows.append((_("Paid"), str(fields.plan_paid), str(funnel.paid), paid))
    if fields.plan_kopecks is not None:
        plan, fact = fields.plan_kopecks, funnel.revenue_kopecks
        rows.append((_("Money"), formats.money(plan, lang), formats.money(fact, lang), paid))
    return tuple(rows)


def compared(ids: Sequence[int], today: date) -> tuple[FunnelCard, ...]:
    """Launches side by side in the order of their beginnings; four at most. One query."""
    found = launch_funnels(ids=list(ids)[:MOST_COMPARED], with_cancelled=True)
    words = Words.of_school()
    first = sorted(found, key=lambda one: one.starts_on)
    return tuple(funnel_card(one, today, words) for one in first)


def compare_sentence(cards: Sequence[FunnelCard]) -> str:
    """Which of them sold best: of what was offered, or of clicks where offers were not kept."""
    sold = [card for card in cards if card.funnel.paid]
    if not sold:
        return _("Nobody has paid in these launches yet")
    if all(card.funnel.made for card in sold):
        best = max(sold, key=lambda card: card.funnel.paid_of_made or 0)
        text, of = _("“%(name)s” sells best: %(share)s paid of offered"), best.funnel.made
    elif all(card.funnel.clicked for card in sold):
        best = max(sold, key=lambda card: card.funnel.paid_of_clicked or 0)
        text, of = _("“%(name)s” sells best: %(share)s paid of clicks"), best.funnel.clicked
    else:
        return _sentence(max(sold, key=lambda card: card.funnel.revenue_kopecks))
    share = formats.share(Fraction(best.funnel.paid, of), language())
    return text % {"name": best.funnel.name, "share": share}


def table(funnels: Sequence[LaunchFunnel]) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Launches for a spreadsheet, money in roubles."""
    header = (
        *(_("Launch"), _("Channel"), _("First day"), _("Last day"), _("Offered"), _("Clicks")),
        *(_("Clicks of robots"), _("Orders"), _("Paid"), _("Money, RUB"), _("Joined")),
        *(_("Did the tasks"), _("Came to the event"), _("Bought")),
    )
    rows: list[Sequence[object]] = [
        (
            *(one.name, one.channel, one.starts_on, one.ends_on or "", one.made, one.clicked),
            *(
                one.machines,
                one.ordered,
                one.paid,
                f"{one.revenue_kopecks / 100:.2f}".replace(".", ","),
            ),
            *(one.joined, one.tasked, one.came, one.bought),
        )
        for one in funnels
    ]
    return header, rows


def language() -> str:
    """The language the page is written in."""
    return (get_language() or "ru").split("-")[0]
