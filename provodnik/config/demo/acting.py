"""What the demo's team does: leads students, calls, records how it ended."""

from datetime import datetime, timedelta
from random import Random

from provodnik.config.demo import talks
from provodnik.config.demo.shapes import Purchase, Story
from provodnik.config.demo.source import School
from provodnik.config.demo.story import SEED
from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client, ClientKey, Pain
from provodnik.facts.people.services import coordinators, goals
from provodnik.facts.team.models import Staff
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.planning.missing import mark_missed
from provodnik.touches.queue.planning.plan import plan_due
from provodnik.touches.queue.planning.silence import bring_up_silent
from provodnik.touches.queue.types import Outcome, TouchKind, TouchState

ACTOR = "system"
_GOALS = 420
_OBJECTIONS = ("expensive", "no_time", "practise_first")
_ENDS = (
    (Outcome.REACHED, 52),
    (Outcome.THINKING, 14),
    (Outcome.NO_ANSWER, 14),
    (Outcome.REFUSED, 20),
)


def act(told: Story, source: School, anchor: datetime) -> None:
    """Goals, personal coordinators, and the calls that brought the programme's sales."""
    clients = dict(ClientKey.objects.filter(kind="getcourse").values_list("value", "client_id"))
    staff = dict(Staff.objects.values_list("name", "pk"))
    sellers = {member.key: staff[member.name] for member in source.staff}
    sold = [purchase for purchase in told.purchases if purchase.channel]
    _record_goals(told, source, clients, sold)
    for purchase in sold:
        if purchase.staff:
            coordinators.assign_coordinator(
                clients[str(purchase.person.number)],
                staff_id=sellers[purchase.staff],
                now=purchase.ordered_at - timedelta(days=3),
                actor=ACTOR,
            )
    team = [sellers[key] for key in ("lebedeva", "tkacheva", "elkin")]
    coordinators.assign_unassigned(staff_ids=team, now=anchor, actor=ACTOR)
    products = dict(Product.objects.values_list("name", "pk"))
    for purchase in sold:
        if purchase.channel == "coordinator_calls":
            name = source.product(purchase.product).name
            _call(purchase, clients, sellers[purchase.staff], products[name])


def work_a_day(morning: datetime, random: Random, *, left_share: float = 0.04) -> None:
    """Plan what is due this morning and do most of it by the evening."""
    plan_due(now=morning)
    bring_up_silent(now=morning)
    # Of their own, so that what is heard does not change how a talk ends.
    heard = Random(morning.toordinal())
    due = Touch.objects.filter(
        state=TouchState.PLANNED.value,
        due_from__lte=morning + timedelta(hours=8),
        owner__isnull=False,
    )
    for touch in due.order_by("due_at", "pk"):
        if random.random() < left_share:
            continue
        outcome = random.choices([end for end, _ in _ENDS], weights=[w for _, w in _ENDS])[0]
        queue.record_outcome(
            touch.pk,
            outcome,
            by_id=int(touch.owner_id or 0),
            objection=random.choice(_OBJECTIONS) if outcome is Outcome.REFUSED else "",
            script_step=talks.step_of(touch, outcome, heard),
            mood=talks.mood_of(touch, outcome, heard),
            now=morning + timedelta(minutes=random.randrange(5, 440)),
        )


def plan_today(now: datetime) -> None:
    """What is due now, left for whoever signs in."""
    plan_due(now=now)
    bring_up_silent(now=now)
    mark_missed(now=now)


def _record_goals(
    told: Story, source: School, clients: dict[str, int], sold: list[Purchase]
) -> None:
    pains = dict(Pain.objects.values_list("name", "pk"))
    words = {source.pains[n - 1]: text for n, text in source.goals}
    buyers = [purchase.person for purchase in sold]
    recent = [p.person for p in told.purchases if p.parts][-_GOALS:]
    for person in dict.fromkeys([*buyers, *recent]):
        pain = source.pains[person.pain - 1]
        goals.record_goal(
            clients[str(person.number)],
            text=words[pain],
            pain_id=pains[pain],
            now=person.registered_at + timedelta(days=1),
            actor=ACTOR,
        )


def _call(purchase: Purchase, clients: dict[str, int], seller: int, product_id: int) -> None:
    """The talk that brought a sale: planned, made, agreed."""
    random = Random(SEED + purchase.number)
    at = purchase.ordered_at - timedelta(days=random.randint(0, 4), minutes=40)
    client = Client.objects.get(pk=clients[str(purchase.person.number)])
    touch = queue.plan(
        client_id=client.pk,
        kind=TouchKind.OFFER,
        reason="Модуль завершён, средний балл домашних работ выше четырёх",
        occurrence=f"demo:{purchase.number}",
        owner_id=seller,
        product_id=product_id,
        channel="coordinator_calls",
        stake_kopecks=purchase.roubles * 100,
        actor=ACTOR,
        now=at - timedelta(hours=2),
    )
    queue.record_outcome(touch.pk, Outcome.AGREED, by_id=seller, now=at)
