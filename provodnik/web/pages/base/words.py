"""Rules of segments and shares in words, and what a person may choose in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from provodnik.facts.people.queries import pains
from provodnik.facts.sales.base.queries.naming import product_names
from provodnik.facts.sales.base.rules import COLUMNS, HOWS, Shape
from provodnik.facts.sales.base.types import Condition, Fact, Part, Rule
from provodnik.facts.team.queries import staff_list
from provodnik.method import queries as method
from provodnik.web import formats
from provodnik.web.pages.base.phrases import PHRASES

NOBODY = "0"


@dataclass(frozen=True, slots=True)
class Names:
    """What the values of conditions are called: products, pains, stages, coordinators by id."""

    of: Mapping[Fact, Mapping[str, str]]

    def options(self, fact: Fact) -> Mapping[str, str]:
        return self.of.get(fact, {})


def names() -> Names:
    """Everything a value may name. Queries: 3 and the method."""
    stages = {str(one.key): one.title for one in method.lifecycle().stages}
    people = {str(one.staff_id): one.name for one in staff_list()}
    return Names(
        {
            Fact.PRODUCT: {str(pk): name for pk, name in product_names().items()},
            Fact.PAIN: {str(one.pain_id): one.name for one in pains()},
            Fact.STAGE: stages,
            Fact.COORDINATOR: {NOBODY: _("nobody"), **people},
        }
    )


def phrases() -> dict[str, str]:
    """Every comparison a condition may make, for a choice: «fact:how» → words."""
    return {
        f"{fact.value}:{how.value}": _(PHRASES[fact, how]) % {"value": _blank(fact)}
        for fact in Fact
        for how in HOWS[COLUMNS[fact].shape]
    }


def condition_words(one: Condition, known: Names) -> str:
    """«последняя покупка больше 90 дней назад»."""
    return _(PHRASES[one.fact, one.how]) % {"value": _value(one, known)}


def rule_words(rule: Rule, known: Names) -> list[str]:
    """Each group as one clause; alternatives are joined by «или»."""
    return [_(" or ").join(condition_words(one, known) for one in group) for group in rule]


def part_words(part: Part) -> str:
    return {
        Part.ACTIVE: pgettext("part of the base", "active"),
        Part.SLEEPING: pgettext("part of the base", "asleep"),
        Part.LOST: pgettext("part of the base", "lost"),
        Part.UNSUBSCRIBED: pgettext("part of the base", "unsubscribed"),
    }[part]


def people_words(n: int) -> str:
    return formats.counted(n, _("person|people"), language())


def language() -> str:
    """The language the page is written in."""
    return (get_language() or "ru").split("-")[0]


def _blank(fact: Fact) -> str:
    return _("… days ago") if COLUMNS[fact].shape is Shape.AGE else "…"


def _value(one: Condition, known: Names) -> str:
    match COLUMNS[one.fact].shape:
        case Shape.AGE:
            return formats.counted(int(one.value), _("day ago|days ago"), language())
        case Shape.SET | Shape.CHOICE:
            name = known.options(one.fact).get(one.value, "—")
            return name if one.fact is Fact.COORDINATOR else f"«{name}»"
        case _ if one.fact is Fact.REVENUE:
            return formats.money(int(one.value) * 100, language())
        case _:
            return one.value
