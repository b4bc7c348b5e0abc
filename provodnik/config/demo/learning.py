"""How invented students learn: modules, homework, scores, graduation, silence."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from provodnik.config.demo.shapes import Happening, Person, Purchase
from provodnik.config.demo.source import School

_DAYS_A_MODULE = (10, 18)
_SOFTLY_LOST = 0.11
# The department grew attentive, and lately few are disappointed.
_SCORES = (5, 4, 3, 2)
_ONCE, _LATELY = (60, 28, 9, 3), (690, 300, 7, 3)
_LATELY_DAYS = 75


def happenings(
    random: Random, school: School, first: Mapping[int, Purchase], anchor: datetime
) -> list[Happening]:
    """Everything students did in their first product until the anchor."""
    told: list[Happening] = []
    for purchase in first.values():
        product = school.product(purchase.product)
        told += _course(random, purchase, product.name, product.modules, anchor)
    return told


def _course(
    random: Random, purchase: Purchase, product: str, modules: int, anchor: datetime
) -> list[Happening]:
    person, at = purchase.person, purchase.parts[0].paid_at + timedelta(hours=1)
    told = [Happening("enrolled", at, person, product=product)]
    for module in range(1, modules + 1):
        at += timedelta(days=random.randint(*_DAYS_A_MODULE), hours=random.randint(-5, 5))
        if at >= anchor or random.random() < _SOFTLY_LOST:
            return [event for event in told if event.at < anchor]
        is_late = at > anchor - timedelta(days=_LATELY_DAYS)
        score = random.choices(_SCORES, weights=_LATELY if is_late else _ONCE)[0]
        told += _module(random, person, product, module, at, score)
    told.append(Happening("course_completed", at, person, product=product))
    told.append(Happening("graduated", at + timedelta(days=4), person, product=product))
    return [event for event in told if event.at < anchor]


def _module(
    random: Random, person: Person, product: str, module: int, at: datetime, score: int
) -> list[Happening]:
    lesson, name = f"Урок {module * 2}", f"Модуль {module}"
    attrs = {"module": name}
    told = [
        Happening(
            "lesson_viewed",
            at - timedelta(days=6),
            person,
            item=f"Урок {module * 2 - 1}",
            product=product,
            attrs=attrs,
        ),
        Happening("lesson_viewed", at - timedelta(days=3), person, lesson, product, attrs=attrs),
        Happening(
            "homework_submitted", at - timedelta(days=1), person, lesson, product, attrs=attrs
        ),
        Happening(
            "homework_reviewed",
            at - timedelta(hours=20),
            person,
            lesson,
            product,
            value=str(min(5, score + (random.random() < 0.3))),
            attrs=attrs,
        ),
        Happening("module_completed", at, person, name, product, attrs=attrs),
    ]
    if random.random() < 0.45:
        told.append(
            Happening(
                "survey_answered",
                at + timedelta(hours=2),
                person,
                f"Оценка: {name}",
                product,
                value=str(score),
                attrs={"measure": "csat"},
            )
        )
    return told
