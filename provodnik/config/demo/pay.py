"""The demo's ladder: a grade for everybody a scheme pays. Months stay open: the story tells pay."""

from datetime import datetime, timedelta

from provodnik.decisions.pay import services
from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import month_of
from provodnik.method import queries as method

_HEAD = "head_of_product_and_service"
_GRADES = {
    "trainee": "trainee",
    "curator": "senior_curator",
    "senior_curator": "senior_curator",
    "coordinator": "coordinator",
}
_MONTHS_BACK = timedelta(days=120)


def grade(now: datetime) -> None:
    """Needs the team. Grades hold from four months ago on."""
    head = Staff.objects.filter(role=_HEAD).order_by("pk")[0]
    from_on = month_of((now - _MONTHS_BACK).date()).from_on
    paid = {str(role) for scheme in method.pay_settings().schemes for role in scheme.roles}
    for member in Staff.objects.filter(role__in=paid, left_on=None).order_by("pk"):
        services.set_grade(
            member.pk,
            _GRADES[member.role],
            from_on=from_on,
            reason="Ввели грейды",
            by=head.pk,
            now=now,
        )
