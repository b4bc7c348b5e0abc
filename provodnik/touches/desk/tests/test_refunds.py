"""Money back by the regulation: every step in its order, and why people asked."""

from datetime import date, timedelta

import pytest

from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.sales.tests.factories import make_order
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.gates import Refused
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.desk import services
from provodnik.touches.desk.errors import (
    ChoiceUnknown,
    OrderOfAnother,
    ReasonMissing,
    StepMade,
)
from provodnik.touches.desk.models import RefundCase
from provodnik.touches.desk.queries import refund_reasons, refund_rows, steps_of
from provodnik.touches.desk.tests.factories import HOUR, MONDAY, ask, by
from provodnik.touches.desk.types import StepMaking

pytestmark = pytest.mark.django_db

REASON = StepMaking("reason", "no_time", "Сменила работу")
STAGE = StepMaking("stage", "middle")
TRIED = StepMaking("retention", "pause", "Предложили поток в феврале, отказалась")
GIVEN = StepMaking("decision", "part", amount_kopecks=350_000)
TOLD = StepMaking("answered", text="Написали сумму и срок", on=date(2026, 11, 10))
WHOLE = (REASON, STAGE, TRIED, GIVEN, TOLD)


def opened() -> RefundCase:
    ticket = ask(make_client(), "Верните деньги", topic="refund")
    return services.open_refund(ticket.pk, order_id=None, by_id=make_staff().pk, now=MONDAY)


def make(case: RefundCase, *steps: StepMaking) -> None:
    for number, step in enumerate(steps):
        now = MONDAY + number * HOUR
        services.make_step(case.pk, step, by_id=case.opened_by_id, now=now)


@pytest.mark.requirement("R-142")
def test_a_case_passes_every_step_and_then_is_closed(school: School) -> None:
    case = opened()
    make(case, *WHOLE)
    case.refresh_from_db()

    assert (case.reason, case.stage, case.decision) == ("no_time", "middle", "part")
    assert (case.amount_kopecks, case.closed_at) == (350_000, MONDAY + 4 * HOUR)
    assert list(steps_of(case.pk)) == [step.step for step in WHOLE]
    assert JournalEntry.objects.filter(event__name="refund_step_made").count() == len(WHOLE)


@pytest.mark.requirement("R-142")
@pytest.mark.parametrize(
    ("made", "wanted", "missing"),
    [
        ((), STAGE, "Причина"),
        ((REASON,), GIVEN, "Сколько пройдено"),
        ((REASON, STAGE), GIVEN, "Попытка сохранить"),
        ((REASON, STAGE, TRIED), TOLD, "Решение"),
    ],
)
def test_a_skipped_step_is_refused_by_name(
    school: School, made: tuple[StepMaking, ...], wanted: StepMaking, missing: str
) -> None:
    case = opened()
    make(case, *made)
    with pytest.raises(Refused) as caught:
        make(case, wanted)

    (reason,) = caught.value.reasons
    assert (reason.code, reason.params["missing"]) == ("refund_step_skipped", missing)
    assert len(steps_of(case.pk)) == len(made)


def test_a_step_is_made_once_with_a_known_choice_and_words(school: School) -> None:
    case = opened()
    make(case, REASON)
    for step, error in (
        (REASON, StepMade),
        (StepMaking("dance", "waltz"), ChoiceUnknown),
        (StepMaking("stage", "moon"), ChoiceUnknown),
    ):
        with pytest.raises(error):
            make(case, step)
    make(case, STAGE)
    with pytest.raises(ReasonMissing):
        make(case, StepMaking("retention", "pause", " "))


def test_money_is_counted_only_where_it_is_given_back(school: School) -> None:
    case = opened()
    kept = StepMaking("decision", "stayed", amount_kopecks=350_000)
    make(case, REASON, STAGE, TRIED, kept)
    case.refresh_from_db()

    assert case.amount_kopecks == 0


def test_a_ticket_has_one_case_of_its_own_clients_order(school: School) -> None:
    staff, client = make_staff(), make_client()
    ticket = ask(client, topic="refund")
    mine, foreign = make_order(client=client), make_order(client=make_client())
    told = by(staff)
    with pytest.raises(OrderOfAnother):
        services.open_refund(ticket.pk, order_id=foreign.pk, **told)
    case = services.open_refund(ticket.pk, order_id=mine.pk, **told)

    assert services.open_refund(ticket.pk, order_id=None, **told).pk == case.pk
    assert case.order_id == mine.pk


@pytest.mark.requirement("R-142")
def test_reasons_are_reported_with_who_stayed_and_what_was_given_back(school: School) -> None:
    stayed = StepMaking("decision", "stayed")
    make(opened(), *WHOLE)
    make(opened(), REASON, STAGE, TRIED, stayed)
    make(opened(), StepMaking("reason", "too_hard", "Не успеваю"))
    opened()
    since_at = MONDAY - timedelta(days=1)
    rows = refund_reasons(giving_back=("full", "part"), since_at=since_at)

    assert [(r.reason, r.cases, r.kept, r.given_back, r.amount_kopecks) for r in rows] == [
        ("no_time", 2, 1, 1, 350_000),
        ("", 1, 0, 0, 0),
        ("too_hard", 1, 0, 0, 0),
    ]
    assert refund_reasons(giving_back=("full",), since_at=MONDAY + HOUR) == []
    assert [row.steps_made for row in refund_rows(is_open=True, limit=9)] == [0, 1, 4]
    assert [row.reason for row in refund_rows(is_open=False, limit=9)] == ["no_time"]
    assert len(refund_rows(reason="no_time", limit=9)) == 2
