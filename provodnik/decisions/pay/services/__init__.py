"""Every write about pay."""

from provodnik.decisions.pay.services.closing import close_month
from provodnik.decisions.pay.services.grades import set_grade
from provodnik.decisions.pay.services.schemes import apply_scheme, changed

__all__ = ["apply_scheme", "changed", "close_month", "set_grade"]
