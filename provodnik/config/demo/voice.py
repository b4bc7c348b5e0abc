"""What students say in the demo: CSI, NPS, filmed results, reviews, recommendations."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from provodnik.config.demo.service import Month, Telling
from provodnik.config.demo.shapes import Happening, Person

_QUESTIONS = ("Уроки", "Обратная связь", "Поддержка", "Платформа")
# Means 4.25 and 4.80 of 5 on every question: CSI 85 and 96 (REQUIREMENTS (c), G5).
_CSI_BEFORE = (5,) * 8 + (4,) * 9 + (3,) * 3
_CSI_NOW = (5,) * 17 + (4,) * 2 + (3,)
# Of 200 answers 192 promoters and 2 detractors: 95 (G13). Nobody asked before.
_NPS = (
    (10,) * 30 + (9,) * 16 + (8,) * 2 + (6,) * 2,
    (10,) * 33 + (9,) * 15 + (8,) * 2,
    (10,) * 36 + (9,) * 13 + (8,),
    (10,) * 38 + (9,) * 11 + (7,),
    (10,) * 21 + (9,) * 7 + (8,) * 2,
)
_RECOMMEND = "Посоветуете ли нас знакомому мастеру?"
_LOW = 6
# Four months before: five filmed results; in the programme ten, and a hundred reviews (G18).
_VIDEOS_BEFORE, _VIDEOS = (1, 1, 2, 1), (2, 2, 3, 3, 1)
_REVIEWS_BEFORE, _REVIEWS = (3, 2, 4, 3), (18, 24, 27, 31, 9)
_REFERRALS_BEFORE, _REFERRALS = (1, 0, 1, 1), (3, 5, 6, 8, 3)
_VIDEO = (
    "Показывает работы до и после: тон ровный, клиентка вернулась.",
    "Рассказывает, как подняла чек и не потеряла запись.",
    "Снимает окрашивание целиком и называет формулу.",
)
_REVIEW = (
    "Отвечают быстро, не остаёшься одна с вопросом.",
    "Разборы работ дали больше, чем десяток роликов.",
    "Куратор нашла, где терялся цвет, за один вечер.",
    "Понятно, что делать после каждого урока.",
    "Хочется больше практики на тёмной базе, остальное на месте.",
)


def happenings(telling: Telling, buyers: Collection[int]) -> Iterator[Happening]:
    """`buyers` are numbers of people who buy in the programme: they are not unhappy."""
    for month in telling.months():
        yield from _csi(telling, month)
        yield from _nps(telling, month, buyers)
        yield from _results(telling, month)


def _csi(telling: Telling, month: Month) -> Iterator[Happening]:
    scores = _CSI_BEFORE if month.is_before else _CSI_NOW
    asked = [telling.moment(month) for _ in scores]
    people = [telling.student(at) for at in asked]
    for question in _QUESTIONS:
        given = telling.random.sample(scores, len(scores))
        for at, person, score in zip(asked, people, given, strict=True):
            yield _answer(at, person, question, score, "csi")


def _nps(telling: Telling, month: Month, buyers: Collection[int]) -> Iterator[Happening]:
    for score in () if month.is_before else _NPS[month.number]:
        at = telling.moment(month)
        if score <= _LOW:
            # The beginning of the programme is long enough ago to stop nobody's offer today.
            at = month.starts_at + timedelta(days=3, hours=12)
        person = telling.student(at)
        while score <= _LOW and person.number in buyers:
            person = telling.student(at)
        yield _answer(at, person, _RECOMMEND, score, "nps")


def _answer(at: datetime, person: Person, item: str, score: int, measure: str) -> Happening:
    return Happening(
        "survey_answered", at, person, item, value=str(score), attrs={"measure": measure}
    )


def _results(telling: Telling, month: Month) -> Iterator[Happening]:
    before, now = month.number + len(_VIDEOS_BEFORE), month.number
    videos = _VIDEOS_BEFORE[before] if month.is_before else _VIDEOS[now]
    reviews = _REVIEWS_BEFORE[before] if month.is_before else _REVIEWS[now]
    referrals = _REFERRALS_BEFORE[before] if month.is_before else _REFERRALS[now]
    told = (
        *(("case_recorded", "video", _VIDEO[n % len(_VIDEO)]) for n in range(videos)),
        *(("review_received", "text", _REVIEW[n % len(_REVIEW)]) for n in range(reviews)),
        *(("referral_made", "", "") for _ in range(referrals)),
    )
    for event, kind, text in told:
        at = telling.moment(month)
        attrs = {"type": kind, "text": text} if kind else {}
        yield Happening(event, at, telling.student(at), attrs=attrs)
