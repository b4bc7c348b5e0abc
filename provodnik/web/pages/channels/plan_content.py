"""Plan and fact of repeat sales as the page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provodnik.facts.sales.models import Channel
from provodnik.facts.team.models import Staff
from provodnik.facts.team.queries import staff_list
from provodnik.kernel.periods import Period, add_months, month_of
from provodnik.reports.plan_fact import PlanCell, PlanFact, PlanLine, plan_fact
from provodnik.web import formats
from provodnik.web.design.types import Bar, Series
from provodnik.web.pages.channels.windows import Window, chosen, language

type Choices = list[tuple[str, str]]

_MOST_ROUBLES = 10**9
_CHANNEL, _PERSON = "channel:", "staff:"
_MONTHS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line with where each of its facts opens: those of the months, and their sum."""

    line: PlanLine
    cells: tuple[tuple[PlanCell, str], ...]
    href: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The window's plan and fact, with the chart's bars."""

    sentence: str
    window: Window
    told: PlanFact
    channels: tuple[OpenLine, ...]
    people: tuple[OpenLine, ...]
    total: OpenLine
    bars: tuple[Bar, ...]
    series: tuple[Series, ...]
    months: tuple[str, ...]


def plan(staff: Staff, *, asked: str, now: datetime) -> Plan:
    """Two questions to the lake a month of the window."""
    today = now.astimezone(ZoneInfo(staff.school.timezone)).date()
    window = chosen(asked, today)
    told = plan_fact(window.period, now=now)
    return Plan(
        sentence=_sentence(told.total),
        window=window,
        told=told,
        channels=tuple(_opened(line, window.period, "channel") for line in told.channels),
        people=tuple(_opened(line, window.period, "staff") for line in told.people),
        total=_opened(told.total, window.period, ""),
        bars=tuple(
            _bar(cell.month, cell.plan_kopecks, cell.fact_kopecks) for cell in told.total.cells
        ),
        series=(Series(_("fact")), Series(_("left to the plan"))),
        months=tuple(_month(month) for month in told.months),
    )


def _opened(line: PlanLine, window: Period, dimension: str) -> OpenLine:
    where = {dimension: line.key} if dimension and line.key else {}
    return OpenLine(
        line=line,
        cells=tuple((cell, _href(month_of(cell.month), where)) for cell in line.cells),
        href=_href(window, where),
    )


def _href(period: Period, where: dict[str, str]) -> str:
    days = {"from": period.from_on.isoformat(), "to": period.to_on.isoformat()}
    return f"{reverse('metrics:show', args=['repeat_sales'])}?{urlencode({**days, **where})}"


def table(shown: Plan) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Plan and fact for a spreadsheet, in roubles, a row a month of each line."""
    header = (_("Line"), _("Month"), _("Plan, RUB"), _("Fact, RUB"))
    lines = [(_("Department"), shown.told.total)]
    lines += [(line.name or _("Without a channel"), line) for line in shown.told.channels]
    lines += [(line.name or _("Nobody"), line) for line in shown.told.people]
    rows: list[Sequence[object]] = [
        (name, f"{cell.month:%Y-%m}", _roubles(cell.plan_kopecks), _roubles(cell.fact_kopecks))
        for name, line in lines
        for cell in line.cells
    ]
    return header, rows


def subjects() -> Choices:
    """What one may plan for: the department, a channel, a person."""
    channels = Channel.objects.order_by("position", "key").values_list("key", "name")
    return [
        ("", _("Department")),
        *((f"{_CHANNEL}{key}", name) for key, name in channels),
        *((f"{_PERSON}{one.staff_id}", one.name) for one in staff_list()),
    ]


class PlanForm(forms.Form):
    """What a month is to bring, in roubles. Empty drops the plan."""

    month = forms.ChoiceField(label=gettext_lazy("Month"))
    subject = forms.ChoiceField(label=gettext_lazy("For whom"), choices=subjects, required=False)
    roubles = forms.IntegerField(
        label=gettext_lazy("Plan, RUB"), min_value=0, max_value=_MOST_ROUBLES, required=False
    )

    def __init__(self, months: Sequence[date], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.fields["month"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (f"{month:%Y-%m-01}", _month(month)) for month in months
        ]

    @property
    def month_on(self) -> date:
        return date.fromisoformat(self.cleaned_data["month"])

    @property
    def channel(self) -> str:
        """The channel's key, empty for anything else."""
        subject: str = self.cleaned_data["subject"]
        return subject.removeprefix(_CHANNEL) if subject.startswith(_CHANNEL) else ""

    @property
    def staff_id(self) -> int | None:
        subject: str = self.cleaned_data["subject"]
        return int(subject.removeprefix(_PERSON)) if subject.startswith(_PERSON) else None

    @property
    def kopecks(self) -> int | None:
        roubles = self.cleaned_data["roubles"]
        return None if roubles is None else roubles * 100


def months_to_plan(shown: Plan) -> list[date]:
    """The window's months and a few ahead."""
    last = shown.told.months[-1]
    return [*shown.told.months, *(add_months(last, n) for n in range(1, _MONTHS_AHEAD + 1))]


def _bar(month: date, planned: int | None, fact: int) -> Bar:
    left = max(0, (planned or 0) - max(0, fact))
    text = formats.money_short(fact, language())
    if planned is not None:
        text = _("%(fact)s of %(plan)s") % {
            "fact": text,
            "plan": formats.money_short(planned, language()),
        }
    parts = (Fraction(max(0, fact)), Fraction(left))
    return Bar(_month(month), parts, text, href=_href(month_of(month), {}))


def _month(month: date) -> str:
    return formats.month(month, month, language())


def _sentence(total: PlanLine) -> str:
    planned = total.plan_kopecks
    if planned is None:
        return _("No plan of repeat sales is set")
    fact = formats.money(total.fact_of_planned_kopecks, language())
    share = Fraction(total.fact_of_planned_kopecks, planned) if planned else None
    return _("%(fact)s of %(plan)s planned, %(share)s") % {
        "fact": fact,
        "plan": formats.money(planned, language()),
        "share": formats.share(share, language()),
    }


def _roubles(kopecks: int | None) -> str:
    return "" if kopecks is None else f"{kopecks / 100:.2f}".replace(".", ",")
