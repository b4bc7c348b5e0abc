"""The rates of a scheme as fields of a form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from provodnik.method.shapes.pay import Pay, PayKpi


@dataclass(frozen=True, slots=True)
class Field:
    """A number of the form: its name in `services.RATES`, its words, what stands in it."""

    name: str
    label: str
    value: str
    is_wrong: bool
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Rates:
    """Fields of one grade, scheme, figure or piece under its title."""

    title: str
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Group:
    """What pays alike: grades, then each scheme with its figures and pieces."""

    title: str
    rows: Sequence[Rates]


def rates_of(scheme: Pay, told: Mapping[str, str], wrong: str) -> list[Group]:
    """Every rate that can be changed, with what the form said of it."""

    def field(name: str, label: str, holds: float) -> Field:
        was = f"{holds:g}"
        value = told.get(name, was)
        return Field(name, label, value, name == wrong, value.strip() != was)

    def kpi(row: PayKpi) -> Rates:
        at = f"kpis.{row.key}"
        plan = field(f"{at}.plan", _("plan"), row.plan)
        weight = field(f"{at}.weight_percent", _("weight, percent of the base"), row.weight_percent)
        return Rates(str(row.title), [plan, weight])

    grades = [
        Rates(
            str(grade.title),
            [field(f"grades.{grade.key}.base_rubles", _("base, roubles"), grade.base_rubles)],
        )
        for grade in scheme.grades
    ]
    groups = [Group(_("Grades"), grades)]
    for one in scheme.schemes:
        name = f"schemes.{one.key}.sales_percent"
        sales = field(name, _("percent of what was paid"), one.sales_percent)
        rows = [Rates(_("Share of repeat sales"), [sales])]
        rows += [kpi(row) for row in scheme.kpis if row.scheme == one.key]
        rows += [
            Rates(
                str(row.title),
                [field(f"pieces.{row.key}.rubles", _("roubles for each"), row.rubles)],
            )
            for row in scheme.pieces
            if row.scheme == one.key
        ]
        groups.append(Group(str(one.title), rows))
    return groups
