"""A company, its people, their words, for tests."""

from provodnik.facts.people.models import Client
from provodnik.facts.people.relations import services
from provodnik.facts.people.relations.models import (
    ClientContact,
    Decision,
    PriorityChange,
)
from provodnik.facts.people.relations.types import (
    ContactFields,
    DecisionFields,
    Who,
)
from provodnik.facts.people.tests.factories import MONDAY, make_client
from provodnik.facts.people.types import ClientKind
from provodnik.kernel.gates import Refused


def company() -> Client:
    return make_client("Сеть салонов «Тон»", kind=ClientKind.COMPANY)


def contact(client: Client, name: str, role: str, *, decides: bool = False) -> ClientContact:
    fields = ContactFields(name, role, decides=decides)
    return services.add_contact(client.pk, fields, now=MONDAY, actor="system")


def ask(client: Client, who: Who) -> PriorityChange:
    return services.ask_priority(
        client.pk, what="Сначала блонд", why="сезон", who=who, now=MONDAY, actor="system"
    )


def decide(client: Client, kind: str, who: Who, *, visible: bool = False) -> Decision:
    fields = DecisionFields(kind, "Пробуем разборы", "учат быстрее", MONDAY.date(), visible)
    return services.decide(client.pk, fields, who=who, now=MONDAY, actor="system")


def codes(refused: Refused) -> list[str]:
    return [str(reason.code) for reason in refused.reasons]
