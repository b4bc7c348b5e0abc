"""What a student says: the goal, what is needed here and now, what hinders, what helped."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client, Goal
from provodnik.facts.people.services import record_goal
from provodnik.facts.people.services.clients import standing
from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.method.shapes.care import Choice
from provodnik.method.words import fill
from provodnik.touches.care.errors import NothingSaid, TooManyRequests
from provodnik.touches.care.models import Need
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import TouchKind

TEXT_LENGTH = 500
ABOUT_THE_PLAN = "plan"
"""The choice of the method under which words about the plan and decisions come."""
_GOAL_LENGTH = 300
_GOAL_DEED = "page-goal:"


@dataclass(frozen=True, slots=True)
class Told:
    """A request as somebody wrote it down. `key` names the form: sent twice, it is one."""

    choice: str
    text: str
    key: str


@transaction.atomic
def tell_need(
    client_id: int, told: Told, *, day_starts_at: datetime, actor: str, now: datetime
) -> Need:
    """Keep a request; from the student's own page it becomes a deed of the coordinator.

    Idempotent by the form's key.

    Raises:  Client.DoesNotExist
             NothingSaid: the method has no such choice
             TooManyRequests: from the page, as many as the method allows came today
    """
    client = _locked(client_id)
    known = Need.objects.filter(client=client, key=told.key).first()
    if known is not None:
        return known
    choice = _choice(told.choice)
    staff_id = actor_staff_id(actor)
    if staff_id is None:
        _check_limit(client, day_starts_at)
    need = Need(
        school_id=schools.current(),
        client=client,
        choice=told.choice,
        text=told.text.strip()[:TEXT_LENGTH],
        key=told.key,
        told_at=now,
        told_to_id=staff_id,
    )
    if staff_id is None:
        need.touch = _deed(client, choice, _reason(choice, need.text), told.key, actor, now)
    need.save()
    _record("need_told", need, text=need.text, actor=actor, now=now)
    return need


@transaction.atomic
def change_goal(
    client_id: int, text: str, *, day_starts_at: datetime, actor: str, now: datetime
) -> Goal:
    """The student put the goal in other words: the coordinator hears of it.

    Raises:  Client.DoesNotExist; NothingSaid: no words; TooManyRequests
    """
    text = " ".join(text.split())[:_GOAL_LENGTH]
    if not text:
        raise NothingSaid
    client = _locked(client_id)
    old = _goal_of(client)
    if old is not None and old.text == text:
        return old
    _check_limit(client, day_starts_at)
    goal = record_goal(
        client.pk, text=text, pain_id=old.pain_id if old else None, now=now, actor=actor
    )
    queue.plan(
        client_id=client.pk,
        kind=TouchKind.SUPPORT,
        reason=fill(method.care_settings().reasons.goal, {"goal": text}),
        occurrence=f"{_GOAL_DEED}{goal.pk}",
        actor=actor,
        now=now,
    )
    return goal


@transaction.atomic
def confirm_goal(client_id: int, *, day: str, actor: str, now: datetime) -> bool:
    """The student says the goal still holds; once a day is enough. False if there is none.

    Raises:  Client.DoesNotExist
    """
    client = standing(client_id)
    goal = _goal_of(client)
    if goal is None:
        return False
    journal.append_from(
        "goal_confirmed",
        source="provodnik",
        columns=("happened_at", "client_id", "external_id", "actor", "attrs"),
        query="SELECT %s::timestamptz, %s::bigint, %s, %s, jsonb_build_object('text', %s::text)",
        params=(now, client.pk, f"goal:{goal.pk}:{day}", actor, goal.text),
    )
    return True


@transaction.atomic
def answer_need(
    need_id: int,
    *,
    client_id: int,
    text: str = "",
    product_id: int | None = None,
    by_id: int,
    now: datetime,
) -> Need:
    """Write what was found for the student. A product becomes a deed to offer it, by the gate.

    Answered again, the later answer holds; a product is offered once.

    Raises:  Need.DoesNotExist: this student asked for nothing such
             Product.DoesNotExist; NothingSaid: neither words nor a product
    """
    need = Need.objects.select_for_update().get(pk=need_id, client_id=client_id)
    if not text.strip() and product_id is None:
        raise NothingSaid
    need.answer, need.product_id = text.strip()[:TEXT_LENGTH], product_id
    need.answered_at, need.answered_by_id = now, by_id
    need.helped = need.rated_at = None
    if product_id is not None:
        need.touch = _offer(need, product_id, by_id=by_id, now=now)
    need.save()
    _record("need_answered", need, text=need.answer, actor=f"staff:{by_id}", now=now)
    return need


@transaction.atomic
def rate_answer(
    need_id: int, helped: bool, *, client_id: int, actor: str, now: datetime
) -> Need | None:
    """The student says whether the answer helped; if not, the coordinator comes back.

    Repeating it changes nothing. None if this student has no such answered request.
    """
    answered = Q(answered_at__isnull=False) | Q(touch__made_at__isnull=False)
    own = Need.objects.select_for_update(of=("self",)).filter(answered, client_id=client_id)
    need = own.filter(pk=need_id).first()
    if need is None or need.helped is helped:
        return need
    need.helped, need.rated_at = helped, now
    need.save(update_fields=["helped", "rated_at"])
    choice = method.care_settings().choice(need.choice)
    title = choice.title if choice else need.choice
    if not helped:
        queue.plan(
            client_id=need.client_id,
            kind=TouchKind.SUPPORT,
            reason=fill(method.care_settings().reasons.not_helped, {"choice": title}),
            occurrence=f"need:{need.pk}:again:{now:%Y-%m-%d}",
            actor=actor,
            now=now,
        )
    _record("need_rated", need, actor=actor, now=now, helped=helped)
    return need


def _locked(client_id: int) -> Client:
    """The client, held until the end: two forms sent at once come one after the other."""
    return Client.objects.select_for_update().get(pk=standing(client_id).pk)


def _choice(key: str) -> Choice:
    found = method.care_settings().choice(key)
    if found is None:
        raise NothingSaid(key)
    return found


def _check_limit(client: Client, day_starts_at: datetime) -> None:
    own = Need.objects.filter(client=client, told_at__gte=day_starts_at, told_to=None).count()
    goals = Touch.objects.filter(
        client=client, occurrence__startswith=_GOAL_DEED, planned_at__gte=day_starts_at
    ).count()
    if own + goals >= method.care_settings().requests_a_day:
        raise TooManyRequests(str(client))


def _reason(choice: Choice, text: str) -> str:
    reasons = method.care_settings().reasons
    words = {"choice": choice.title, "text": text}
    return fill(reasons.need if text else reasons.need_wordless, words)[:TEXT_LENGTH]


def _deed(
    client: Client, choice: Choice, reason: str, key: str, actor: str, now: datetime
) -> Touch:
    return queue.plan(
        client_id=client.pk,
        kind=TouchKind(choice.deed.value),
        reason=reason,
        occurrence=f"need:{key}",
        actor=actor,
        now=now,
    )


def _offer(need: Need, product_id: int, *, by_id: int, now: datetime) -> Touch:
    product = Product.objects.get(pk=product_id)
    choice = method.care_settings().choice(need.choice)
    words = {"choice": choice.title if choice else need.choice, "product": product.name}
    return queue.plan(
        client_id=need.client_id,
        kind=TouchKind.OFFER,
        reason=fill(method.care_settings().reasons.found, words)[:TEXT_LENGTH],
        occurrence=f"need:{need.pk}:{product_id}",
        product_id=product_id,
        stake_kopecks=product.price_kopecks or 0,
        actor=f"staff:{by_id}",
        now=now,
    )


def _goal_of(client: Client) -> Goal | None:
    wanted = Goal.objects.filter(client=client, reached_at=None)
    return wanted.order_by("-recorded_at", "-pk").first()


def _record(
    event: str,
    need: Need,
    *,
    actor: str,
    now: datetime,
    text: str | None = None,
    helped: bool | None = None,
) -> None:
    said: dict[str, journal.Attr] = {} if text is None else {"text": text}
    if text is not None and need.touch_id is not None:
        said["touch"] = need.touch_id
    if helped is not None:
        said["helped"] = helped
    journal.record(
        event,
        happened_at=now,
        actor=actor,
        client_id=need.client_id,
        staff_id=actor_staff_id(actor),
        product_id=need.product_id,
        item=need.choice,
        attrs={"need": need.pk, **said},
    )
