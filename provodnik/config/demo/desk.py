"""Requests of the demo's students, and two letters to them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from provodnik.config.demo.service import CLOSES_AT, OPENS_AT, Month, Telling
from provodnik.config.demo.shapes import Happening

_TICKETS_BEFORE, _TICKETS = 18, 30
# A day at the longest before the programme, two hours in it (REQUIREMENTS (c), G6).
_LONGEST_BEFORE, _LONGEST = timedelta(hours=24), timedelta(hours=2)
_NEXT_DAY = 0.6
_TYPICAL_MINUTES = (95, 80, 60, 45, 40)
_TOPICS = (
    ("Доступ", "P1"),
    ("Оплата", "P2"),
    ("Домашняя работа", "P2"),
    ("Расписание", "P3"),
    ("Сертификат", "P3"),
)
_ANSWERING_BEFORE = (("curator", 75), ("service", 20), ("senior_curator", 5))
_ANSWERING = (("service", 42), ("curator", 34), ("senior_curator", 24))
_READERS, _UNDELIVERED = 120, 2
# Days before this month, name, share who open, share who click, how many leave.
_LETTERS = (
    (52, "Что дальше после базового курса", 0.42, 0.13, 1),
    (17, "Разборы работ: расписание месяца", 0.51, 0.18, 0),
)


def happenings(telling: Telling) -> Iterator[Happening]:
    """Tickets of the months around the programme's beginning, letters of its end."""
    number = 0
    for month in telling.months():
        for nth in range(_TICKETS_BEFORE if month.is_before else _TICKETS):
            number += 1
            yield from _ticket(telling, month, f"T-{number:04}", is_longest=nth == 0)
    for days, name, opened, clicked, left in _LETTERS:
        yield from _letter(telling, days, name, (opened, clicked), left)


def _ticket(telling: Telling, month: Month, item: str, *, is_longest: bool) -> Iterator[Happening]:
    random = telling.random
    at = telling.moment(month, until=14)
    topic, priority = random.choice(_TOPICS)
    weighted = _ANSWERING_BEFORE if month.is_before else _ANSWERING
    (key,) = random.choices([who for who, _ in weighted], weights=[n for _, n in weighted])
    person, staff = telling.student(at), telling.names[key]
    attrs = {"priority": priority, "topic": topic}
    answered_at = at + _wait(telling, month, at, is_longest=is_longest)
    solved_at = answered_at + timedelta(minutes=random.randint(20, 320))
    if solved_at.hour < OPENS_AT or solved_at.hour >= CLOSES_AT:
        solved_at += timedelta(hours=CLOSES_AT - OPENS_AT)
    yield Happening("ticket_opened", at, person, item, attrs=attrs)
    yield Happening("ticket_answered", answered_at, person, item, staff=staff)
    yield Happening("ticket_resolved", solved_at, person, item, staff=staff)


def _wait(telling: Telling, month: Month, at: datetime, *, is_longest: bool) -> timedelta:
    """From a request to its answer, which comes while the department works."""
    random = telling.random
    if is_longest:
        return _LONGEST_BEFORE if month.is_before else _LONGEST
    if month.is_before and random.random() < _NEXT_DAY:
        opens_at = at.replace(hour=OPENS_AT, minute=0) + timedelta(days=1)
        return opens_at - at + timedelta(minutes=random.randrange((at.hour - OPENS_AT) * 60 + 1))
    if month.is_before:
        return timedelta(minutes=random.randint(60, 330))
    typical = _TYPICAL_MINUTES[month.number]
    return min(_LONGEST, timedelta(minutes=random.randint(typical // 3, typical * 4 // 3)))


def _letter(
    telling: Telling, days: int, name: str, shares: tuple[float, float], left: int
) -> Iterator[Happening]:
    sent_at = telling.month(4).starts_at - timedelta(days=days) + timedelta(hours=11)
    people = {(who := telling.student(sent_at)).number: who for _ in range(_READERS * 2)}
    readers = list(people.values())[:_READERS]
    opened, clicked = (round(len(readers) * share) for share in shares)
    for nth, person in enumerate(readers):
        later = sent_at + timedelta(minutes=7 + nth * 9)
        yield Happening("mail_sent", sent_at, person, name)
        if nth < len(readers) - _UNDELIVERED:
            yield Happening("mail_delivered", sent_at + timedelta(minutes=1), person, name)
        if nth < opened:
            yield Happening("mail_opened", later, person, name)
        if nth < clicked:
            yield Happening("mail_clicked", later + timedelta(minutes=2), person, name)
        if opened - left <= nth < opened:
            yield Happening("mail_unsubscribed", later + timedelta(minutes=3), person, name)
