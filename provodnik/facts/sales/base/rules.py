"""Arithmetic of the base: a rule as one SQL predicate, its contradictions, a potential.

A predicate speaks about one row `c` of the contacts and nothing else, so that it costs the
same for one client and for a million.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations

from provodnik.facts.sales.base.errors import RuleIsBroken
from provodnik.facts.sales.base.types import Condition, Fact, How, Inputs, Rule

type Param = str | int | datetime
type Stored = list[list[dict[str, str]]]

# The most a rule may hold: what a person can still read, and a number that fits a column.
MOST_GROUPS = 12
MOST_CONDITIONS = 12
_LARGEST = 10**9
_LONGEST = 80


class Shape(StrEnum):
    """What the value of a fact is, hence how it may be compared."""

    AGE = "age"
    NUMBER = "number"
    SET = "set"
    CHOICE = "choice"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """Where a fact stands in a contact's row; `scale` brings the written value to its unit."""

    shape: Shape
    sql: str
    scale: int = 1


COLUMNS: Mapping[Fact, Column] = {
    Fact.PAID_AGO: Column(Shape.AGE, "last_paid_at"),
    Fact.FIRST_PAID_AGO: Column(Shape.AGE, "first_paid_at"),
    Fact.ACTIVE_AGO: Column(Shape.AGE, "alive_at"),
    Fact.KNOWN_AGO: Column(Shape.AGE, "known_at"),
    Fact.STAGE_AGO: Column(Shape.AGE, "stage_entered_at"),
    Fact.ORDERS: Column(Shape.NUMBER, "paid_orders"),
    Fact.REVENUE: Column(Shape.NUMBER, "net_kopecks", 100),
    Fact.CSAT: Column(Shape.NUMBER, "csat_hundredths", 100),
    Fact.NPS: Column(Shape.NUMBER, "nps_hundredths", 100),
    Fact.PRODUCT: Column(Shape.SET, "product_ids"),
    Fact.PAIN: Column(Shape.SET, "pain_ids"),
    Fact.STAGE: Column(Shape.CHOICE, "stage"),
    Fact.COORDINATOR: Column(Shape.CHOICE, "coalesce(c.coordinator_id, 0)::text"),
    Fact.GOAL: Column(Shape.FLAG, "has_goal"),
    Fact.COMPLAINT: Column(Shape.FLAG, "complains"),
    Fact.MESSAGES: Column(Shape.FLAG, "messages_allowed"),
    Fact.CALLS: Column(Shape.FLAG, "calls_allowed"),
}
HOWS: Mapping[Shape, tuple[How, ...]] = {
    Shape.AGE: (How.MORE, How.AT_MOST),
    Shape.NUMBER: (How.AT_LEAST, How.AT_MOST),
    Shape.SET: (How.IS, How.IS_NOT),
    Shape.CHOICE: (How.IS, How.IS_NOT),
    Shape.FLAG: (How.IS, How.IS_NOT),
}


@dataclass(frozen=True, slots=True)
class Predicate:
    """A condition over the row `c`, and the parameters it names."""

    text: str
    params: Mapping[str, Param]


def read(stored: Stored) -> Rule:
    """The rule of what was stored or sent; empty groups are left out.

    Raises:  RuleIsBroken: `empty`, `too_long`, `unknown` or `bad_value`, with the fact
    """
    rule = tuple(tuple(_condition(one) for one in group) for group in stored if group)
    if not rule:
        raise RuleIsBroken("empty")
    if len(rule) > MOST_GROUPS or any(len(group) > MOST_CONDITIONS for group in rule):
        raise RuleIsBroken("too_long")
    return rule


def stored(rule: Rule) -> Stored:
    """A rule as it is kept."""
    return [
        [{"fact": one.fact.value, "how": one.how.value, "value": one.value} for one in group]
        for group in rule
    ]


def predicate(rule: Rule, *, prefix: str, now: datetime) -> Predicate:
    """The rule as SQL. `prefix` keeps the parameters of many rules apart."""
    params: dict[str, Param] = {}
    groups = []
    for number, group in enumerate(rule):
        parts = []
        for place, condition in enumerate(group):
            name = f"{prefix}_{number}_{place}"
            text, value = _compared(condition, name, now)
            parts.append(text)
            if value is not None:
                params[name] = value
        groups.append("(" + " OR ".join(parts) + ")")
    return Predicate("(" + " AND ".join(groups) + ")", params)


def ages(rules: Iterable[Rule]) -> frozenset[tuple[str, int]]:
    """Every (column, days) at which somebody's answer changes merely because time passes."""
    return frozenset(
        (COLUMNS[one.fact].sql, int(one.value))
        for rule in rules
        for group in rule
        for one in group
        if COLUMNS[one.fact].shape is Shape.AGE
    )


def contradiction(rule: Rule) -> tuple[Condition, Condition] | None:
    """Two conditions that both must hold and never do together; None if there are none."""
    alone = [group[0] for group in rule if len(group) == 1]
    return next((pair for pair in combinations(alone, 2) if _clash(*pair)), None)


def potential(inputs: Inputs) -> int | None:
    """Size × conversion × average cheque, in kopecks; None where an input is not known."""
    if inputs.conversion_share is None or inputs.cheque_kopecks is None:
        return None
    return round(inputs.size * inputs.conversion_share * inputs.cheque_kopecks)


def bad_run(values: Iterable[bool | None]) -> int:
    """How many of the latest periods were bad in a row; an unknown one ends the run."""
    run = 0
    for is_bad in reversed(list(values)):
        if not is_bad:
            break
        run += 1
    return run


def cost_of_one(kopecks: int, buyers: int) -> int | None:
    """Kopecks a buyer; None without buyers, or where nothing was spent."""
    return round(kopecks / buyers) if buyers and kopecks else None


def _condition(one: Mapping[str, str]) -> Condition:
    try:
        fact, how = Fact(one.get("fact", "")), How(one.get("how", ""))
    except ValueError:
        raise RuleIsBroken("unknown", one.get("fact", "")) from None
    shape, value = COLUMNS[fact].shape, str(one.get("value", "")).strip()
    if how not in HOWS[shape]:
        raise RuleIsBroken("unknown", fact.value)
    if shape is Shape.FLAG:
        return Condition(fact, how)
    is_number = value.isascii() and value.isdecimal() and int(value) <= _LARGEST
    if len(value) > _LONGEST or not (is_number or (fact is Fact.STAGE and value)):
        raise RuleIsBroken("bad_value", fact.value)
    return Condition(fact, how, str(int(value)) if is_number else value)


def _compared(one: Condition, name: str, now: datetime) -> tuple[str, Param | None]:
    column, is_not = COLUMNS[one.fact], one.how is How.IS_NOT
    value, place = f"c.{column.sql}", f"%({name})s"
    match column.shape:
        case Shape.AGE:
            sign = "<=" if one.how is How.MORE else ">"
            return f"{value} {sign} {place}", now - timedelta(days=int(one.value))
        case Shape.NUMBER:
            sign = ">=" if one.how is How.AT_LEAST else "<="
            return f"{value} {sign} {place}", int(one.value) * column.scale
        case Shape.SET:
            text = f"{place}::bigint = ANY({value})"
            return (f"NOT {text}" if is_not else text), int(one.value)
        case Shape.CHOICE:
            own = column.sql if "(" in column.sql else value
            return f"{own} {'<>' if is_not else '='} {place}", one.value
        case _:
            return (f"NOT {value}" if is_not else value), None


def _clash(one: Condition, other: Condition) -> bool:
    if one.fact is not other.fact:
        return False
    if {one.how, other.how} == {How.IS, How.IS_NOT}:
        return one.value == other.value
    shape = COLUMNS[one.fact].shape
    if shape is Shape.CHOICE:
        return one.how is How.IS and other.how is How.IS and one.value != other.value
    if one.how is other.how or shape not in (Shape.AGE, Shape.NUMBER):
        return False
    low, high = _bounds((one, other))
    return low >= high if shape is Shape.AGE else low > high


def _bounds(pair: tuple[Condition, Condition]) -> Iterator[int]:
    """The lower bound, then the upper one."""
    for upper in (False, True):
        yield next(int(one.value) for one in pair if (one.how is How.AT_MOST) is upper)
