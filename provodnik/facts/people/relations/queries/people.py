"""Who owns what on our side, and who is who on the client's."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from provodnik.facts.people.models import Client
from provodnik.facts.people.relations.models import ClientContact, PartOwner
from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.method.shapes.relations import RelationPart


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """An owner of a part; `staff_id` is None where nobody is named.

    `is_default`: the coordinator, since nobody was named. `needed`: the part wants an owner.
    """

    part: str
    title: str
    staff_id: int | None
    name: str
    is_default: bool
    hint: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person of the client's side; `side_title` is the role in words."""

    id: int
    name: str
    side_role: str
    side_title: str
    phone: str
    email: str
    telegram: str
    note: str
    decides: bool
    left_on: date | None


def owners_of(client_id: int) -> Sequence[OwnerRow]:
    """Who owns each part, in the method's order: a row an owner, a row for a part of nobody.

    Queries: 2.
    """
    named: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    rows = PartOwner.objects.filter(client_id=client_id, until_at=None, staff__left_on=None)
    told = rows.order_by("since_at", "pk").values_list("part", "staff_id", "staff__name")
    for key, staff_id, name in told:
        named[key].append((staff_id, name))
    own = _coordinator(client_id)
    found: list[OwnerRow] = []
    for part in method.relation_settings().parts:
        owners = named.get(str(part.key), [])
        default = own if part.falls_to_coordinator and not owners else []
        found += [_owner(part, *one) for one in owners]
        found += [_owner(part, *one, is_default=True) for one in default]
        if not owners and not default:
            found.append(_owner(part, None, ""))
    return found


def contacts_of(client_id: int, *, with_left: bool = False) -> Sequence[ContactRow]:
    """People of the client's side, in the order of the method's roles. One query."""
    roles = {str(role.key): role for role in method.relation_settings().side_roles}
    order = {key: place for place, key in enumerate(roles)}
    rows = ClientContact.objects.filter(client_id=client_id)
    if not with_left:
        rows = rows.filter(left_on=None)
    found = [
        ContactRow(
            id=row.pk,
            name=row.name,
            side_role=row.side_role,
            side_title=roles[row.side_role].title if row.side_role in roles else row.side_role,
            phone=row.phone,
            email=row.email,
            telegram=row.telegram,
            note=row.note,
            decides=row.decides,
            left_on=row.left_on,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (order.get(one.side_role, len(order)), one.name, one.id))


def escalation_contact(client_id: int) -> ContactRow | None:
    """Who is called when a matter is stuck: by the turns the method gives to roles. One query."""
    turns = {
        str(role.key): role.escalation_turn
        for role in method.relation_settings().side_roles
        if role.escalation_turn
    }
    called = [one for one in contacts_of(client_id) if one.side_role in turns]
    return min(called, key=lambda one: turns[one.side_role], default=None)


def _owner(
    part: RelationPart, staff_id: int | None, name: str, *, is_default: bool = False
) -> OwnerRow:
    key = str(part.key)
    return OwnerRow(key, part.title, staff_id, name, is_default, part.hint, part.needed)


def _coordinator(client_id: int) -> list[tuple[int, str]]:
    led = Client.objects.filter(pk=client_id).values_list("coordinator_id")
    return list(Staff.objects.filter(pk__in=led, left_on=None).values_list("pk", "name"))
