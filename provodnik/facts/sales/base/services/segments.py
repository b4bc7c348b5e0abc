"""Segments: saved as rules, taken ready-made, archived; what their potential assumes."""

from datetime import datetime

from django.db import IntegrityError, connection, transaction

from provodnik.facts.sales.base import rules
from provodnik.facts.sales.base.errors import AssumptionOutOfRange, NameTaken, RuleIsBroken
from provodnik.facts.sales.base.models import Segment
from provodnik.facts.sales.base.recounting import fill
from provodnik.facts.sales.base.types import Rule
from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.method.shapes.client_base import ReadySegment


@transaction.atomic
def save_segment(
    name: str, rule: Rule, *, segment_id: int | None = None, actor: str, now: datetime
) -> Segment:
    """Save a new segment, or another rule or name of an old one, and count who fits it.

    Who fitted before and fits still keeps the date of entry. The same again changes nothing.

    Raises:  Segment.DoesNotExist
             RuleIsBroken: `no_name`, or `contradiction` with the fact it is about
             NameTaken: another live segment has the name
    """
    name = name.strip()
    if not name:
        raise RuleIsBroken("no_name")
    if (pair := rules.contradiction(rule)) is not None:
        raise RuleIsBroken("contradiction", pair[0].fact.value)
    kept = rules.stored(rule)
    segment = Segment(school_id=schools.current(), created_at=now)
    if segment_id is None:
        segment.created_by_id = actor_staff_id(actor)
    else:
        segment = Segment.objects.select_for_update().get(pk=segment_id)
        if (segment.name, segment.rule) == (name, kept):
            return segment
    segment.name, segment.rule, segment.edited_at = name, kept, now
    _save(segment)
    _record("segment_saved", segment, actor=actor, now=now)
    fill(segment, now=now)
    return segment


def take_ready(key: str, *, actor: str, now: datetime) -> Segment:
    """Save a ready-made segment of the method under its title; taken before, it is answered.

    Raises:  KeyError: the method has none such
    """
    ready = {one.key: one for one in method.base_settings().ready}[key]
    known = Segment.objects.filter(name=ready.title, archived_at=None).first()
    return known or save_segment(ready.title, rule_of(ready), actor=actor, now=now)


def rule_of(ready: ReadySegment) -> Rule:
    """The rule of a ready-made segment. Raises RuleIsBroken."""
    groups = sorted({one.group for one in ready.conditions})
    return rules.read(
        [
            [
                {"fact": one.fact, "how": one.how, "value": one.value or ""}
                for one in ready.conditions
                if one.group == group
            ]
            for group in groups
        ]
    )


@transaction.atomic
def archive_segment(segment_id: int, *, actor: str, now: datetime) -> Segment:
    """Stop counting a segment. Its history stays; everybody leaves it at this moment.

    Raises:  Segment.DoesNotExist
    """
    segment = Segment.objects.select_for_update().get(pk=segment_id)
    if segment.archived_at is None:
        segment.archived_at = now
        segment.save(update_fields=["archived_at"])
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE base_membership SET left_at = greatest(%s, since_at)"
                " WHERE segment_id = %s AND left_at IS NULL",
                [now, segment.pk],
            )
        _record("segment_archived", segment, actor=actor, now=now)
    return segment


@transaction.atomic
def restore_segment(segment_id: int, *, actor: str, now: datetime) -> Segment:
    """Count an archived segment again; everybody who fits enters it now.

    Raises:  Segment.DoesNotExist; NameTaken
    """
    segment = Segment.objects.select_for_update().get(pk=segment_id)
    if segment.archived_at is not None:
        segment.archived_at = None
        _save(segment)
        _record("segment_saved", segment, actor=actor, now=now)
        fill(segment, now=now)
    return segment


@transaction.atomic
def assume(
    segment_id: int,
    *,
    conversion_share: float | None,
    cheque_kopecks: int | None,
    actor: str,
    now: datetime,
) -> Segment:
    """Set what the potential is multiplied from; None takes the school's own data again.

    Raises:  Segment.DoesNotExist; AssumptionOutOfRange
    """
    if conversion_share is not None and not 0 <= conversion_share <= 1:
        raise AssumptionOutOfRange("conversion")
    if cheque_kopecks is not None and cheque_kopecks < 0:
        raise AssumptionOutOfRange("cheque")
    segment = Segment.objects.select_for_update().get(pk=segment_id)
    if (segment.conversion_share, segment.cheque_kopecks) != (conversion_share, cheque_kopecks):
        segment.conversion_share, segment.cheque_kopecks = conversion_share, cheque_kopecks
        segment.save(update_fields=["conversion_share", "cheque_kopecks"])
        told: dict[str, journal.Attr] = {"conversion": conversion_share, "cheque": cheque_kopecks}
        _record("segment_assumed", segment, actor=actor, now=now, attrs=told)
    return segment


def _save(segment: Segment) -> None:
    try:
        with transaction.atomic():
            segment.save()
    except IntegrityError as error:
        if "segment_name_once" not in str(error):
            raise
        raise NameTaken(segment.name) from None


def _record(
    event: str,
    segment: Segment,
    *,
    actor: str,
    now: datetime,
    attrs: dict[str, journal.Attr] | None = None,
) -> None:
    told = {"segment": segment.pk, **(attrs or {})}
    journal.record(event, happened_at=now, actor=actor, item=segment.name, attrs=told)
