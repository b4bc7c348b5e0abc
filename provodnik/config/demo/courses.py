"""The demo's courses: drawn from the journal, reordered once, audited, half recorded anew."""

from datetime import datetime, timedelta

from provodnik.config.demo import story
from provodnik.facts.catalog.models import Product
from provodnik.facts.learning.courses import services
from provodnik.facts.learning.courses.models import Lesson, Module
from provodnik.facts.learning.courses.types import Step

ACTOR = "system"
_FLAGSHIP, _BASE = "Колорист с нуля", "Стрижки: база"
_MODULES = (
    "Модуль 1. Язык цвета",
    "Модуль 2. Осветление",
    "Модуль 3. Тонирование",
    "Модуль 4. Сложные техники",
    "Модуль 5. Коррекция",
    "Модуль 6. Работа с клиенткой",
)
# The name of each lesson and what the content audit says of it.
_LESSONS = (
    ("Круг цвета и уровни тона", "basic"),
    ("Диагностика волос", "basic"),
    ("Порошок, оксид, время", "basic"),
    ("Осветление по зонам", "basic"),
    ("Почему уходит тон", "other"),
    ("Тонирование на мойке", "basic"),
    ("Аиртач", "exclusive"),
    ("Контуринг у лица", "exclusive"),
    ("Выравнивание тёмной базы", "exclusive"),
    ("Предпигментация меди", "exclusive"),
    ("Консультация и цена", "overload"),
    ("Авторская растяжка", "exclusive"),
)
_RECORDED = 7


def teach(anchor: datetime) -> None:
    """Needs what students did. The flagship's order changes when the programme begins."""
    opened, changed = story.month_start(anchor, -story.MONTHS), story.programme_start(anchor)
    _draw(_BASE, now=opened)
    course_id = _draw(_FLAGSHIP, now=opened)
    _name(course_id)
    _reorder(course_id, now=changed)
    _audit(course_id, now=changed + timedelta(days=20))
    _record(course_id, now=changed)


def _draw(product: str, *, now: datetime) -> int:
    """A course as the journal knows it, published."""
    product_id = Product.objects.values_list("pk", flat=True).get(name=product)
    course = services.open_course(product_id, now=now)
    services.gather(product_id, now=now)
    services.publish(course.pk, note="", now=now, actor=ACTOR)
    return course.pk


def _name(course_id: int) -> None:
    for number, name in enumerate(_MODULES, start=1):
        module = Module.objects.get(course_id=course_id, key=f"Модуль {number}")
        services.rename_module(module.pk, name)
    for number, (name, _mark) in enumerate(_LESSONS, start=1):
        services.rename_lesson(_lesson(course_id, number), name)


def _reorder(course_id: int, *, now: datetime) -> None:
    """Practice of the third module comes before what explains it."""
    services.move_lesson(course_id, _lesson(course_id, 6), Step.UP, now=now)
    note = "Тонирование показываем до теории: работу сдают сразу после показа"
    services.publish(course_id, note=note, now=now, actor=ACTOR)


def _audit(course_id: int, *, now: datetime) -> None:
    marks = {_lesson(course_id, number): mark for number, (_, mark) in enumerate(_LESSONS, start=1)}
    services.mark_lessons(course_id, marks, now=now, actor=ACTOR)
    due_on = (now + timedelta(days=120)).date()
    services.plan_missing(
        course_id, "Формула по шагам: от фото до миски", due_on=due_on, now=now, actor=ACTOR
    )


def _record(course_id: int, *, now: datetime) -> None:
    services.start_standard(course_id, on=now.date(), now=now, actor=ACTOR)
    for number in range(1, _RECORDED + 1):
        at = now + timedelta(days=7 * number)
        lesson = _lesson(course_id, number)
        services.note_recording(lesson, recorded_on=at.date(), note="", now=at, actor=ACTOR)


def _lesson(course_id: int, number: int) -> int:
    return Lesson.objects.values_list("pk", flat=True).get(
        course_id=course_id, key=f"Урок {number}"
    )
