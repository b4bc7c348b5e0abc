"""Answers ready to be given in a ticket, with the student's facts already in them."""

from dataclasses import dataclass

from provodnik.facts.learning.models import Membership
from provodnik.facts.people.models import Client, Goal
from provodnik.facts.sales.models import Order
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.method import queries as method
from provodnik.method.rules import spoken
from provodnik.method.shapes import Scripts
from provodnik.touches.desk.models import Ticket
from provodnik.touches.desk.queries.answers import approved

_QUOTES = "«»"


@dataclass(frozen=True, slots=True)
class Canned:
    """Words ready to be sent. `version_id` None: a phrase of a script, nobody's approved answer."""

    title: str
    group: str
    text: str
    version_id: int | None = None
    number: int = 0


def canned(ticket: Ticket) -> list[Canned]:
    """Approved answers, those of the ticket's topic first, then phrases of scripts. Queries: 5."""
    library, topics = method.scripts(), {t.key: t.title for t in method.desk_settings().topics}
    values = _values(ticket.client)
    answers = [
        Canned(
            row.title,
            topics.get(row.topic, row.topic),
            spoken(row.text, library, values),
            row.version_id,
            row.number,
        )
        for row in approved(ticket.topic)
    ]
    return [*answers, *_phrases(library, values)]


def _phrases(library: Scripts, values: dict[str, str]) -> list[Canned]:
    return [
        Canned(step.title, script.title, spoken(step.say, library, values).strip(_QUOTES))
        for script in library.scripts
        for step in script.steps
        if step.say
    ]


def _values(client: Client) -> dict[str, str]:
    """What is known of a client, by the keys of the library's places."""
    school = School.objects.get(pk=schools.current())
    goal = Goal.objects.filter(client=client, reached_at=None).order_by("-recorded_at").first()
    course = _course(client)
    return {
        "client_name": client.first_name or client.name,
        "coordinator_name": client.coordinator.name if client.coordinator else "",
        "school_name": school.name,
        "goal": goal.text if goal else "",
        "course": course,
        "product": course,
    }


def _course(client: Client) -> str:
    """What the client learns now, or bought last."""
    learning = Membership.objects.filter(
        client=client, left_at=None, cohort__product__isnull=False
    ).order_by("-joined_at", "-pk")
    name: str | None = learning.values_list("cohort__product__name", flat=True).first()
    if name is not None:
        return name
    bought = Order.objects.filter(client=client, paid_kopecks__gt=0, product__isnull=False)
    latest = bought.order_by("-first_paid_at", "-pk")
    return latest.values_list("product__name", flat=True).first() or ""
