"""What lines of pay say. Figures are worded here, so that templates only place them."""

from datetime import date
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.decisions.pay.types import Line, LineKind, Raise
from provodnik.kernel.money import roubles_text
from provodnik.metrics import definition as metrics
from provodnik.web import formats
from provodnik.web.design.figures import amount_text
from provodnik.web.goal_figures import UNITS


def language() -> str:
    return get_language() or "ru"


def money(kopecks: int) -> str:
    """«1 500,01 ₽»: pay is told to the kopeck."""
    return formats.money(kopecks, language(), with_kopecks=True)


def month_words(month_on: date, today: date) -> str:
    return formats.month(month_on, today, language())


def figure(value: Fraction | None, unit: str) -> str:
    """A figure in its own unit; a dash where nothing was measured."""
    if value is None:
        return formats.UNDEFINED
    return amount_text(value, UNITS[metrics.Unit(unit)], language())


def title(line: Line) -> str:
    match line.kind:
        case LineKind.BASE:
            named = line.title or _("no grade")
            return _("Base, grade “%(grade)s”") % {"grade": named}
        case LineKind.REWARD:
            return _("Share of repeat sales")
        case LineKind.REFUND:
            return _("Money given back")
        case LineKind.CORRECTION:
            return _("Changes in closed months")
        case _:
            return line.title


def note(line: Line) -> str:
    """How a line came to its sum: «92%, план 90%, вес 20%», «5% с 334 900 ₽»."""
    match line.kind:
        case LineKind.BASE:
            return ""
        case LineKind.KPI if line.value is None:
            return _("nothing measured yet, counts as the plan")
        case LineKind.KPI:
            told = {
                "fact": figure(line.value, line.unit),
                "plan": figure(line.plan, line.unit),
                "weight": formats.share(line.rate or 0, language()),
            }
            return _("%(fact)s, plan %(plan)s, weight %(weight)s of the base") % told
        case LineKind.PIECE:
            each = int(line.rate or 0) * 100
            told = {"n": str(line.n or 0), "each": formats.money(each, language())}
            return _("%(n)s × %(each)s") % told
        case _:
            told = {
                "share": formats.share(line.rate or 0, language()),
                "money": money(line.of_kopecks or 0),
            }
            return _("%(share)s of %(money)s") % told


def raise_words(one: Raise) -> str:
    """«Если NPS вырастет до 97: +1 200 ₽»."""
    told = {
        "name": one.line.title,
        "target": figure(one.target, one.line.unit),
        "money": money(one.kopecks),
    }
    if one.line.direction == "down":
        return _("%(name)s down to %(target)s: +%(money)s") % told
    return _("%(name)s up to %(target)s: +%(money)s") % told


def plain_roubles(kopecks: int) -> str:
    """«1500,01»: a sum as a spreadsheet of the reader's language takes it."""
    text = roubles_text(kopecks)
    return text.replace(".", ",") if language() == "ru" else text
