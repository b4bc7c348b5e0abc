"""Invented students: believable names, numbers and addresses, the same every time."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from provodnik.config.demo.shapes import Person
from provodnik.config.demo.source import School

_TRANSLIT = str.maketrans(
    dict(
        zip(
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
            (
                *("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o"),
                *("p", "r", "s", "t", "u", "f", "h", "ts", "ch", "sh", "sch", "", "y", "", "e"),
                *("yu", "ya"),
            ),
            strict=True,
        )
    )
)
_SOURCES = ("vk-ads", "yandex-direct", "telegram", "webinar", "friends")


def invent(
    random: Random, school: School, number: int, *, from_at: datetime, to_at: datetime
) -> Person:
    """The student with this id, registered at some hour of [from_at, to_at)."""
    is_woman = random.random() < 0.93
    first_name = random.choice(school.women if is_woman else school.men)
    last_name = feminine(school, random.choice(school.surnames), is_woman=is_woman)
    city, timezone = random.choices(school.cities, weights=range(len(school.cities), 0, -1))[0]
    handle = f"{first_name}.{last_name}".lower().translate(_TRANSLIT).replace("-", "")
    day = random.randrange(max(1, (to_at - from_at).days))
    at = from_at + timedelta(days=day, hours=random.randrange(7, 19), minutes=random.randrange(60))
    return Person(
        number=number,
        first_name=first_name,
        last_name=last_name,
        email=f"{handle}{number}@example.test",
        phone=f"+7 9{random.randrange(10, 90)} {number // 10000:03d}-{number // 100 % 100:02d}-"
        f"{number % 100:02d}",
        city=city,
        timezone=timezone,
        pain=random.randrange(1, len(school.pains) + 1),
        registered_at=at,
        utm_source=random.choice(_SOURCES),
    )


def twin(person: Person, *, of: Person) -> Person:
    """The same human as an earlier student, come again under another e-mail."""
    return replace(
        person,
        first_name=of.first_name,
        last_name=of.last_name,
        phone=of.phone,
        city=of.city,
        timezone=of.timezone,
    )


def feminine(school: School, surname: str, *, is_woman: bool) -> str:
    """A woman's form of a Russian surname; foreign ones do not change."""
    if not is_woman or surname in school.unchanging:
        return surname
    return "-".join(_feminine(part) for part in surname.split("-"))


def _feminine(part: str) -> str:
    return part[:-2] + "ая" if part.endswith("ий") else part + "а"
