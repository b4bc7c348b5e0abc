"""A newer method held against the school's own, change by change."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from provodnik.method import loader, queries
from provodnik.method.diff import ChangeKind, Proposal
from provodnik.method.errors import MethodError
from provodnik.method.fields import label_of, shown
from provodnik.method.services import Choice, adopt_newer
from provodnik.method.types import Section
from provodnik.method.yaml_file import Plain
from provodnik.web.pages.method.saving import Edit, Refusal, refusal

PREFIX = "change:"


@dataclass(frozen=True, slots=True)
class Offered:
    """One change on offer. `chosen` is empty where the school changed the same and must say."""

    field_name: str
    where: str
    kind: ChangeKind
    own: str
    new: str
    is_conflict: bool
    chosen: str


def offered(section: Section, posted: Mapping[str, str]) -> list[Offered]:
    """What the newer method would change. Queries: 1."""
    own = queries.document(section).body
    return [_offered(section, own, proposal, posted) for proposal in queries.newer(section)]


def adopt(section: Section, data: QueryDict, edit: Edit) -> Refusal | None:
    """Take and keep as chosen. None when it is done."""
    choices = {
        name.removeprefix(PREFIX): Choice(value)
        for name, value in data.items()
        if name.startswith(PREFIX) and value in set(Choice)
    }
    try:
        adopt_newer(
            section,
            choices=choices,
            by=edit.by,
            now=edit.now,
            reason=edit.reason,
            seen_revision=edit.seen_revision,
        )
    except MethodError as error:
        return refusal(error)
    return None


def _offered(
    section: Section, own: dict[str, Plain], proposal: Proposal, posted: Mapping[str, str]
) -> Offered:
    change = proposal.change
    name = PREFIX + ".".join(change.path)
    default = "" if proposal.conflict else Choice.TAKE.value
    return Offered(
        field_name=name,
        where=label_of(section, change.path, own, loader.shipped().body(section)),
        kind=change.kind,
        own="" if proposal.own is None else shown(proposal.own),
        new="" if change.new is None else shown(change.new),
        is_conflict=proposal.conflict,
        chosen=posted.get(name, default),
    )
