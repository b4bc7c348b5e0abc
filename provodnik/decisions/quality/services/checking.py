"""Checks by a checklist, and the remarks they come to."""

from datetime import datetime

from django.db import transaction

from provodnik.decisions.quality import rules
from provodnik.decisions.quality.errors import (
    AlreadyChecked,
    CheckedByTwo,
    NotYours,
    OwnWork,
    SaysNothing,
)
from provodnik.decisions.quality.models import Check, Drawn, Remark
from provodnik.decisions.quality.types import Told
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.method.quality_words import Artefact


@transaction.atomic
def take(
    artefact: Artefact, ref_id: int, *, staff_id: int, client_id: int | None = None, now: datetime
) -> Drawn:
    """Take an artefact to be checked without a draw, such as a protocol. Taken once."""
    drawn, _ = Drawn.objects.get_or_create(
        school_id=schools.current(),
        artefact=artefact.value,
        ref_id=ref_id,
        defaults={"staff_id": staff_id, "client_id": client_id, "drawn_at": now},
    )
    return drawn


@transaction.atomic
def check(drawn_id: int, told: Told, *, by_id: int, now: datetime) -> Check:
    """Check an artefact. The first check is its score; a second one calibrates the checkers.

    Raises:  Drawn.DoesNotExist; OwnWork; AlreadyChecked; CheckedByTwo; MarksMissing
    """
    drawn = Drawn.objects.select_for_update().get(pk=drawn_id)
    if drawn.staff_id == by_id:
        raise OwnWork
    earlier = set(Check.objects.filter(drawn=drawn).values_list("checker_id", flat=True))
    if by_id in earlier:
        raise AlreadyChecked
    if len(earlier) > 1:
        raise CheckedByTwo
    checklist = method.quality_settings().checklist(Artefact(drawn.artefact))
    score = rules.score(told.marks, {point.key: point.weight for point in checklist.points})
    made = Check.objects.create(
        school_id=schools.current(),
        drawn=drawn,
        checker_id=by_id,
        is_first=not earlier,
        marks={key: mark.value for key, mark in told.marks.items()},
        passed=score.passed,
        applicable=score.applicable,
        passed_weight=score.passed_weight,
        applicable_weight=score.applicable_weight,
        note=told.note.strip(),
        checked_at=now,
    )
    attrs = {"passed": score.passed, "applicable": score.applicable, "type": drawn.artefact}
    _record("artefact_checked_again" if earlier else "artefact_checked", drawn, by_id, now, attrs)
    if told.remark.strip():
        _remark(made, told.remark.strip(), by_id=by_id, now=now)
    return made


@transaction.atomic
def answer_remark(
    remark_id: int, *, is_agreed: bool, answer: str, by_id: int, now: datetime
) -> None:
    """The author agrees with a remark, or says why not. The first answer stays.

    Raises:  Remark.DoesNotExist; NotYours; SaysNothing: no words without agreement
    """
    remark = Remark.objects.select_for_update().get(pk=remark_id)
    if remark.staff_id != by_id:
        raise NotYours
    if not is_agreed and not answer.strip():
        raise SaysNothing
    if remark.answered_at is not None:
        return
    remark.is_agreed, remark.answer, remark.answered_at = is_agreed, answer.strip(), now
    remark.save(update_fields=["is_agreed", "answer", "answered_at"])
    drawn = remark.check_made.drawn
    _record("quality_remark_answered", drawn, by_id, now, {"agreed": is_agreed})


def item_of(drawn: Drawn) -> str:
    """How the journal names an artefact."""
    return f"{drawn.artefact}:{drawn.ref_id}"


def _remark(made: Check, text: str, *, by_id: int, now: datetime) -> None:
    Remark.objects.create(
        school_id=schools.current(),
        check_made=made,
        staff_id=made.drawn.staff_id,
        text=text,
        said_at=now,
    )
    _record("quality_remark_told", made.drawn, by_id, now, {})


def _record(event: str, drawn: Drawn, by_id: int, now: datetime, attrs: dict[str, object]) -> None:
    journal.record(
        event,
        happened_at=now,
        actor=staff_actor(by_id),
        client_id=drawn.client_id,
        staff_id=drawn.staff_id,
        item=item_of(drawn),
        attrs=attrs,
    )
