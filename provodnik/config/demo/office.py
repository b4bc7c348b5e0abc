"""How the demo's department works inside: meetings, tasks, approvals, hours, pay and costs."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from provodnik.config.demo.service import Month, Telling
from provodnik.config.demo.shapes import Happening

# Pay is 7.5 % of all costs before the programme and 4.7 % in it (REQUIREMENTS (c), G7).
_COSTS = 5_000_000
_PAY_BEFORE = {
    "lebedeva": 72_500,
    "tkacheva": 67_500,
    "elkin": 62_500,
    "senior_curator": 65_000,
    "curator": 55_000,
    "service": 52_500,
}
_PAY = {
    "lebedeva": 42_000,
    "tkacheva": 36_000,
    "elkin": 34_000,
    "senior_curator": 30_000,
    "curator": 26_000,
    "service": 25_000,
    "mentor": 18_000,
    "assessor": 15_000,
    "trainee": 9_000,
}
# Percent of the usual pay by month; four months make four whole pays.
_PAY_PERCENT = (106, 102, 98, 94)
_ADVERTISING, _TEACHERS = 58, 27
_TASKS = (
    "Собрать вопросы учеников",
    "Обновить регламент ответов",
    "Сверить доступы",
    "Подготовить выпускной",
    "Разобрать возвраты",
    "Дополнить базу знаний",
    "Проверить прогрев",
    "Записать разбор",
)
_OWNERS = ("head", "senior_curator", "curator", "service", "lebedeva", "tkacheva")
_REQUESTS = ("Скидка сверх правил", "Текст письма", "Дата эфира", "Исключение по возврату")
_APPROVALS = 6
# The producer's hours in service work by week: 22 before, one at the end (G22).
_HOURS_BEFORE = 22
_HOURS = ("12", "9", "7", "5", "4", "3", "2", "2", "1.5")
# Points of a protocol's checklist, and how many of them were met.
_POINTS, _MET_BEFORE, _MET = 10, (5, 7), (8, 10)
# Figures read for two hypotheses: mean without them and with them.
_HYPOTHESES = (
    ("Напоминание о домашней работе на третий день", "control", "31", "44"),
    ("Разбор работ в прямом эфире", "before", "24", "38"),
)
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


def happenings(telling: Telling, booked: Mapping[date, int]) -> Iterator[Happening]:
    """`booked` are roubles of costs told elsewhere, by the first day of their month."""
    yield from _meetings(telling)
    yield from _hours(telling)
    yield from _hypotheses(telling)
    for month in telling.months():
        yield from _tasks(telling, month)
        yield from _approvals(telling, month)
        if month.is_whole:
            yield from _money(telling, month, booked.get(month.starts_at.date(), 0))


def _meetings(telling: Telling) -> Iterator[Happening]:
    """A weekly one before the programme; in it two trainings a week beside, and protocols."""
    monday = telling.month(-4).starts_at
    monday += timedelta(days=-monday.weekday() % 7)
    week = 0
    while monday < telling.anchor:
        week += 1
        is_before = monday < telling.programme_at
        is_written = not is_before or week % 3 == 0
        yield from _meeting(monday, week, "weekly", has_protocol=is_written)
        if is_written:
            yield _check(telling, monday, is_before=is_before)
        for nth, after in enumerate(() if is_before else (1, 3)):
            # Every fifth week only one of the two takes place.
            if week % 5 or not nth:
                day = monday + after * _DAY
                yield from _meeting(day, week, "training", has_protocol=nth == 0 or week % 4 > 0)
        monday += _WEEK


def _meeting(day: datetime, week: int, form: str, *, has_protocol: bool) -> Iterator[Happening]:
    held_at = day.replace(hour=11 if form == "weekly" else 15)
    item = f"{form}-{held_at:%Y-%m-%d}"
    yield Happening("meeting_held", held_at, None, item, attrs={"format": form})
    if has_protocol:
        sent_at = held_at + (timedelta(hours=4) if week % 7 else 3 * _DAY)
        yield Happening("protocol_sent", sent_at, None, attrs={"meeting": item})


def _check(telling: Telling, monday: datetime, *, is_before: bool) -> Happening:
    """The head's look at the week's protocol, on the day after it."""
    met = telling.random.randint(*(_MET_BEFORE if is_before else _MET))
    attrs = {"type": "protocol", "passed": str(met), "applicable": str(_POINTS)}
    staff, at = telling.names["senior_curator"], monday + 4 * _DAY + timedelta(hours=17)
    item = f"protocol-{monday:%Y-%m-%d}"
    return Happening("artefact_checked", at, None, item, staff=staff, attrs=attrs)


def _hypotheses(telling: Telling) -> Iterator[Happening]:
    """Two that ran in the programme's second month, read twice each."""
    began_at = telling.month(1).starts_at + timedelta(days=6, hours=18)
    for item, other, without, with_it in _HYPOTHESES:
        for at in (began_at, began_at + _WEEK):
            other_at = at - 2 * _WEEK if other == "before" else at
            for moment, group, value in ((other_at, other, without), (at, "with", with_it)):
                attrs = {"group": group}
                yield Happening("hypothesis_measured", moment, None, item, value=value, attrs=attrs)


def _tasks(telling: Telling, month: Month) -> Iterator[Happening]:
    for nth, title in enumerate(_TASKS):
        at = telling.moment(month)
        item = f"{title}, {month.starts_at:%m.%Y}"
        # Half of them belonged to nobody before the programme, now one in two months does.
        is_owned = nth % 2 == 0 if month.is_before else nth or month.number % 2
        owner = telling.names[telling.random.choice(_OWNERS)] if is_owned else ""
        closed_at = at + timedelta(days=telling.random.randint(14, 60))
        yield Happening("task_opened", at, None, item, staff=owner)
        yield Happening("task_closed", closed_at, None, item)


def _approvals(telling: Telling, month: Month) -> Iterator[Happening]:
    for nth in range(_APPROVALS):
        at = telling.moment(month, until=13)
        item = f"{_REQUESTS[nth % len(_REQUESTS)]}, {month.starts_at:%m.%Y}-{nth + 1}"
        hours = telling.random.randint(1, 6)
        wait = timedelta(days=telling.random.randint(1, 3) if month.is_before else 0, hours=hours)
        # Silence until the evening is consent: that much is agreed on since the programme.
        is_tacit = not month.is_before and nth == _APPROVALS - 1
        decided_at = at.replace(hour=19, minute=0) if is_tacit else at + wait
        staff = "" if is_tacit else telling.names["producer"]
        attrs = {"tacit": "true"} if is_tacit else {}
        asking = telling.names["head"]
        yield Happening("decision_requested", at, None, item, staff=asking)
        yield Happening("decision_made", decided_at, None, item, staff=staff, attrs=attrs)


def _hours(telling: Telling) -> Iterator[Happening]:
    producer, friday = telling.names["producer"], telling.programme_at
    friday += timedelta(days=(4 - friday.weekday()) % 7, hours=18)
    baseline = {"kind": "baseline"}
    before = telling.programme_at - 5 * _DAY
    told = str(_HOURS_BEFORE)
    yield Happening("hours_logged", before, None, staff=producer, value=told, attrs=baseline)
    week = 0
    while friday < telling.anchor:
        spent = _HOURS[week] if week < len(_HOURS) else "1"
        yield Happening("hours_logged", friday, None, staff=producer, value=spent)
        week, friday = week + 1, friday + _WEEK


def _money(telling: Telling, month: Month, booked: int) -> Iterator[Happening]:
    """Pay of each person and the overheads: nothing direct, so that no client's profit moves."""
    at = month.ends_at - timedelta(hours=6)
    percent = 100 if month.is_before else _PAY_PERCENT[month.number]
    usual = _PAY_BEFORE if month.is_before else _PAY
    pay = {key: roubles * percent // 100 for key, roubles in usual.items()}
    for key, roubles in pay.items():
        yield Happening("pay_approved", at, None, staff=telling.names[key], value=str(roubles))
    left = _COSTS - sum(usual.values()) - booked
    advertising, teachers = left * _ADVERTISING // 100, left * _TEACHERS // 100
    costs = (
        ("Реклама", advertising),
        ("Преподаватели", teachers),
        ("Платформа и аренда", left - advertising - teachers),
    )
    for item, roubles in costs:
        attrs = {"kind": "overhead"}
        yield Happening("cost_recorded", at, None, item, value=str(roubles), attrs=attrs)
