"""A school with three people of the team, and a lake of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from provodnik.decisions.pay import services
from provodnik.facts.team.services import add_staff
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.lake import services as lake_services
from provodnik.lake.tests.conftest import lake
from provodnik.lake.tests.journals import write
from provodnik.metrics.tests.worked import ids, lines

__all__ = ["lake", "team"]

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Team:
    """The school, its people by name, and how to tell the journal."""

    school: School
    people: dict[str, int]
    tell: Callable[[str], None]


@pytest.fixture
def team(lake: School) -> Team:
    with schools.inside(lake.pk):
        people = {
            key: add_staff(name=name, role=role, now=NOW, actor="system").pk
            for key, name, role in (
                ("olga", "Ольга Седова", "head_of_product_and_service"),
                ("anna", "Анна Лебедева", "coordinator"),
                ("daria", "Дарья Мухина", "curator"),
                ("egor", "Егор Цой", "trainee"),
            )
        }
        for key, grade in (
            ("anna", "coordinator"),
            ("daria", "senior_curator"),
            ("egor", "trainee"),
        ):
            services.set_grade(
                people[key],
                grade,
                from_on=date(2026, 9, 1),
                reason="Начали",
                by=people["olga"],
                now=NOW,
            )
    known: dict[str, dict[str, int]] = {"client": {}, "product": {}, "staff": people}

    def tell(text: str) -> None:
        written = lines(text)
        for column in ("client", "product"):
            for name in ids(written, column):
                known[column].setdefault(name, len(known[column]) + 1)
        write(lake, written, known)
        lake_services.catch_up(now=NOW)

    return Team(lake, people, tell)
