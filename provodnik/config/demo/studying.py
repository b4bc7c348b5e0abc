"""How the demo's students studied before the programme and in it: homework, views, leaving."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from provodnik.config.demo.service import MONTHS_BEFORE, Month, Telling
from provodnik.config.demo.shapes import Happening, Person

# The works of these modules are required; handed in whole by 24 % and 49 % (G14).
_REQUIRED = 2
_HANDED_BEFORE, _HANDED = 0.24, 0.49
_HOMEWORK = ("homework_submitted", "homework_reviewed")
_LESSONS_A_MODULE = 2
# Part of a course's lessons a student of the programme opens ahead: about 80 % (G16).
_VIEWED = (0.54, 0.88)
_VIEW_EVERY = timedelta(hours=38)
# How long access that leads nowhere is kept, and the part of it that outlives the programme.
_LEAVES_AFTER_DAYS = (240, 370)
_STAYS = 0.72
_REASONS = ("нет времени", "дорого", "не подошёл формат", "результат уже есть", "пауза в работе")
_REASON_WEIGHTS = (38, 22, 16, 14, 10)
# With those who came to the launches, 70 of 100 who study take part in something (G8).
_JOINED = 0.625
_MONTH_WEIGHTS = (15, 20, 28, 37)
_ACTIVITIES = ("Разбор работ", "Эфир с технологом", "Баттл оттенков", "Чат-марафон")
_CONTRACTS = 24
# The part of students with a confirmed first win, and the days it took: before and since.
_WON_BEFORE, _WON = (0.14, (30, 62)), (0.36, (9, 30))
_WINS = ("Первая работа без переделки", "Первая клиентка по рекомендации", "Ровный тон за один раз")


@dataclass(slots=True)
class Study:
    """A student's course: since when, until when, and what they did last."""

    person: Person
    product: str
    began_at: datetime
    last_at: datetime
    ended_at: datetime | None = None


def with_homework(telling: Telling, told: Iterable[Happening]) -> list[Happening]:
    """What was told without the required works that students left undone.

    The rest of the works is marked as of one's own will.
    """
    told = list(told)
    skipped = _skipped(telling, told)
    return [
        _marked(one)
        for one in told
        if one.event not in _HOMEWORK or (_number(one), one.item) not in skipped
    ]


def happenings(telling: Telling, told: Sequence[Happening]) -> Iterator[Happening]:
    """Lessons opened ahead, access that ended, group activities, contracts of graduates."""
    studies = _studies(told)
    graduates = [study for study in studies.values() if study.ended_at is not None]
    yield from _views(telling, studies.values(), told)
    yield from _leaving(telling, studies.values())
    yield from _wins(telling, studies.values())
    yield from _activities(telling, list(studies.values()))
    yield from _contracts(telling, graduates)


def _skipped(telling: Telling, told: list[Happening]) -> set[tuple[int, str]]:
    """Which student left which required work: as many as brings a cohort to its share."""
    began = {_number(one): one.at for one in told if one.event == "enrolled"}
    done: dict[int, list[str]] = defaultdict(list)
    for one in told:
        if one.event == "homework_submitted" and not _is_voluntary(one):
            done[_number(one)].append(one.item)
    skipped: set[tuple[int, str]] = set()
    for cohort, share in _cohorts(telling, began):
        whole = [number for number in cohort if len(done[number]) == _REQUIRED]
        extra = max(0, len(whole) - round(len(cohort) * share))
        for number in telling.random.sample(whole, extra):
            skipped.add((number, telling.random.choice(done[number])))
    return skipped


def _cohorts(telling: Telling, began: Mapping[int, datetime]) -> Iterator[tuple[list[int], float]]:
    """Students by month of access with their share; those of the programme are one cohort."""
    cohorts: dict[str, list[int]] = defaultdict(list)
    until = telling.month(4).starts_at
    for number, at in began.items():
        is_programme = telling.programme_at <= at < until
        cohorts["programme" if is_programme else f"{at:%Y-%m}"].append(number)
    latest = f"{until:%Y-%m}"
    for name, cohort in sorted(cohorts.items()):
        yield cohort, _HANDED if name in ("programme", latest) else _HANDED_BEFORE


def _marked(one: Happening) -> Happening:
    if one.event != "homework_submitted" or not _is_voluntary(one):
        return one
    return replace(one, attrs={**one.attrs, "required": "false"})


def _is_voluntary(one: Happening) -> bool:
    return int(one.attrs["module"].split()[-1]) > _REQUIRED


def _number(one: Happening) -> int:
    return one.person.number if one.person else 0


def _studies(told: Iterable[Happening]) -> dict[int, Study]:
    studies: dict[int, Study] = {}
    for one in told:
        if one.event == "enrolled" and one.person:
            studies[_number(one)] = Study(one.person, one.product, one.at, one.at)
        elif (study := studies.get(_number(one))) is not None and one.product == study.product:
            study.last_at = max(study.last_at, one.at)
            if one.event == "course_completed":
                study.ended_at = one.at
    return studies


def _views(
    telling: Telling, studies: Iterable[Study], told: Iterable[Happening]
) -> Iterator[Happening]:
    """All lessons are open at once since the programme: many look ahead in the first weeks."""
    seen = {(_number(one), one.item) for one in told if one.event == "lesson_viewed"}
    modules = {product.name: product.modules for product in telling.school.products}
    for study in studies:
        if study.began_at < telling.programme_at:
            continue
        lessons = modules[study.product] * _LESSONS_A_MODULE
        for lesson in range(1, round(lessons * telling.random.uniform(*_VIEWED)) + 1):
            if (study.person.number, f"Урок {lesson}") not in seen:
                yield Happening(
                    "lesson_viewed",
                    study.began_at + _VIEW_EVERY * lesson,
                    study.person,
                    f"Урок {lesson}",
                    study.product,
                    attrs={"module": f"Модуль {(lesson + 1) // _LESSONS_A_MODULE}"},
                )


def _leaving(telling: Telling, studies: Iterable[Study]) -> Iterator[Happening]:
    """Who stopped on the way keeps the access for long; since the programme most are kept."""
    for study in studies:
        if study.ended_at is not None:
            continue
        at = study.last_at + timedelta(days=telling.random.randint(*_LEAVES_AFTER_DAYS))
        if at >= telling.anchor:
            continue
        if at >= telling.programme_at and telling.random.random() < _STAYS:
            continue
        study.ended_at = at
        (reason,) = telling.random.choices(_REASONS, weights=_REASON_WEIGHTS)
        attrs = {"reason": reason}
        yield Happening("withdrew", at, study.person, product=study.product, attrs=attrs)


def _wins(telling: Telling, studies: Iterable[Study]) -> Iterator[Happening]:
    since = telling.month(-MONTHS_BEFORE).starts_at
    for study in studies:
        share, days = _WON if study.began_at >= telling.programme_at else _WON_BEFORE
        if study.began_at >= since and telling.random.random() < share:
            at = study.began_at + timedelta(days=telling.random.randint(*days))
            attrs = {"what": telling.random.choice(_WINS), "source": "разговор с куратором"}
            yield Happening("win_confirmed", at, study.person, attrs=attrs)


def _activities(telling: Telling, studies: list[Study]) -> Iterator[Happening]:
    """Each of the 70 in 100 who study in the programme joins something at least once."""
    months = [telling.month(number) for number in range(len(_MONTH_WEIGHTS))]
    until = months[-1].ends_at
    active = [
        study
        for study in studies
        if study.began_at < until
        and (study.ended_at is None or study.ended_at >= telling.programme_at)
    ]
    for study in telling.random.sample(active, round(len(active) * _JOINED)):
        joined = _month(telling.random, study, months)
        yield _activity(telling, study, joined)
    now = telling.month(len(months))
    for study in telling.random.sample(active, len(active) // 8):
        if study.ended_at is None:
            yield _activity(telling, study, now)


def _month(random: Random, study: Study, months: list[Month]) -> Month:
    """A month of the programme in which they had access."""
    fitting = [
        (month, weight)
        for month, weight in zip(months, _MONTH_WEIGHTS, strict=True)
        if study.began_at < month.ends_at
        and (study.ended_at is None or study.ended_at >= month.starts_at)
    ]
    (month,) = random.choices([one for one, _ in fitting], weights=[n for _, n in fitting])
    return month


def _activity(telling: Telling, study: Study, month: Month) -> Happening:
    """Four evenings a month, one of each activity."""
    nth = telling.random.randrange(len(_ACTIVITIES))
    at = month.starts_at + timedelta(days=4 + nth * 7, hours=19)
    # Whoever came to the course or left it that month took part while they could.
    at = max(at, study.began_at + timedelta(hours=2))
    item = f"{_ACTIVITIES[nth]}, {month.starts_at:%m.%Y}"
    return Happening("activity_joined", at, study.person, item, study.product)


def _contracts(telling: Telling, graduates: list[Study]) -> Iterator[Happening]:
    """A few graduates go on under a written contract: some pause, some leave, one came back."""
    start = telling.month(-2).starts_at
    before = [study for study in graduates if study.ended_at and study.ended_at < start]
    for nth, study in enumerate(before[-_CONTRACTS:]):
        item, at = f"Д-{nth + 1:03}", start + timedelta(days=nth * 2, hours=12)
        yield Happening("contract_started", at, study.person, item)
        if nth % 8 == 3:
            yield Happening("contract_paused", at + timedelta(days=70), study.person, item)
            yield Happening("contract_resumed", at + timedelta(days=84), study.person, item)
        if nth % 6 == 1:
            left_at = at + timedelta(days=95)
            reason = {"reason": _REASONS[nth % len(_REASONS)]}
            yield Happening("contract_ended", left_at, study.person, item, attrs=reason)
            if nth % 12 == 1:
                again_at = left_at + timedelta(days=21)
                yield Happening("contract_started", again_at, study.person, item)
