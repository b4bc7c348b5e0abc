"""What the current school's method says. Any number of calls cost one query a transaction.

A body is read once a process for each version of a document. A version is named by
its revision and the transaction that wrote it, so that an edit rolled back cannot
leave its body behind.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.transaction import Atomic

from provodnik.kernel import schools
from provodnik.method import checks, loader, shapes
from provodnik.method.diff import Body, Proposal, item, keys, three_way
from provodnik.method.errors import MethodInvalid
from provodnik.method.models import MethodDocument, MethodRevision
from provodnik.method.types import Section
from provodnik.method.yaml_file import Plain

type Method = Mapping[Section, shapes.Shape]

_versions: dict[tuple[int, Section], tuple[str, shapes.Shape]] = {}
# Held while its outermost transaction lives; None once the method was edited in it.
_of_transaction: WeakKeyDictionary[Atomic, dict[int, Method] | None] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Document:
    """A section as the school has it now."""

    section: Section
    body: Body
    base_body: Body
    base_version: int
    revision: int
    edited_at: datetime
    edited_by: int | None


@dataclass(frozen=True, slots=True)
class Edition:
    """Who edited a section last."""

    revision: int
    edited_at: datetime
    edited_by: int | None


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One step in a section's history."""

    revision: int
    edited_at: datetime
    edited_by: int | None
    reason: str


def roles() -> shapes.Roles:
    return cast(shapes.Roles, method()[Section.ROLES])


def rights_of(role: str) -> frozenset[str]:
    """What a role may do; an unknown role may do nothing."""
    found = roles().role(role)
    return frozenset() if found is None else frozenset(found.rights)


def channels() -> shapes.Channels:
    return cast(shapes.Channels, method()[Section.CHANNELS])


def product_kinds() -> shapes.ProductKinds:
    return cast(shapes.ProductKinds, method()[Section.PRODUCT_KINDS])


def lifecycle() -> shapes.Lifecycle:
    return cast(shapes.Lifecycle, method()[Section.LIFECYCLE])


def gates() -> shapes.Gates:
    return cast(shapes.Gates, method()[Section.GATES])


def offer_gates() -> shapes.OfferGates:
    return gates().offer


def queue_settings() -> shapes.Queue:
    return cast(shapes.Queue, method()[Section.QUEUE])


def outcomes() -> shapes.Outcomes:
    return cast(shapes.Outcomes, method()[Section.OUTCOMES])


def scripts() -> shapes.Scripts:
    return cast(shapes.Scripts, method()[Section.SCRIPTS])


def credit_rules() -> shapes.Credit:
    return cast(shapes.Credit, method()[Section.CREDIT])


def path_settings() -> shapes.Path:
    return cast(shapes.Path, method()[Section.PATH])


def metric_words() -> shapes.Metrics:
    return cast(shapes.Metrics, method()[Section.METRICS])


def home_words() -> shapes.Home:
    return cast(shapes.Home, method()[Section.HOME])


def signal_settings() -> shapes.Signals:
    return cast(shapes.Signals, method()[Section.SIGNALS])


def base_settings() -> shapes.BaseSettings:
    return cast(shapes.BaseSettings, method()[Section.BASE])


def launch_settings() -> shapes.Launches:
    return cast(shapes.Launches, method()[Section.LAUNCHES])


def care_settings() -> shapes.Care:
    return cast(shapes.Care, method()[Section.CARE])


def audit_settings() -> shapes.Audit:
    return cast(shapes.Audit, method()[Section.AUDIT])


def goal_settings() -> shapes.Goals:
    return cast(shapes.Goals, method()[Section.GOALS])


def desk_settings() -> shapes.Desk:
    return cast(shapes.Desk, method()[Section.DESK])


def sending_settings() -> shapes.Sending:
    return cast(shapes.Sending, method()[Section.SENDING])


def course_settings() -> shapes.Courses:
    return cast(shapes.Courses, method()[Section.COURSES])


def homework_settings() -> shapes.Homework:
    return cast(shapes.Homework, method()[Section.HOMEWORK])


def survey_settings() -> shapes.Surveys:
    return cast(shapes.Surveys, method()[Section.SURVEYS])


def interview_settings() -> shapes.Interviews:
    return cast(shapes.Interviews, method()[Section.INTERVIEWS])


def case_settings() -> shapes.Cases:
    return cast(shapes.Cases, method()[Section.CASES])


def quality_settings() -> shapes.Quality:
    return cast(shapes.Quality, method()[Section.QUALITY])


def meeting_settings() -> shapes.Meetings:
    return cast(shapes.Meetings, method()[Section.MEETINGS])


def pay_settings() -> shapes.Pay:
    return cast(shapes.Pay, method()[Section.PAY])


def relation_settings() -> shapes.Relations:
    return cast(shapes.Relations, method()[Section.RELATIONS])


def duty_settings() -> shapes.Duties:
    return cast(shapes.Duties, method()[Section.DUTIES])


def access_settings() -> shapes.Accesses:
    return cast(shapes.Accesses, method()[Section.ACCESSES])


def method() -> Method:
    """Every section of the current school; one that it has no document of comes as shipped.

    Queries: 1 in a transaction, however often it is asked.
    Raises:  MethodInvalid: a document does not fit the product any more
    """
    school_id = schools.current()
    held = _held()
    if held is not None and school_id in held:
        return held[school_id]
    found = _read_all(school_id)
    if held is not None:
        held[school_id] = found
    return found


def forget() -> None:
    """The method was edited in this transaction: read it anew each time until the end."""
    if connection.atomic_blocks:
        _of_transaction[connection.atomic_blocks[0]] = None


def document(section: Section) -> Document:
    """A section with its revision and what it grew from. One query.

    Raises:  MethodDocument.DoesNotExist: the school has no copy of it yet
    """
    row = MethodDocument.objects.get(section=section.value)
    return Document(
        section=section,
        body=canonical(section, row.body),
        base_body=completed(row.base_body, loader.shipped().body(section)),
        base_version=row.base_version,
        revision=row.revision,
        edited_at=row.edited_at,
        edited_by=row.edited_by,
    )


def editions() -> dict[Section, Edition]:
    """Every section the school has a copy of. One query."""
    rows = MethodDocument.objects.values_list("section", "revision", "edited_at", "edited_by")
    return {
        Section(section): Edition(revision, edited_at, edited_by)
        for section, revision, edited_at, edited_by in rows
    }


def history(section: Section) -> list[RevisionRow]:
    """Every revision of a section, newest first. One query."""
    rows = MethodRevision.objects.filter(document__section=section.value).order_by("-revision")
    return [
        RevisionRow(row.revision, row.edited_at, row.edited_by, row.reason)
        for row in rows.only("revision", "edited_at", "edited_by", "reason")
    ]


def revision_body(section: Section, revision: int) -> Body:
    """A section as it stood at a revision, for a diff or to bring it back. One query.

    Raises:  MethodRevision.DoesNotExist
    """
    row = MethodRevision.objects.get(document__section=section.value, revision=revision)
    return canonical(section, row.body)


def newer(section: Section) -> tuple[Proposal, ...]:
    """What the shipped method would change in the school's section. One query.

    Compared by content: a version's number alone says nothing about one section.
    """
    own = document(section)
    return three_way(own.base_body, own.body, loader.shipped().body(section))


def newer_sections() -> dict[Section, int]:
    """How many changes wait in each section where any do. One query."""
    shipped = loader.shipped()
    waiting = {}
    for row in MethodDocument.objects.all():
        section = Section(row.section)
        new = shipped.body(section)
        proposals = three_way(completed(row.base_body, new), canonical(section, row.body), new)
        if proposals:
            waiting[section] = len(proposals)
    return waiting


def canonical(section: Section, body: Body) -> Body:
    """A stored body with its fields in order and the product's new fields filled in.

    Raises:  MethodInvalid
    """
    return checks.body_of(_shape(section, body))


def completed(body: Body, shipped: Body, *, with_items: bool = False) -> Body:
    """The body with fields that did not exist when it was stored, as shipped.

    A new field of the product must not break a school that has not yet looked at it.
    `with_items` also adds items its lists lack: a school may have removed them on purpose,
    so only where the product cannot do without.
    """
    filled: Body = dict(body)
    for name, value in shipped.items():
        own = filled.get(name)
        if name not in filled:
            filled[name] = value
        elif isinstance(own, dict) and isinstance(value, dict):
            filled[name] = completed(own, value, with_items=with_items)
        elif isinstance(own, list) and isinstance(value, list) and keys(own):
            told = [_completed_item(one, value) for one in own]
            filled[name] = [*told, *_lacking(own, value)] if with_items else told
    return filled


def _lacking(own: list[Plain], shipped: list[Plain]) -> list[Plain]:
    known = set(keys(own))
    return [one for one in shipped if isinstance(one, dict) and one.get("key") not in known]


def _completed_item(one: Plain, shipped: list[Plain]) -> Plain:
    twin = item(shipped, str(one.get("key"))) if isinstance(one, dict) else None
    return completed(one, twin) if isinstance(one, dict) and twin is not None else one


def _shape(section: Section, body: Body) -> shapes.Shape:
    shipped = loader.shipped().body(section)
    try:
        return checks.shaped(section, completed(body, shipped))
    except MethodInvalid:
        # A newer product may need an item that did not exist when the list was stored.
        return checks.shaped(section, completed(body, shipped, with_items=True))


def _held() -> dict[int, Method] | None:
    """What this transaction has read already; None where nothing may be held."""
    if not connection.atomic_blocks:
        return None
    return _of_transaction.setdefault(connection.atomic_blocks[0], {})


def _read_all(school_id: int) -> Method:
    found: dict[Section, shapes.Shape] = dict(loader.shipped().sections)
    known = [
        f"{section.value}:{version}"
        for (owner, section), (version, _shape_read) in _versions.items()
        if owner == school_id
    ]
    with connection.cursor() as cursor:
        cursor.execute(_READ, [known])
        for name, version, body in cursor.fetchall():
            key = (school_id, Section(name))
            if body is not None:
                _versions[key] = (version, _shape(key[1], json.loads(body)))
            found[key[1]] = _versions[key][1]
    return found


_READ = """
SELECT section, version,
       CASE WHEN section || ':' || version = ANY(%s) THEN NULL ELSE body::text END
FROM (SELECT section, body, revision || '-' || xmin::text AS version FROM method_methoddocument)
     AS documents
"""
