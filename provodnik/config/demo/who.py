"""Who is who at the demo's company: owners, its people, a decision, a change that waits."""

from datetime import datetime, timedelta

from provodnik.facts.people.models import Client
from provodnik.facts.people.relations import services
from provodnik.facts.people.relations.types import ContactFields, DecisionFields, Who
from provodnik.facts.team.models import Staff

_PEOPLE = (
    ContactFields(
        "Марина Тонкова", "owner_director", email="marina@ton.example.test", decides=True
    ),
    ContactFields("Светлана Ким", "operational_lead", phone="+7 900 000-11-22", decides=True),
    ContactFields("Дарья Лунёва", "specialist", note="старший мастер салона на Речной"),
)


def tell(salon: Client, *, begun: datetime, actor: str) -> None:
    """Name everybody at the company, decide one thing, leave one for its leaders to confirm."""
    at = begun + timedelta(days=3)
    people = [services.add_contact(salon.pk, one, now=at, actor=actor) for one in _PEOPLE]
    _owners(salon, now=at, actor=actor)
    head = _member("head_of_product_and_service")
    if head is not None:
        decided = DecisionFields(
            kind="hypothesis",
            what="Раз в неделю разбираем работы мастеров вместе",
            why="Ошибки повторяются из салона в салон, общий разбор дешевле личных",
            valid_from_on=at.date(),
            visible_to_client=True,
        )
        services.decide(salon.pk, decided, who=Who(staff_id=head.pk), now=at, actor=actor)
    services.ask_priority(
        salon.pk,
        what="Сначала сложный блонд, потом уход",
        why="На ноябрь больше всего записей на блонд",
        who=Who(contact_id=people[-1].pk),
        now=at + timedelta(days=1),
        actor=actor,
    )


def _owners(salon: Client, *, now: datetime, actor: str) -> None:
    """A coordinator leads and keeps the deadlines; a curator answers for the subject."""
    coordinator, curator = _member("coordinator"), _member("curator")
    for part, member in (
        ("account", coordinator),
        ("deadlines", coordinator),
        ("subject", curator),
    ):
        if member is not None:
            services.name_owner(salon.pk, part, staff_id=member.pk, now=now, actor=actor)


def _member(role: str) -> Staff | None:
    return Staff.objects.filter(role=role, left_on=None).order_by("pk").first()
