"""Shapes about pay: grades, what raises pay and by how much."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from provodnik.method.shapes.base import Count, Item, Key, Line, Positive, Prose, Ref, Shape
from provodnik.method.shapes.numbers import Percent
from provodnik.method.types import Direction, Quantity, Section


class Grade(Item):
    """A step of the ladder: what its people do and what they are paid each month."""

    title: Line = Field(title="Title")
    base_rubles: Count = Field(title="Paid each month, roubles")
    tasks: Prose = Field(title="What people of this grade do")
    criteria: Prose = Field(title="What it takes to get it")
    may_offer: bool = Field(default=True, title="Offers products to students")


class PayScheme(Item):
    """Whose pay is counted alike."""

    title: Line = Field(title="Title")
    roles: tuple[Annotated[Key, Ref(Section.ROLES, "roles")], ...] = Field(title="Roles")
    sales_percent: Percent = Field(title="Of repeat sales credited, percent")


class PayKpi(Item):
    """A figure that moves a part of the monthly pay up or down."""

    scheme: Annotated[Key, Ref(Section.PAY, "schemes")] = Field(title="Scheme")
    title: Line = Field(title="Title")
    metric: Key = Field(title="Figure")
    part: Line | None = Field(default=None, title="Part of the value")
    unit: Quantity = Field(title="Counted in")
    direction: Direction = Field(title="Better when it goes")
    plan: Positive = Field(title="Plan", description="Percent, points or hours, as it is counted")
    weight_percent: Percent = Field(title="Weight, percent of the monthly pay")


class PayPiece(Item):
    """Something paid by the piece."""

    scheme: Annotated[Key, Ref(Section.PAY, "schemes")] = Field(title="Scheme")
    title: Line = Field(title="Title")
    metric: Key = Field(title="Figure")
    part: Line | None = Field(default=None, title="Part of the value")
    rubles: Count = Field(title="For each, roubles")


class Pay(Shape):
    """How pay is made up. Rates that hold from a month on are changed on the page of pay."""

    floor_percent: Percent = Field(title="A figure counts for at least, percent of its plan")
    ceiling_percent: Positive = Field(title="A figure counts for at most, percent of its plan")
    corrections_months: Count = Field(title="Closed months looked at for corrections")
    grades: tuple[Grade, ...] = Field(title="Grades")
    schemes: tuple[PayScheme, ...] = Field(title="Schemes")
    kpis: tuple[PayKpi, ...] = Field(title="Figures that move pay")
    pieces: tuple[PayPiece, ...] = Field(title="Paid by the piece")

    @model_validator(mode="after")
    def _a_role_is_paid_by_one_scheme(self) -> Self:
        roles = [role for scheme in self.schemes for role in scheme.roles]
        if twice := sorted({role for role in roles if roles.count(role) > 1}):
            raise PydanticCustomError(
                "key_repeated", "the key {key} stands twice", {"key": twice[0], "at": "schemes"}
            )
        return self

    def grade(self, key: str) -> Grade | None:
        return next((grade for grade in self.grades if grade.key == key), None)

    def next_grade(self, key: str) -> Grade | None:
        """The step above; the first one for who has none yet, None at the top."""
        keys = [str(grade.key) for grade in self.grades]
        above = self.grades[keys.index(key) + 1 :] if key in keys else self.grades
        return above[0] if above else None

    def scheme_of(self, role: str) -> PayScheme | None:
        return next((scheme for scheme in self.schemes if role in scheme.roles), None)
