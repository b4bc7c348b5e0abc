"""Rates of pay: tried on past months first, applied from a month on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from pydantic import ValidationError

from provodnik.decisions.pay.errors import AppliesTooEarly, SchemeInvalid
from provodnik.decisions.pay.models import PaySheet, SchemeTurn
from provodnik.decisions.pay.queries.schemes import scheme_for
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal, schools
from provodnik.method.shapes.pay import Pay

RATES = {
    "grades": ("base_rubles",),
    "schemes": ("sales_percent",),
    "kpis": ("plan", "weight_percent"),
    "pieces": ("rubles",),
}
"""What of the rates a form changes: fields by list. Titles and metrics are the method's."""


def changed(scheme: Pay, rates: Mapping[str, str]) -> Pay:
    """The scheme with other rates, told as «grades.trainee.base_rubles» → «16000».

    Raises:  SchemeInvalid: a rate that isn't a number, or out of its bounds
    """
    body: dict[str, Any] = scheme.model_dump(mode="json")
    for name, text in rates.items():
        part, key, field = name.split(".")
        found = next((item for item in body.get(part, ()) if item["key"] == key), None)
        if found is None or field not in RATES.get(part, ()):
            raise SchemeInvalid(name)
        found[field] = _number(text, name)
    try:
        return Pay.model_validate(body, strict=False)
    except ValidationError as error:
        where = [str(step) for step in error.errors()[0]["loc"]]
        key = body[where[0]][int(where[1])]["key"]
        raise SchemeInvalid(".".join((where[0], key, *where[2:]))) from error


@transaction.atomic
def apply_scheme(scheme: Pay, *, from_on: date, reason: str, by: int, now: datetime) -> None:
    """Count pay by these rates from a month on; a second change for that month replaces the first.

    Raises:  AppliesTooEarly: that month or a later one was closed
    """
    if PaySheet.objects.filter(month_on__gte=from_on).exists():
        raise AppliesTooEarly(from_on)
    before = scheme_for(from_on).model_dump(mode="json")
    body = scheme.model_dump(mode="json")
    SchemeTurn.objects.update_or_create(
        school_id=schools.current(),
        from_on=from_on,
        defaults={"body": body, "reason": reason, "by_id": by, "set_at": now},
    )
    journal.record(
        "pay_scheme_applied",
        happened_at=now,
        actor=staff_actor(by),
        item=f"{from_on:%Y-%m}",
        attrs={"before": _rates(before), "after": _rates(body), "reason": reason},
    )


def _rates(body: Mapping[str, Any]) -> dict[str, float]:
    return {
        f"{part}.{item['key']}.{field}": item[field]
        for part, fields in RATES.items()
        for item in body[part]
        for field in fields
    }


def _number(text: str, name: str) -> int | float:
    plain = text.replace(" ", "").replace("\u00a0", "").replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        raise SchemeInvalid(name) from None
    return int(number) if number.is_integer() else number
