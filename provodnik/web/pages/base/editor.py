"""The editor of a rule: what was sent, one blank more where asked, and who would fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count, takewhile

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from provodnik.facts.sales.base import rules
from provodnik.facts.sales.base.errors import BaseError, NameTaken, RuleIsBroken
from provodnik.facts.sales.base.models import Segment
from provodnik.facts.sales.base.queries.segments import count_fitting
from provodnik.facts.sales.base.rules import COLUMNS, Shape
from provodnik.facts.sales.base.types import Fact, Rule
from provodnik.web.design.types import Choice
from provodnik.web.pages.base import listing, words

_BLANK: dict[str, str] = {"fact": "", "how": "", "value": ""}


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One condition as two fields; `value` is None for one that asks for no value."""

    phrase: Choice
    value: Choice | None


@dataclass(frozen=True, slots=True)
class Editor:
    """What the form shows; `fitting` is None while the rule cannot be read.

    `fitting_href` and `shared_href` open to the people of the rule as it is written now.
    """

    segment_id: int | None
    name: str
    groups: tuple[tuple[ConditionRow, ...], ...]
    fitting: int | None
    shared: int
    problem: str
    fitting_href: str = ""
    shared_href: str = ""


def sent_rule(sent: QueryDict) -> rules.Stored:
    """The groups of a sent form; a condition without words is left out."""
    groups = []
    for number in takewhile(lambda n: f"c-{n}-0" in sent, count()):
        rows = []
        for place in takewhile(lambda n, g=number: f"c-{g}-{n}" in sent, count()):  # type: ignore[misc]
            fact, _colon, how = str(sent[f"c-{number}-{place}"]).partition(":")
            value = str(sent.get(f"v-{number}-{place}", ""))
            if fact:
                rows.append({"fact": fact, "how": how, "value": value})
        groups.append(rows)
    return groups


def editor(
    stored: rules.Stored,
    *,
    name: str,
    segment: Segment | None,
    add: str = "",
    error: BaseError | None = None,
    now: datetime,
) -> Editor:
    """The form for this rule. `add` is «and» for one more group, «or-2» for a row in group 2."""
    groups = [list(group) for group in stored if group]
    kept: rules.Stored = [list(group) for group in groups]
    place = add.removeprefix("or-")
    if place != add and place.isdecimal() and int(place) < len(groups):
        groups[int(place)].append(dict(_BLANK))
    if add == "and" or not groups:
        groups.append([dict(_BLANK)])
    known = words.names()
    fitting, shared, problem = _count(kept, segment, now)
    rule = rules.read(kept) if fitting is not None else ()
    this = segment.pk if segment else 0
    return Editor(
        segment_id=segment.pk if segment else None,
        name=name,
        groups=tuple(
            tuple(_row(one, g, n, known) for n, one in enumerate(group))
            for g, group in enumerate(groups)
        ),
        fitting=fitting,
        shared=shared,
        problem=_problem(error) if error else problem,
        fitting_href=listing.fitting_href(rule),
        shared_href=listing.fitting_href(rule, elsewhere=this),
    )


def read_rule(sent: QueryDict) -> Rule:
    """The rule of a sent form. Raises RuleIsBroken."""
    return rules.read(sent_rule(sent))


def _row(one: Mapping[str, str], group: int, place: int, known: words.Names) -> ConditionRow:
    asked = {"": _("choose a condition"), **words.phrases()}
    phrase = f"{one['fact']}:{one['how']}" if one["fact"] else ""
    chosen = phrase if phrase in asked else ""
    return ConditionRow(
        phrase=Choice(f"c-{group}-{place}", chosen, _("Condition"), asked),
        value=_value(Fact(one["fact"]), one["value"], f"v-{group}-{place}", known)
        if chosen
        else None,
    )


def _value(fact: Fact, value: str, name: str, known: words.Names) -> Choice | None:
    shape = COLUMNS[fact].shape
    if shape is Shape.FLAG:
        return None
    if shape in (Shape.SET, Shape.CHOICE):
        return Choice(name, value, _("Value"), {"": "…", **known.options(fact)})
    label = pgettext("segment", "Days") if shape is Shape.AGE else pgettext("segment", "Number")
    return Choice(name, value, label)


def _count(
    stored: rules.Stored, segment: Segment | None, now: datetime
) -> tuple[int | None, int, str]:
    try:
        rule = rules.read(stored)
    except RuleIsBroken as error:
        return None, 0, "" if error.code in ("empty", "bad_value") else _problem(error)
    pair = rules.contradiction(rule)
    problem = _problem(RuleIsBroken("contradiction", pair[0].fact.value)) if pair else ""
    fitting, shared = count_fitting(rule, now=now, besides=segment.pk if segment else None)
    return fitting, shared, problem


def _problem(error: BaseError) -> str:
    if isinstance(error, NameTaken):
        return _("A segment with this name exists already. Give this one another.")
    code = error.code if isinstance(error, RuleIsBroken) else ""
    return {
        "no_name": _("Name the segment: colleagues will know it by the name."),
        "empty": _("Choose at least one condition: without any it is the whole base."),
        "bad_value": _("A condition lacks its number or choice."),
        "too_long": _("Twelve conditions are the most one can still read."),
        "contradiction": _("The rule contradicts itself: two of its conditions never meet."),
    }.get(code, _("The rule cannot be read. Choose its conditions again."))
