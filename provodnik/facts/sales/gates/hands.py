"""Who may offer at all: by the role's right, and by the grade of the school's ladder (R-011)."""

from datetime import date

from provodnik.facts.team.queries import standing
from provodnik.kernel.gates import Reason
from provodnik.method import queries as method
from provodnik.method.reasons import ReasonCode
from provodnik.method.types import Right


def who_may_not(staff_id: int | None, today: date) -> list[Reason]:
    """Why this person offers nothing yet; empty where they may, and where nobody is named.

    The school's ladder says it today: rates of pay hold from a month on, rights at once.
    """
    if staff_id is None:
        return []
    own, found = standing(staff_id, today), []
    if Right.MAKE_OFFERS not in method.rights_of(own.role):
        role = method.roles().role(own.role)
        title = str(role.title) if role else own.role
        found.append(Reason(ReasonCode.NO_RIGHT_TO_OFFER, {"role": title}))
    grade = method.pay_settings().grade(own.grade)
    if grade is not None and not grade.may_offer:
        found.append(Reason(ReasonCode.GRADE_DOES_NOT_OFFER, {"grade": str(grade.title)}))
    return found
