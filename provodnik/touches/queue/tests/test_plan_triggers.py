"""Steps of the path become due at their moment: not earlier, not for others, once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from provodnik.facts.catalog.models import PathStep, Product, UpsellRule
from provodnik.facts.catalog.path.upsell import save_rule
from provodnik.facts.catalog.types import Trigger
from provodnik.facts.people.models import Client
from provodnik.facts.sales.models import TrackedLink
from provodnik.facts.sales.tests.factories import (
    MONDAY,
    buy,
    make_client,
    make_link,
    make_product,
)
from provodnik.kernel import journal
from provodnik.kernel.models import School
from provodnik.touches.queue.models import Moment
from provodnik.touches.queue.planning.moments import note_moments, renote_moments
from provodnik.touches.queue.planning.plan import plan_due
from provodnik.touches.queue.tests.paths import learned, planned, publish_step

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
# Long enough ago that a purchase is no fresh acquaintance any more.
LONG_AGO = MONDAY - 300 * DAY


def paid(client: Client, after: Product) -> None:
    buy(client, make_product(), at=LONG_AGO)
    buy(client, after, at=MONDAY)


def finished_module(client: Client, after: Product) -> None:
    learned(client, "module_completed", after, MONDAY, module="Модуль 3")


def finished_course(client: Client, after: Product) -> None:
    learned(client, "course_completed", after, MONDAY)


def graduated(client: Client, after: Product) -> None:
    learned(client, "graduated", after, MONDAY)


def reached_goal(client: Client, after: Product) -> None:
    buy(client, after, at=LONG_AGO)
    learned(client, "goal_reached", None, MONDAY)


def fell_silent(client: Client, after: Product) -> None:
    buy(client, after, at=LONG_AGO)
    Client.objects.filter(pk=client.pk).update(last_active_at=MONDAY - 9 * DAY)


def clicked(client: Client, after: Product) -> None:
    link = make_link(after, client, at=LONG_AGO)
    TrackedLink.objects.filter(pk=link.pk).update(clicked_at=MONDAY - DAY)


def came_the_date(client: Client, after: Product) -> None:
    buy(client, after, at=LONG_AGO)


TRIGGERS = [
    pytest.param(Trigger.PAYMENT, {}, paid, id="payment"),
    pytest.param(Trigger.MODULE, {"module": "3"}, finished_module, id="module"),
    pytest.param(Trigger.COURSE, {}, finished_course, id="course"),
    pytest.param(Trigger.GRADUATION, {}, graduated, id="graduation"),
    pytest.param(Trigger.GOAL, {}, reached_goal, id="goal reached"),
    pytest.param(Trigger.SILENCE, {"days": 9}, fell_silent, id="interest lost"),
    pytest.param(Trigger.CLICK_WITHOUT_PAYMENT, {"days": 1}, clicked, id="clicked, not paid"),
    pytest.param(Trigger.DATE, {"date": "2026-11-02"}, came_the_date, id="date"),
]


def due_since(trigger: Trigger) -> datetime:
    """When the moment is, in these tests; the date begins at midnight in Moscow."""
    return datetime(2026, 11, 1, 21, tzinfo=UTC) if trigger is Trigger.DATE else MONDAY


@pytest.mark.requirement("R-076", "R-077")
@pytest.mark.parametrize(("trigger", "params", "reach"), TRIGGERS)
def test_a_step_is_due_at_its_moment_and_not_earlier(
    school: School,
    trigger: Trigger,
    params: dict[str, str | int],
    reach: Callable[[Client, Product], None],
) -> None:
    after, offered, client = make_product("Колорист"), make_product("Блонд"), make_client()
    publish_step(trigger, offered, after=after, params=params, delay_days=2)
    reach(client, after)

    early = plan_due(now=due_since(trigger) + 2 * DAY - timedelta(seconds=1))
    in_time = plan_due(now=due_since(trigger) + 2 * DAY)
    again = plan_due(now=due_since(trigger) + 3 * DAY)

    assert (early.offers, in_time.offers, again.offers) == (0, 1, 0)
    assert [(touch.client_id, touch.product_id) for touch in planned("offer")] == [
        (client.pk, offered.pk)
    ]


@pytest.mark.parametrize(("trigger", "params", "reach"), TRIGGERS)
def test_a_moment_too_old_is_no_reason_any_more(
    school: School,
    trigger: Trigger,
    params: dict[str, str | int],
    reach: Callable[[Client, Product], None],
) -> None:
    after = make_product()
    publish_step(trigger, make_product(), after=after, params=params)
    reach(make_client(), after)

    assert plan_due(now=due_since(trigger) + 30 * DAY).offers == 0
    assert plan_due(now=due_since(trigger) + 30 * DAY - timedelta(seconds=1)).offers == 1


def bought_elsewhere(client: Client) -> None:
    buy(client, make_product(), at=LONG_AGO)
    buy(client, make_product())


def gave_it_back(client: Client, after: Product) -> None:
    order = buy(client, after)
    order.refunded_kopecks = order.paid_kopecks
    order.save()


def test_a_step_concerns_buyers_of_its_product_only(school: School) -> None:
    after = make_product()
    publish_step(Trigger.PAYMENT, make_product(), after=after)
    bought_elsewhere(make_client())
    gave_it_back(make_client(), after)

    assert plan_due(now=MONDAY + DAY).offers == 0


def test_another_module_is_another_moment(school: School) -> None:
    after = make_product()
    publish_step(Trigger.MODULE, make_product(), after=after, params={"module": "3"})
    for module in ("Модуль 2", "Модуль 13", "3а"):
        learned(make_client(), "module_completed", after, MONDAY, module=module)
    learned(make_client(), "module_completed", make_product(), MONDAY, module="Модуль 3")

    offers = plan_due(now=MONDAY + DAY).offers

    assert offers == 1, "only «3а» ends in the number 3"


def test_somebody_who_finished_is_not_silent(school: School) -> None:
    after, client = make_product(), make_client()
    publish_step(Trigger.SILENCE, make_product(), after=after, params={"days": 9})
    fell_silent(client, after)
    learned(client, "graduated", after, MONDAY - 10 * DAY)

    assert plan_due(now=MONDAY + DAY).offers == 0


def test_a_click_followed_by_money_needs_no_reminder(school: School) -> None:
    after, client = make_product(), make_client()
    publish_step(Trigger.CLICK_WITHOUT_PAYMENT, make_product(), after=after, params={"days": 1})
    clicked(client, after)
    buy(client, after)

    assert plan_due(now=MONDAY + DAY).offers == 0


def test_publishing_the_path_again_repeats_nothing(school: School) -> None:
    after, offered = make_product(), make_product()
    learned(make_client(), "graduated", after, MONDAY)
    for _ in range(2):
        publish_step(Trigger.GRADUATION, offered, after=after)
        plan_due(now=MONDAY + DAY)

    assert len(planned("offer")) == 1


def test_a_draft_plans_nothing(school: School) -> None:
    learned(make_client(), "graduated", make_product(), MONDAY)

    assert plan_due(now=MONDAY + DAY).total == 0


def test_a_moment_is_noted_once_and_forgotten_when_it_was_wrong(school: School) -> None:
    client, product = make_client(), make_product()
    entry = learned(client, "graduated", product, MONDAY)

    assert note_moments([entry]) == 0
    assert renote_moments(now=MONDAY + DAY) == 0
    journal.void([entry], at=MONDAY, actor="staff:1", reason="typo")
    renote_moments(now=MONDAY + DAY)
    assert not Moment.objects.exists()


def test_the_sweep_notes_what_a_lost_job_missed(school: School) -> None:
    client, product = make_client(), make_product()
    journal.record(
        "graduated", happened_at=MONDAY, actor="x", client_id=client.pk, product_id=product.pk
    )

    assert (renote_moments(now=MONDAY), renote_moments(now=MONDAY)) == (1, 0)


def test_a_step_waits_while_its_upsell_rule_is_off(school: School) -> None:
    after, offered, client = make_product(), make_product(), make_client()
    rule = save_rule(
        product_id=offered.pk,
        why="Закрепляет навык",
        metrics="LTV",
        measurement="За 30 дней",
        now=MONDAY,
    )
    publish_step(Trigger.GRADUATION, offered, after=after)
    PathStep.objects.update(rule=rule)
    graduated(client, after)

    plan_due(now=MONDAY + DAY)
    assert not planned("offer")
    UpsellRule.objects.update(activated_at=MONDAY)
    plan_due(now=MONDAY + DAY)
    assert planned("offer")
