"""What the school promises about requests holds its four parts."""

import pytest
from pydantic import ValidationError

from provodnik.method import loader
from provodnik.method.shapes import Desk
from provodnik.method.types import Section


def shipped() -> dict[str, object]:
    return loader.shipped().sections[Section.DESK].model_dump()


@pytest.mark.requirement("R-129")
@pytest.mark.parametrize("part", ["availability", "format", "priorities"])
def test_a_promise_without_one_of_its_parts_is_refused(part: str) -> None:
    body = shipped()
    Desk.model_validate(body)
    del body[part]

    with pytest.raises(ValidationError):
        Desk.model_validate(body)


@pytest.mark.requirement("R-129")
@pytest.mark.parametrize("part", ["availability", "format"])
def test_an_empty_part_is_refused(part: str) -> None:
    with pytest.raises(ValidationError):
        Desk.model_validate({**shipped(), part: " "})


@pytest.mark.requirement("R-128")
def test_p2_is_solved_in_24_to_72_hours_and_a_limit_is_never_before_its_target() -> None:
    body = shipped()
    desk = Desk.model_validate(body)
    important = desk.priority("p2")
    assert important is not None
    assert (important.resolve_hours, important.limit_hours) == (24, 72)

    broken = important.model_copy(update={"limit_hours": 23})
    with pytest.raises(ValidationError):
        Desk.model_validate({**body, "priorities": (broken.model_dump(),)})


@pytest.mark.requirement("R-123")
def test_every_channel_says_what_belongs_into_it_and_strategy_goes_by_letter() -> None:
    desk = Desk.model_validate(shipped())
    strategy = desk.topic("strategy")

    assert all(channel.rule for channel in desk.channels)
    assert strategy is not None
    assert strategy.channel == "email"
