"""Everything a person may change about target groups and landing pages."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from provodnik.facts.people.audience.errors import (
    NameTaken,
    SaysNothing,
    WithoutSources,
    WrongCounts,
)
from provodnik.facts.people.audience.models import (
    Audience,
    AudiencePain,
    Landing,
    LandingDay,
    Record,
    RecordSource,
    Refinement,
)
from provodnik.facts.people.audience.rules import is_possible, told
from provodnik.facts.people.audience.types import Counts, RecordFields, RecordKind
from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal, schools

_EVENTS = {RecordKind.PORTRAIT: "portrait_updated", RecordKind.MEANINGS: "meanings_updated"}


@transaction.atomic
def save_audience(
    name: str, *, pains: Collection[int], audience_id: int | None = None, now: datetime, actor: str
) -> Audience:
    """Add a target group, or give one another name and other pains.

    A pain that marked another group moves here: a student is in one group.

    Raises:  Audience.DoesNotExist; NameTaken; SaysNothing
    """
    name = name.strip()
    if not name:
        raise SaysNothing("name")
    if Audience.objects.filter(name=name).exclude(pk=audience_id or 0).exists():
        raise NameTaken(name)
    if audience_id is None:
        saved = Audience.objects.create(school_id=schools.current(), name=name, created_at=now)
    else:
        saved = Audience.objects.select_for_update().get(pk=audience_id)
        saved.name = name
        saved.save(update_fields=["name"])
    AudiencePain.objects.filter(audience=saved).exclude(pain_id__in=pains).delete()
    AudiencePain.objects.filter(pain_id__in=pains).exclude(audience=saved).delete()
    rows = [
        AudiencePain(school_id=schools.current(), audience=saved, pain_id=pain) for pain in pains
    ]
    AudiencePain.objects.bulk_create(rows, ignore_conflicts=True)
    journal.record("audience_saved", happened_at=now, actor=actor, item=str(saved.pk))
    return saved


@transaction.atomic
def write_version(
    audience_id: int, kind: RecordKind, fields: RecordFields, *, now: datetime, actor: str
) -> Record:
    """A new version of a portrait or a map. The same words as the last version change nothing.

    Raises:  Audience.DoesNotExist; SaysNothing
             WithoutSources: a portrait without a source is somebody's fancy
    """
    audience = Audience.objects.select_for_update().get(pk=audience_id)
    parts = told(fields.parts)
    if not parts:
        raise SaysNothing(kind.value)
    if kind is RecordKind.PORTRAIT and not fields.sources:
        raise WithoutSources(audience.name)
    versions = Record.objects.filter(audience=audience, kind=kind.value)
    last = versions.order_by("-version").first()
    if last is not None and last.parts == parts and _same_sources(last, fields):
        return last
    record = Record.objects.create(
        school_id=schools.current(),
        audience=audience,
        kind=kind.value,
        version=last.version + 1 if last else 1,
        parts=parts,
        updated_at=now,
        updated_by_id=actor_staff_id(actor),
    )
    RecordSource.objects.bulk_create(
        RecordSource(
            school_id=record.school_id,
            record=record,
            kind=one.kind.value,
            text=one.text.strip(),
            taken_on=one.taken_on,
        )
        for one in dict.fromkeys(fields.sources)
    )
    is_portrait = kind is RecordKind.PORTRAIT
    journal.record(
        _EVENTS[kind],
        happened_at=now,
        actor=actor,
        item=str(audience.pk),
        value=record.version,
        attrs={"sources": len(fields.sources)} if is_portrait else None,
    )
    return record


@transaction.atomic
def add_landing(name: str, *, url: str = "", audience_id: int, now: datetime) -> Landing:
    """A landing page of a target group. It has no journal until it is refined or counted.

    Raises:  Audience.DoesNotExist; NameTaken; SaysNothing
    """
    name = name.strip()
    if not name:
        raise SaysNothing("name")
    if Landing.objects.filter(name=name).exists():
        raise NameTaken(name)
    audience = Audience.objects.get(pk=audience_id)
    return Landing.objects.create(
        school_id=schools.current(), name=name, url=url.strip(), audience=audience, created_at=now
    )


@transaction.atomic
def refine(
    landing_id: int, *, what: str, refined_on: date, now: datetime, actor: str
) -> Refinement:
    """Note that a landing page was rewritten for the present version of its group's portrait.

    A second refinement of the same day replaces the first.

    Raises:  Landing.DoesNotExist; SaysNothing: what changed
             WithoutSources: the group has no portrait yet
    """
    if not what.strip():
        raise SaysNothing("what")
    landing = Landing.objects.select_for_update().get(pk=landing_id)
    portraits = Record.objects.filter(
        audience_id=landing.audience_id, kind=RecordKind.PORTRAIT.value
    )
    portrait = portraits.order_by("-version").first()
    if portrait is None:
        raise WithoutSources(landing.name)
    made, _ = Refinement.objects.update_or_create(
        school_id=schools.current(),
        landing=landing,
        refined_on=refined_on,
        defaults={"portrait": portrait, "what": what.strip()},
    )
    journal.record(
        "landing_refined",
        happened_at=now,
        actor=actor,
        item=str(landing.pk),
        value=portrait.version,
        attrs={"what": made.what},
    )
    return made


@transaction.atomic
def count_day(
    landing_id: int, day: date, counts: Counts, *, now: datetime, actor: str
) -> LandingDay:
    """Write down a day's traffic; the same day again corrects it.

    Raises:  Landing.DoesNotExist; WrongCounts
    """
    if not is_possible(counts):
        raise WrongCounts(f"{counts.visits} {counts.leads} {counts.payments}")
    landing = Landing.objects.select_for_update().get(pk=landing_id)
    row, _ = LandingDay.objects.update_or_create(
        school_id=schools.current(),
        landing=landing,
        day=day,
        defaults={"visits": counts.visits, "leads": counts.leads, "payments": counts.payments},
    )
    journal.record("landing_counted", happened_at=now, actor=actor, item=str(landing.pk))
    return row


def _same_sources(record: Record, fields: RecordFields) -> bool:
    kept = set(RecordSource.objects.filter(record=record).values_list("kind", "text", "taken_on"))
    return kept == {(one.kind.value, one.text.strip(), one.taken_on) for one in fields.sources}
