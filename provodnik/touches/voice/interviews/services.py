"""Every write of interviews: planned, held with its quotes, called off; packs for marketing."""

from datetime import date, datetime

from django.db import transaction

from provodnik.facts.people.models import Client
from provodnik.facts.people.services.goals import add_pain
from provodnik.facts.sales.models import MarketingPack
from provodnik.facts.sales.services import exchange
from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal, schools
from provodnik.touches.voice.interviews.errors import (
    AlreadyHeld,
    NotHeldYet,
    NothingSaid,
    NothingToSend,
    PackIsSent,
)
from provodnik.touches.voice.interviews.models import Interview, MonthPack, Quote
from provodnik.touches.voice.interviews.packs import pack_items
from provodnik.touches.voice.interviews.types import InterviewPlan, NewQuote, Notes


@transaction.atomic
def plan_interview(plan: InterviewPlan, *, now: datetime, actor: str) -> Interview:
    """Plan an interview. The same client on the same day is planned once.

    Raises:  Client.DoesNotExist
    """
    client = Client.objects.select_for_update().get(pk=plan.client_id, merged_into=None)
    known = Interview.objects.filter(
        client=client, planned_on=plan.planned_on, dropped_at=None
    ).first()
    if known is not None:
        return known
    interview = Interview.objects.create(
        school_id=schools.current(),
        client=client,
        group=plan.group.value,
        product_id=plan.product_id,
        audience_id=plan.audience_id,
        interviewer_id=plan.interviewer_id or actor_staff_id(actor),
        planned_on=plan.planned_on,
        created_at=now,
    )
    _tell("interview_planned", interview, plan.planned_on, now=now, actor=actor)
    return interview


@transaction.atomic
def change_plan(interview_id: int, plan: InterviewPlan, *, now: datetime, actor: str) -> None:
    """Correct whom, about what, by whom and when; the client stays. Nothing new is told twice.

    Raises:  Interview.DoesNotExist
    """
    interview = _locked(interview_id)
    was_on = interview.planned_on
    interview.group, interview.planned_on = plan.group.value, plan.planned_on
    interview.product_id, interview.audience_id = plan.product_id, plan.audience_id
    interview.interviewer_id = plan.interviewer_id
    interview.save()
    if interview.planned_on != was_on:
        _tell("interview_planned", interview, plan.planned_on, now=now, actor=actor)


@transaction.atomic
def write_down(interview_id: int, told: Notes, *, today: date, now: datetime, actor: str) -> None:
    """The interview was held: answers by the guide and notes. Writing again corrects them.

    Raises:  Interview.DoesNotExist; NotHeldYet: a day to come
             NothingSaid: no answer, no notes and no quote
    """
    interview = _locked(interview_id)
    if told.held_on > today:
        raise NotHeldYet(str(told.held_on))
    answers = {key: text.strip() for key, text in told.answers.items() if text.strip()}
    notes = told.notes.strip()
    if not (answers or notes or Quote.objects.filter(interview=interview).exists()):
        raise NothingSaid(interview_id)
    is_new = interview.held_on != told.held_on
    interview.answers, interview.notes, interview.held_on = answers, notes, told.held_on
    interview.save(update_fields=["answers", "notes", "held_on"])
    if is_new:
        _tell("interview_held", interview, told.held_on, now=now, actor=actor)


@transaction.atomic
def add_quote(interview_id: int, new: NewQuote, *, now: datetime, actor: str) -> Quote:
    """Write a client's words down; the pain they name is taken from the school's list or added.

    The same words again stay as they are, with the pain told last.

    Raises:  Interview.DoesNotExist; NothingSaid
    """
    interview = _locked(interview_id)
    if not new.text.strip():
        raise NothingSaid(interview_id)
    pain = add_pain(new.pain) if new.pain.strip() else None
    quote, is_new = Quote.objects.get_or_create(
        school_id=interview.school_id,
        interview=interview,
        text=new.text.strip(),
        defaults={"pain": pain},
    )
    if not is_new and quote.pain_id == (pain.pk if pain else None):
        return quote
    quote.pain = pain
    quote.save(update_fields=["pain"])
    if pain is not None:
        _heard("pain_heard", interview, quote, now=now, actor=actor)
    return quote


@transaction.atomic
def drop_quote(quote_id: int, *, now: datetime, actor: str) -> int:
    """Take a quote out. Returns the interview it was of.

    Raises:  Quote.DoesNotExist
    """
    quote = Quote.objects.select_for_update(of=("self",)).get(pk=quote_id)
    interview = quote.interview
    if quote.pain_id is not None:
        _heard("pain_unheard", interview, quote, now=now, actor=actor)
    quote.delete()
    return int(interview.pk)


@transaction.atomic
def drop_interview(interview_id: int, *, now: datetime, actor: str) -> None:
    """Call a planned interview off.

    Raises:  Interview.DoesNotExist; AlreadyHeld
    """
    interview = _locked(interview_id)
    if interview.held_on is not None:
        raise AlreadyHeld(interview_id)
    interview.dropped_at = now
    interview.save(update_fields=["dropped_at"])
    _tell("interview_dropped", interview, interview.planned_on, now=now, actor=actor)


@transaction.atomic
def restore_interview(interview_id: int, *, now: datetime, actor: str) -> None:
    """Plan a called-off interview again.

    Raises:  Interview.DoesNotExist
    """
    interview = Interview.objects.select_for_update().get(pk=interview_id)
    if interview.dropped_at is None:
        return
    interview.dropped_at = None
    interview.save(update_fields=["dropped_at"])
    _tell("interview_planned", interview, interview.planned_on, now=now, actor=actor)


@transaction.atomic
def send_month(month_on: date, title: str, *, by_id: int, now: datetime) -> MarketingPack:
    """Hand a month's pains, quotes and published cases over to marketing, once a month (R-231).

    The pack lives with the others of the exchange, where marketing confirms it and says what
    became of it.

    Raises:  PackIsSent; NothingToSend
    """
    first = month_on.replace(day=1)
    if MonthPack.objects.filter(month_on=first).exists():
        raise PackIsSent(str(first))
    items = pack_items(first)
    if not items:
        raise NothingToSend(str(first))
    pack = exchange.send_pack(title, items, by_id=by_id, now=now)
    MonthPack.objects.create(school_id=schools.current(), month_on=first, pack=pack)
    return pack


def _locked(interview_id: int) -> Interview:
    return Interview.objects.select_for_update().get(pk=interview_id, dropped_at=None)


def _tell(event: str, interview: Interview, on: date, *, now: datetime, actor: str) -> None:
    journal.record(
        event,
        happened_at=now,
        actor=actor,
        client_id=interview.client_id,
        staff_id=interview.interviewer_id,
        product_id=interview.product_id,
        item=f"interview:{interview.pk}",
        attrs={"group": interview.group, "on": on.isoformat()},
    )


def _heard(event: str, interview: Interview, quote: Quote, *, now: datetime, actor: str) -> None:
    journal.record(
        event,
        happened_at=now,
        actor=actor,
        client_id=interview.client_id,
        staff_id=interview.interviewer_id,
        product_id=interview.product_id,
        item=f"interview:{interview.pk}",
        attrs={"pain": quote.pain_id, "quote": quote.pk},
    )
