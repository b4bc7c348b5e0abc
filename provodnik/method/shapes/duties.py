"""Shapes about duties: departments, their functions, what shows who carries a function out."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from provodnik.method.shapes.base import Item, Key, Line, Positive, Ref, Shape
from provodnik.method.shapes.people import RoleKey
from provodnik.method.types import OpenWork, Section

DepartmentKey = Annotated[Key, Ref(Section.DUTIES, "departments")]


class DutyDepartment(Item):
    """A department and the roles that belong to it; a role in none of them is not judged."""

    title: Line = Field(title="Title")
    roles: tuple[RoleKey, ...] = Field(title="Roles")
    watched: bool = Field(
        title="Flagged when doing others' work",
        description="Its people show in «Not their job» when they do the department's functions",
    )


class Function(Item):
    """What a department does; seen by entries of the journal and by work given out."""

    title: Line = Field(title="Title")
    department: DepartmentKey = Field(title="Whose it is")
    shown_by: tuple[Key, ...] = Field(title="Journal events that show it")
    work: tuple[OpenWork, ...] = Field(title="Work given out that belongs to it")


class Duties(Shape):
    """The matrix of duties (R-007)."""

    days: Positive = Field(title="Days the report looks back")
    own_department: DepartmentKey = Field(title="Department whose work is guarded")
    most_shown: Positive = Field(title="Rows on a page")
    departments: tuple[DutyDepartment, ...] = Field(title="Departments", min_length=1)
    functions: tuple[Function, ...] = Field(title="Functions", min_length=1)

    @model_validator(mode="after")
    def _a_role_is_in_one_department(self) -> Self:
        seen: set[str] = set()
        for number, department in enumerate(self.departments):
            for role in department.roles:
                if role in seen:
                    told = {"given": role, "at": f"departments.{number}.roles"}
                    raise PydanticCustomError("role_twice", "{given} is in two departments", told)
                seen.add(role)
        return self

    def function(self, key: str) -> Function | None:
        """A function by its key; None of one that is gone."""
        return next((one for one in self.functions if one.key == key), None)

    def own_functions(self) -> tuple[Function, ...]:
        """Functions of the guarded department."""
        return tuple(one for one in self.functions if one.department == self.own_department)

    def watched_roles(self) -> frozenset[str]:
        """Roles whose people are flagged when they carry those functions out."""
        return frozenset(
            str(role)
            for one in self.departments
            if one.watched and one.key != self.own_department
            for role in one.roles
        )
