import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from provodnik.method import loader
from provodnik.method.shapes import (
    SHAPES,
    Channels,
    Gates,
    Lifecycle,
    Outcomes,
    ProductKinds,
    Queue,
    Roles,
    Scripts,
    Signals,
)
from provodnik.method.shapes.base import Item
from provodnik.method.types import ChannelGroup, Deed, Outcome, Right, Section, SignalKey

FILES = sorted(loader.SHIPPED.glob("*.yaml"))


def section[S: BaseModel](shape: type[S]) -> S:
    found = next(one for one in loader.shipped().sections.values() if isinstance(one, shape))
    assert isinstance(found, shape)
    return found


def test_the_shipped_method_is_valid() -> None:
    assert loader.validate_shipped() == ()
    assert set(loader.shipped().sections) == set(Section)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_its_words_keep_the_tone_of_voice(file: Path) -> None:
    said = file.read_text()

    assert not re.search(r"ошибк|пожалуйста|!", said, re.IGNORECASE)
    assert not re.search(r"\w\((а|ла|на)\)", said), "the gender of a person is unknown"


@pytest.mark.requirement("R-001")
def test_thirteen_roles_have_a_home_and_rights() -> None:
    roles = section(Roles)

    assert len(roles.roles) == 13
    assert all(role.home and role.rights for role in roles.roles)


@pytest.mark.requirement("R-001")
@pytest.mark.parametrize(
    ("role", "right", "may"),
    [
        ("coordinator", Right.MAKE_OFFERS, True),
        ("coordinator", Right.SEE_MONEY, False),
        ("curator", Right.MAKE_OFFERS, True),
        ("trainee", Right.MAKE_OFFERS, False),
        ("owner", Right.SEE_OWNER_HOME, True),
        ("head_of_product_and_service", Right.PUBLISH_PATH, True),
        ("marketer", Right.SEE_CONTACTS, False),
        ("nobody_like_this", Right.SEE_MATRIX, False),
    ],
)
def test_a_role_may_do_only_what_its_row_says(role: str, right: Right, may: bool) -> None:
    assert section(Roles).may(role, right) is may


@pytest.mark.requirement("R-093")
def test_five_channels_make_two_lines_of_the_total() -> None:
    channels = section(Channels).channels

    assert [channel.key for channel in channels] == [
        "platform",
        "warm_up",
        "coordinator_calls",
        "graduation",
        "alumni_master_class",
    ]
    platform = [one.key for one in channels if one.group is ChannelGroup.PLATFORM]
    assert platform == ["platform"]


@pytest.mark.requirement("R-065")
def test_thirteen_kinds_of_products_are_told_apart() -> None:
    kinds = section(ProductKinds)

    assert {kind.key for kind in kinds.kinds} == {
        "flagship",
        "course",
        "mini_course",
        "mini_product",
        "practicum",
        "master_class",
        "webinar",
        "reality_show",
        "option",
        "bonus",
        "tripwire",
        "graduation_offer",
        "subscription",
    }
    assert [kind.key for kind in kinds.kinds if kind.leads_to_flagship] == ["bonus", "tripwire"]


@pytest.mark.requirement("R-036")
def test_five_stages_are_numbered_from_zero_and_say_how_to_leave_them() -> None:
    stages = section(Lifecycle).stages

    assert [stage.number for stage in stages] == [0, 1, 2, 3, 4]
    assert all(stage.criteria for stage in stages)


@pytest.mark.requirement("R-080")
def test_low_scores_and_complaints_ask_for_help_in_place_of_an_offer() -> None:
    dissatisfied = section(Gates).offer.dissatisfied

    assert (dissatisfied.csat_at_most, dissatisfied.csat_scale) == (3, 5)
    assert dissatisfied.nps_at_most == 6
    assert dissatisfied.open_complaint
    assert dissatisfied.instead is Deed.RECOVERY


@pytest.mark.requirement("R-112")
def test_every_deed_has_a_script_of_its_own_kind_and_a_due_time() -> None:
    queue, scripts = section(Queue), section(Scripts)

    for deed in queue.deeds:
        script = scripts.script(deed.script)
        assert script is not None
        assert script.deed is deed.key
        assert deed.due_hours > 0


@pytest.mark.requirement("R-114")
def test_objections_have_questions_and_answers_and_a_refusal_asks_for_one() -> None:
    outcomes = section(Outcomes)

    assert len(outcomes.objections) >= 10
    assert outcomes.outcome(Outcome.REFUSED).needs_objection
    assert [words.digit for words in outcomes.outcomes] == [1, 2, 3, 4, 5]


def test_every_check_has_its_words() -> None:
    signals = section(Signals)

    assert all(signals.words(key).action for key in SignalKey)


def numeric_defaults(shape: type[BaseModel]) -> list[str]:
    """Numbers that code would supply if the data kept silent; items of lists may."""
    found = []
    for name, field in shape.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            found += numeric_defaults(field.annotation)
        elif isinstance(field.default, int | float) and not issubclass(shape, Item):
            found.append(f"{shape.__name__}.{name}")
    return found


@pytest.mark.parametrize("shape", SHAPES.values(), ids=lambda shape: shape.__name__)
def test_no_threshold_has_a_value_in_code(shape: type[BaseModel]) -> None:
    assert numeric_defaults(shape) == []
