"""New students are got to know; dissatisfied ones are helped before anything is offered."""

from datetime import timedelta

import pytest

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.types import Trigger
from provodnik.facts.people.models import Client
from provodnik.facts.people.services import assign_coordinator, record_satisfaction
from provodnik.facts.people.types import SatisfactionKind
from provodnik.facts.sales.tests.factories import MONDAY, buy, make_client, make_product
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.planning.closing import close_bought, follow_coordinators
from provodnik.touches.queue.planning.plan import plan_due
from provodnik.touches.queue.planning.recovery import hear_answers, sweep
from provodnik.touches.queue.tests.paths import learned, planned, publish_step

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TUESDAY = MONDAY + DAY


@pytest.fixture
def after(school: School) -> Product:
    """A product after whose graduation «Блонд» is offered."""
    colourist = make_product("Колорист")
    publish_step(Trigger.GRADUATION, make_product("Блонд"), after=colourist)
    return colourist


def say(client: Client, kind: SatisfactionKind, score: int | None = None, *, days: int = 0) -> int:
    """The student tells something; returns the journal entry the listener hears."""
    record_satisfaction(
        client.pk, kind, told_at=MONDAY + days * DAY, actor="x", score_hundredths=score
    )
    return int(JournalEntry.objects.latest("pk").pk)


def states() -> dict[str, str]:
    return {t.kind: f"{t.state} {t.closed_reason}".strip() for t in Touch.objects.all()}


@pytest.mark.requirement("R-112")
def test_a_new_student_is_got_to_know_once_in_a_life(school: School) -> None:
    client = make_client(coordinator=make_staff())
    buy(client, make_product("Колорист"), kopecks=49_000_00)

    runs = [plan_due(now=MONDAY + days * DAY).acquaintances for days in (0, 1, 2)]

    touch = planned("acquaint")[0]
    assert runs == [1, 0, 0]
    assert touch.reason == "Оплачен «Колорист», знакомства ещё не было."
    assert (touch.stake_kopecks, touch.owner_id, touch.script) == (
        49_000_00,
        client.coordinator_id,
        "acquaintance",
    )


def test_a_student_who_bought_before_is_known(school: School) -> None:
    client = make_client()
    buy(client, at=MONDAY - 200 * DAY)
    buy(client, at=MONDAY)

    assert plan_due(now=TUESDAY).acquaintances == 0


@pytest.mark.requirement("R-080")
@pytest.mark.parametrize(
    ("kind", "score", "reason"),
    [
        (SatisfactionKind.CSAT, 300, "Последняя оценка 3 из 5. "),
        (SatisfactionKind.NPS, 600, "Готовность советовать школу 6 из 10. "),
        (SatisfactionKind.COMPLAINT, None, "Жалоба без ответа. "),
    ],
)
def test_a_dissatisfied_student_gets_help_in_place_of_the_offer(
    after: Product, kind: SatisfactionKind, score: int | None, reason: str
) -> None:
    client = make_client()
    learned(client, "graduated", after, MONDAY)
    say(client, kind, score)

    run = plan_due(now=TUESDAY)

    assert (run.offers, run.recoveries) == (0, 1)
    assert [touch.kind for touch in planned()] == ["recovery"]
    assert planned()[0].reason == reason + "Сначала помочь, предложения подождут."


@pytest.mark.requirement("R-080")
def test_bad_news_pauses_the_offer_that_waits_and_good_news_brings_it_back(
    after: Product,
) -> None:
    client = make_client()
    learned(client, "graduated", after, MONDAY)
    plan_due(now=TUESDAY)

    heard = [hear_answers([say(client, SatisfactionKind.CSAT, 200, days=1)], now=TUESDAY)]
    assert states() == {"offer": "cancelled dissatisfied", "recovery": "planned"}
    assert plan_due(now=TUESDAY).total == 0

    heard += [hear_answers([say(client, SatisfactionKind.CSAT, 500, days=3)], now=TUESDAY)]
    plan_due(now=MONDAY + 4 * DAY)
    assert heard == [1, 0]
    assert states() == {"offer": "planned", "recovery": "planned"}
    assert Touch.objects.filter(kind="offer").count() == 1


@pytest.mark.requirement("R-080")
def test_one_sign_is_helped_once(after: Product) -> None:
    client = make_client()
    entry = say(client, SatisfactionKind.CSAT, 200)

    heard = [hear_answers([entry], now=MONDAY) for _ in range(2)]
    Touch.objects.update(state="made", outcome="reached", made_at=MONDAY)
    heard.append(hear_answers([entry], now=TUESDAY))
    heard.append(hear_answers([say(client, SatisfactionKind.CSAT, 100, days=1)], now=TUESDAY))

    assert heard == [1, 0, 0, 1]


def test_good_scores_disturb_nobody(after: Product) -> None:
    client = make_client()

    assert hear_answers([say(client, SatisfactionKind.NPS, 1000)], now=MONDAY) == 0
    assert planned() == []


def test_the_sweep_helps_those_a_lost_job_missed(after: Product) -> None:
    client = make_client()
    learned(client, "graduated", after, MONDAY)
    plan_due(now=TUESDAY)
    say(client, SatisfactionKind.CSAT, 200, days=1)

    assert (sweep(now=TUESDAY), sweep(now=TUESDAY)) == (1, 0)
    assert states()["offer"] == "cancelled dissatisfied"


def test_nobody_is_offered_what_they_have_just_bought(after: Product) -> None:
    client = make_client()
    learned(client, "graduated", after, MONDAY)
    plan_due(now=TUESDAY)
    buy(client, planned()[0].product, at=TUESDAY)
    entry = JournalEntry.objects.filter(event__name="payment_received").latest("pk").pk

    closed = [close_bought([entry], now=TUESDAY) for _ in range(2)]

    assert closed == [1, 0]
    assert states() == {"offer": "cancelled bought"}
    assert plan_due(now=TUESDAY + 20 * DAY).offers == 0


def test_touches_follow_the_student_to_another_coordinator(after: Product) -> None:
    client, other = make_client(coordinator=make_staff()), make_staff("Ольга Седова")
    learned(client, "graduated", after, MONDAY)
    plan_due(now=TUESDAY)
    assign_coordinator(client.pk, staff_id=other.pk, now=TUESDAY, actor="x")
    entry = JournalEntry.objects.filter(event__name="coordinator_assigned").latest("pk").pk

    moved = [follow_coordinators([entry]) for _ in range(2)]

    assert moved == [1, 0]
    assert planned()[0].owner_id == other.pk
