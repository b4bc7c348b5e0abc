"""The path: drawn, refused with reasons, published, compared; where it leads nowhere."""

from dataclasses import replace

import pytest

from conftest import MONDAY
from provodnik.facts.catalog.models import PathStep, PathVersion, Product, ProductLink
from provodnik.facts.catalog.path import queries, services, upsell
from provodnik.facts.catalog.path.types import Step
from provodnik.kernel.gates import Refused
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db

REASON = "К третьему модулю видно, какой навык даётся труднее всего."


def product(school: School, name: str, status: str = "active") -> Product:
    return Product.objects.create(
        school=school, name=name, sort_key=name, status=status, created_at=MONDAY
    )


@pytest.fixture
def step(school: School) -> Step:
    """A step that may be published: after the flagship's third module, the mini-course."""
    return Step(
        key="third",
        trigger="module_completed",
        after_id=product(school, "Флагман").pk,
        params={"module": "Модуль 3"},
        offered_id=product(school, "Мини").pk,
        reason=REASON,
        script="after_module",
        channel="coordinator_calls",
    )


def publish() -> PathVersion:
    return services.publish(by_id=None, actor="staff:1", now=MONDAY)


def refusal_codes(step: Step) -> set[str]:
    services.save_step(step, now=MONDAY)
    with pytest.raises(Refused) as refused:
        publish()
    return {str(reason.code) for reason in refused.value.reasons}


@pytest.mark.requirement("R-076")
def test_a_complete_step_is_published(step: Step) -> None:
    services.save_step(step, now=MONDAY)

    publish()

    path = queries.published()
    assert path is not None
    assert [(s.after, s.offered, s.script) for s in path.steps] == [
        ("Флагман", "Мини", "after_module")
    ]
    assert queries.draft() is None
    assert JournalEntry.objects.filter(event__name="path_published").get().value == 1


@pytest.mark.requirement("R-078")
def test_a_step_without_a_reason_is_not_published(step: Step) -> None:
    assert refusal_codes(replace(step, reason="  ")) == {"step_without_reason"}
    assert queries.published() is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"reason": "Полезно"}, "step_reason_short", id="a reason in one word"),
        pytest.param({"offered_id": None}, "step_without_product", id="nothing is offered"),
        pytest.param({"script": "made_up"}, "step_without_script", id="no such script"),
        pytest.param({"channel": ""}, "step_without_channel", id="no channel"),
        pytest.param({"params": {}}, "step_without_moment", id="no module is named"),
        pytest.param({"after_id": None}, "step_without_moment", id="after what"),
    ],
)
def test_what_is_missing_is_named(step: Step, change: dict[str, object], code: str) -> None:
    assert code in refusal_codes(replace(step, **change))  # type: ignore[arg-type]


def test_every_reason_is_told_at_once(step: Step) -> None:
    codes = refusal_codes(replace(step, reason="", script="", channel=""))

    assert codes == {"step_without_reason", "step_without_script", "step_without_channel"}


def test_an_empty_path_is_not_published(school: School) -> None:
    services.open_draft(now=MONDAY)

    with pytest.raises(Refused, match="path_empty"):
        publish()


def test_steps_in_a_circle_are_not_published(step: Step) -> None:
    back = replace(step, key="back", after_id=step.offered_id, offered_id=step.after_id)
    services.save_step(step, now=MONDAY)
    services.save_step(back, now=MONDAY)

    with pytest.raises(Refused) as refused:
        publish()

    (reason,) = refused.value.reasons
    assert reason.code == "path_in_circle"
    assert reason.params["chain"] == "Флагман → Мини → Флагман"


def test_a_path_at_work_is_replaced_not_edited(step: Step) -> None:
    services.save_step(step, now=MONDAY)
    first = publish()

    services.save_step(replace(step, delay_days=2), now=MONDAY)
    changed = queries.changes()
    assert PathStep.objects.get(version=first).delay_days == 0
    second = publish()

    assert [(c.key, c.fields) for c in changed] == [("third", ("delay_days",))]
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("replaced", "published", 2)


def test_a_draft_shows_steps_added_and_removed(step: Step) -> None:
    services.save_step(step, now=MONDAY)
    publish()

    services.save_step(replace(step, key="fourth"), now=MONDAY)
    services.remove_step("third", now=MONDAY)

    assert [(c.key, c.was is None, c.now is None) for c in queries.changes()] == [
        ("fourth", True, False),
        ("third", False, True),
    ]
    assert services.discard_draft()
    assert queries.changes() == []


@pytest.mark.requirement("R-087")
def test_a_product_whose_link_is_removed_becomes_a_dead_end(school: School, step: Step) -> None:
    services.save_step(step, now=MONDAY)
    publish()
    last = Product.objects.get(name="Мини")
    further = product(school, "Дальше", status="active")
    link = ProductLink.objects.create(school=school, source=last, target=further, kind="next")
    assert [name for _, name in queries.dead_ends().products] == ["Дальше"]

    link.delete()

    assert [name for _, name in queries.dead_ends().products] == ["Дальше", "Мини"]


@pytest.mark.requirement("R-087")
def test_a_step_whose_script_was_removed_and_a_moment_without_offer_are_dead_ends(
    step: Step,
) -> None:
    services.save_step(step, now=MONDAY)
    publish()
    PathStep.objects.update(script="gone", offered=None)

    found = queries.dead_ends()

    assert [s.key for s in found.steps] == ["third"]
    assert [s.key for s in found.moments] == ["third"]


def test_the_starter_path_of_the_method_can_be_drawn(school: School) -> None:
    for name, kind in (("Флагман", "flagship"), ("Мини", "mini_course")):
        Product.objects.create(
            school=school, name=name, sort_key=name, kind=kind, status="active", created_at=MONDAY
        )

    services.draw_starter(now=MONDAY)

    drawn = queries.draft()
    assert drawn is not None
    assert [(s.key, s.after, s.offered) for s in drawn.steps] == [
        ("flagship_third_module", "Флагман", "Мини")
    ]
    assert publish().state == "published"


@pytest.mark.requirement("R-083")
@pytest.mark.parametrize("missing", ["product_id", "why", "metrics", "measurement"])
def test_an_upsell_rule_without_one_of_four_fields_is_not_activated(
    school: School, missing: str
) -> None:
    fields = {
        "product_id": product(school, "Мини").pk,
        "why": "Закрывает страх осветления",
        "metrics": "Доля повторных покупок",
        "measurement": "Сравним поток с прошлым потоком",
    }
    fields[missing] = None if missing == "product_id" else ""
    rule = upsell.save_rule(**fields, now=MONDAY)  # type: ignore[arg-type]

    with pytest.raises(Refused, match="rule_without_"):
        upsell.activate(rule.pk, by_id=1, actor="staff:1", now=MONDAY)


@pytest.mark.requirement("R-083")
def test_editing_an_active_rule_switches_it_off(school: School) -> None:
    from provodnik.facts.team.tests.factories import make_staff

    fields = {
        "product_id": product(school, "Мини").pk,
        "why": "Закрывает страх осветления",
        "metrics": "Доля повторных покупок",
        "measurement": "Сравним поток с прошлым потоком",
    }
    rule = upsell.save_rule(**fields, now=MONDAY)  # type: ignore[arg-type]
    head = make_staff()
    upsell.activate(rule.pk, by_id=head.pk, actor="staff:1", now=MONDAY)

    edited = upsell.save_rule(rule_id=rule.pk, **fields, now=MONDAY)  # type: ignore[arg-type]

    assert edited.activated_at is None
