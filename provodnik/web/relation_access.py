"""How a page obtains what is kept about the people and decisions of a relationship."""

from django.http import Http404

from provodnik.facts.people.models import Client
from provodnik.facts.people.relations.models import ClientContact, PriorityChange


def contact_of(client: Client, contact_id: int) -> ClientContact:
    """A person of this client's side who is still there; 404 for a stranger."""
    there = ClientContact.objects.filter(client=client, left_on=None)
    found = there.filter(pk=contact_id).first()
    if found is None:
        raise Http404(str(contact_id))
    return found


def change_of(client: Client, change_id: int) -> PriorityChange:
    """A change of this client's priorities; 404 for a stranger."""
    found = PriorityChange.objects.filter(client=client, pk=change_id).first()
    if found is None:
        raise Http404(str(change_id))
    return found
