"""The demo's homework today: a dozen works waiting, some checked, one looked at twice, graduates.

Works are of lessons their students have handed in before, and graduates keep the mark they have,
so that no figure of the months before moves.
"""

from datetime import datetime, timedelta

from django.db import connection

from provodnik.facts.learning.courses.models import Course, Lesson
from provodnik.facts.learning.courses.services import ensure_lessons
from provodnik.facts.learning.homework import services
from provodnik.facts.learning.homework.models import Attempt
from provodnik.facts.learning.homework.types import Checked, Handed, Result
from provodnik.facts.learning.models import Cohort
from provodnik.facts.team.models import Staff

_WAITING, _CHECKED, _PRACTICAL = 12, 5, 6
_TEXTS = (
    "Тонировала на мойке, 20 минут. У висков ушло в тёплый, у лица ровно.",
    "Осветление по зонам, фото до и после при дневном свете. Сомневаюсь в корнях.",
    "Формула 8.1 + 9.16, оксид 3%, выдержка 15 минут. Хотелось холоднее.",
    "Модель с тёмной базой, два тона за раз. Не понимаю, почему граница видна.",
)
_SAID = "Тон ровный. Поправьте линию роста: снимите границу и подержите корни на пять минут дольше."
_MARKS = ((4, 4, 3), (5, 4, 4), (3, 4, 3), (5, 5, 4), (4, 3, 4))
_SKILLS = ("Диагностика", "Осветление", "Тонирование", "Ход решения")


def hand_in(now: datetime) -> None:
    """Works, checks, skills and marks through the services. Needs what students did."""
    found = _known()
    ids = ensure_lessons({(product_id, item) for _, product_id, item in found}, now=now)
    staff = {one.role: one.pk for one in Staff.objects.filter(left_on=None).order_by("-pk")}
    attempts = []
    for number, (client_id, product_id, item) in enumerate(found):
        at = now - timedelta(hours=1 + number * 1.1)
        handed = Handed(_TEXTS[number % len(_TEXTS)], "https://disk.example.test/photo")
        lesson_id = ids[product_id, item]
        actor = f"client:{client_id}"
        attempts.append(services.hand_in(lesson_id, client_id, handed, now=at, actor=actor))
    _check(attempts[_WAITING:], staff, now)
    if attempts:
        told = Checked(_marks((4, 5, 3)), _SAID)
        services.ask_second(attempts[0].work_id, told, by_id=staff["curator"], now=now)
    _train(now)
    _graduate(staff, now)


def _known() -> list[tuple[int, int, str]]:
    """Students with a lesson they handed in lately, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_LATELY, [_WAITING + _CHECKED])
        return list(cursor.fetchall())


def _check(attempts: list[Attempt], staff: dict[str, int], now: datetime) -> None:
    for number, attempt in enumerate(attempts):
        returned = number % 2 == 0
        result = Result.RETURNED if returned else Result.ACCEPTED
        told = Checked(_marks(_MARKS[number % len(_MARKS)]), _SAID, result)
        by_id = staff["senior_curator" if number == 1 else "curator"]
        at = attempt.submitted_at + timedelta(hours=3)
        services.check(attempt.work_id, told, by_id=by_id, now=min(at, now))
        if number == 0:
            work = attempt.work
            again = Handed("Сняла границу, передержала корни пять минут. Стало ровнее?")
            actor = f"client:{work.client_id}"
            services.hand_in(work.lesson_id, work.client_id, again, now=now, actor=actor)
    services.draw_sample(now=now)


def _marks(marks: tuple[int, ...]) -> dict[str, int]:
    return dict(zip(("cleanness", "tone", "reasoning"), marks, strict=True))


def _train(now: datetime) -> None:
    """Skills of the course with most lessons, each trained by a part of them."""
    courses = Course.objects.order_by("pk")
    for course in courses[:1]:
        lessons = list(
            Lesson.objects.filter(course=course).order_by("pk").values_list("pk", flat=True)
        )
        for number, name in enumerate(_SKILLS):
            skill = services.add_skill(course.pk, name, now=now, actor="system")
            own = [] if number == len(_SKILLS) - 1 else lessons[number :: len(_SKILLS)]
            services.train(skill.pk, own, now=now, actor="system")


def _graduate(staff: dict[str, int], now: datetime) -> None:
    """Practical tasks to a cohort that graduated, and the marks its students left with."""
    cohort = Cohort.objects.filter(product__isnull=False).order_by("-starts_on", "-pk").first()
    if cohort is None or cohort.product_id is None:
        return
    named = (cohort.product_id, "Практическая работа выпускника")
    lesson_id = ensure_lessons([named], now=now)[named]
    services.set_assignment(
        lesson_id,
        brief="Полный образ на модели: диагностика, осветление, тон. Фото до и после.",
        rubric="practical",
        is_practical=True,
    )
    with connection.cursor() as cursor:
        cursor.execute(_LEFT_WITH, {"cohort": cohort.pk, "product": cohort.product_id})
        marks = cursor.fetchall()
    ids, expert_id = [client_id for client_id, _ in marks[:_PRACTICAL]], staff["expert_assessor"]
    services.give_task(lesson_id, ids, expert_id=expert_id, by_id=staff["senior_curator"], now=now)
    for client_id, mark in marks:
        services.mark_graduate(
            client_id, cohort.product_id, mark, comment="", by_id=expert_id, now=now
        )


_LATELY = """
SELECT client_id, product_id, item FROM (
  SELECT DISTINCT ON (e.client_id) e.client_id, e.product_id, e.item, e.happened_at
  FROM kernel_journalentry e JOIN kernel_eventname n ON n.id = e.event_id
  JOIN people_client c ON c.id = e.client_id AND c.merged_into_id IS NULL
  WHERE n.name = 'homework_submitted' AND e.product_id IS NOT NULL
  ORDER BY e.client_id, e.happened_at DESC
) AS latest ORDER BY happened_at DESC, client_id LIMIT %s
"""

# Whole marks only: another one would not be the mark the figures know.
_LEFT_WITH = """
SELECT client_id, (value / 100)::integer FROM (
  SELECT DISTINCT ON (e.client_id) e.client_id, e.value
  FROM kernel_journalentry e JOIN kernel_eventname n ON n.id = e.event_id
  JOIN learning_membership m ON m.client_id = e.client_id AND m.cohort_id = %(cohort)s
  WHERE n.name IN ('graduated', 'homework_reviewed') AND e.value IS NOT NULL
    AND e.product_id = %(product)s
  ORDER BY e.client_id, n.name, e.happened_at DESC, e.id DESC
) AS left_with WHERE value %% 100 = 0 AND value BETWEEN 100 AND 500 ORDER BY client_id
"""
