"""Everything that may change a school's method. Nobody else writes these tables."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from provodnik.kernel import journal, schools
from provodnik.method import checks, loader, queries
from provodnik.method.diff import Body, Proposal, applied
from provodnik.method.errors import (
    ChangedMeanwhile,
    ChoiceMissing,
    MethodInvalid,
    ReasonRequired,
)
from provodnik.method.models import MethodDocument, MethodRevision
from provodnik.method.types import Section

COPIED = "shipped"


class Choice(StrEnum):
    """What to do with one change of a newer method."""

    TAKE = "take"
    KEEP = "keep"


@transaction.atomic
def copy_into(*, now: datetime) -> int:
    """Give the current school its own copy of every section it has none of.

    Part of opening a school and of every upgrade: repeating changes nothing, and a
    section that came with a newer product is added. Returns how many were made.
    """
    shipped = loader.shipped()
    present = set(MethodDocument.objects.values_list("section", flat=True))
    missing = [section for section in Section if section.value not in present]
    documents = MethodDocument.objects.bulk_create(
        MethodDocument(
            school_id=schools.current(),
            section=section.value,
            body=shipped.body(section),
            base_body=shipped.body(section),
            base_version=shipped.version,
            edited_at=now,
        )
        for section in missing
    )
    MethodRevision.objects.bulk_create(_revision(one, reason=COPIED) for one in documents)
    journal.record_many([_entry("method_copied", one, attrs={}) for one in documents])
    if missing:
        queries.forget()
    return len(missing)


@transaction.atomic
def edit(
    section: Section,
    body: Body,
    *,
    by: int | None,
    now: datetime,
    reason: str,
    seen_revision: int | None = None,
) -> int:
    """Change a section of the current school. Returns its revision.

    The same body changes nothing and keeps the revision. `by` is a staff id;
    `seen_revision` is what the writer looked at.

    Raises:  MethodInvalid: the body breaks its shape, or another section points at what is gone
             ReasonRequired: `reason` is empty
             ChangedMeanwhile: somebody else wrote after `seen_revision`
    """
    document = MethodDocument.objects.select_for_update().get(section=section.value)
    _refuse_overwriting(document, seen_revision)
    new = _checked(section, body)
    if new == queries.canonical(section, document.body):
        return document.revision
    _write(document, new, by=by, now=now, reason=reason)
    journal.record_many([_entry("method_edited", document, attrs={"reason": reason})])
    return document.revision


@transaction.atomic
def adopt_newer(
    section: Section,
    *,
    choices: Mapping[str, Choice],
    by: int | None,
    now: datetime,
    reason: str,
    seen_revision: int | None = None,
) -> int:
    """Move a section to the shipped method, change by change. Returns its revision.

    `choices` go by a change's path, joined with dots. A change without a choice is
    taken, unless the school changed the same thing: then a person must say. What is
    kept is not proposed again until the method changes it anew.

    Raises:  ChoiceMissing: naming every conflict left undecided
             MethodInvalid, ReasonRequired, ChangedMeanwhile: as for `edit`
    """
    document = MethodDocument.objects.select_for_update().get(section=section.value)
    _refuse_overwriting(document, seen_revision)
    shipped = loader.shipped()
    proposals = queries.newer(section)
    taken = _chosen(proposals, choices)
    own = queries.canonical(section, document.body)
    newer = shipped.body(section)
    body = _checked(section, applied(own, newer, [proposal.change for proposal in taken]))
    document.base_body, document.base_version = newer, shipped.version
    _write(document, body, by=by, now=now, reason=reason)
    attrs: dict[str, str | int] = {
        "version": shipped.version,
        "reason": reason,
        "taken": len(taken),
        "kept": len(proposals) - len(taken),
    }
    journal.record_many([_entry("method_adopted", document, attrs=attrs)])
    return document.revision


def _refuse_overwriting(document: MethodDocument, seen_revision: int | None) -> None:
    if seen_revision is not None and seen_revision != document.revision:
        raise ChangedMeanwhile(document.revision, document.edited_by)


def _checked(section: Section, body: Body) -> Body:
    """The body in its canonical form, if the whole method still holds together with it."""
    shape = checks.shaped(section, body)
    whole = {**queries.method(), section: shape}
    broken = tuple(finding.problem() for finding in checks.link_findings(whole))
    if broken:
        raise MethodInvalid(broken)
    return checks.body_of(shape)


def _chosen(proposals: tuple[Proposal, ...], choices: Mapping[str, Choice]) -> list[Proposal]:
    undecided, taken = [], []
    for proposal in proposals:
        path = ".".join(proposal.change.path)
        if path not in choices and proposal.conflict:
            undecided.append(path)
        elif choices.get(path, Choice.TAKE) is Choice.TAKE:
            taken.append(proposal)
    if undecided:
        raise ChoiceMissing(tuple(undecided))
    return taken


def _write(
    document: MethodDocument, body: Body, *, by: int | None, now: datetime, reason: str
) -> None:
    if not reason.strip():
        raise ReasonRequired(document.section)
    document.body = body
    document.revision += 1
    document.edited_at, document.edited_by = now, by
    document.save()
    _revision(document, reason=reason).save()
    queries.forget()


def _revision(document: MethodDocument, *, reason: str) -> MethodRevision:
    """The document as it stands, to be kept."""
    return MethodRevision(
        school_id=document.school_id,
        document=document,
        revision=document.revision,
        body=document.body,
        base_version=document.base_version,
        edited_at=document.edited_at,
        edited_by=document.edited_by,
        reason=reason,
    )


def _entry(
    event: str, document: MethodDocument, *, attrs: Mapping[str, str | int]
) -> journal.Entry:
    return journal.Entry(
        event=event,
        happened_at=document.edited_at,
        actor=f"staff:{document.edited_by}" if document.edited_by else "system",
        staff_id=document.edited_by,
        item=document.section,
        value=document.revision,
        attrs=attrs,
    )
