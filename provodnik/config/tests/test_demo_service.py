"""What the demo tells of its service: the same every time, within its months, moving no money."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from provodnik.config import wiring
from provodnik.config.demo import files, serving, source, story
from provodnik.config.demo.shapes import Happening, Story

MOSCOW = ZoneInfo("Europe/Moscow")
ANCHORS = (datetime(2026, 11, 22, 15, tzinfo=MOSCOW), datetime(2026, 3, 1, 9, tzinfo=MOSCOW))
# Told in advance by the stories of sales: an offer's click may come after the anchor.
_OF_SALES = {"offer_made", "offer_clicked", "order_placed"}


def _tell(anchor: datetime) -> Story:
    return story.Teller(source.read(), anchor).tell()


@pytest.fixture(scope="module", params=ANCHORS, ids=lambda anchor: f"{anchor:%Y-%m-%d}")
def anchor(request: pytest.FixtureRequest) -> datetime:
    told: datetime = request.param
    return told


@pytest.fixture(scope="module")
def told(anchor: datetime) -> Story:
    return _tell(anchor)


def _of(told: Story, *events: str) -> list[Happening]:
    return [one for one in told.happenings if one.event in events]


def test_the_same_moment_tells_the_same_story(anchor: datetime, told: Story) -> None:
    assert _tell(anchor).happenings == told.happenings


def test_the_service_changes_no_purchase(
    anchor: datetime, told: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "add", lambda *parts: list(parts[-1]))
    without = _tell(anchor)
    assert without.purchases == told.purchases
    assert without.people == told.people
    kept = [[one for one in tale.happenings if one.event in _OF_SALES] for tale in (without, told)]
    assert kept[0] == kept[1]


def test_nothing_happens_after_the_moment_it_is_told(anchor: datetime, told: Story) -> None:
    assert all(one.at < anchor for one in told.happenings if one.event not in _OF_SALES)


def test_every_attribute_is_of_its_kind_and_has_a_column_in_the_file(told: Story) -> None:
    known = {kind.name: set(kind.attrs) for kind in wiring.KINDS}
    columns = {column.removeprefix("attr.") for column in files._EVENTS}
    for one in told.happenings:
        assert one.attrs.keys() <= known[one.event] & columns, one


def test_only_people_of_the_team_act(told: Story) -> None:
    team = {member.name for member in source.read().staff}
    assert {one.staff for one in told.happenings if one.staff} <= team


def test_the_first_answer_took_a_day_and_takes_two_hours(anchor: datetime, told: Story) -> None:
    opened = {one.item: one.at for one in _of(told, "ticket_opened")}
    waits: dict[bool, list[timedelta]] = defaultdict(list)
    for one in _of(told, "ticket_answered"):
        since = opened[one.item]
        waits[since >= story.programme_start(anchor)].append(one.at - since)
    assert {is_now: max(each) for is_now, each in waits.items()} == {
        False: timedelta(hours=24),
        True: timedelta(hours=2),
    }


def test_satisfaction_went_from_85_to_96_on_every_question(anchor: datetime, told: Story) -> None:
    first, last = story.programme_start(anchor), story.month_start(anchor, 0)
    scores: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for one in _of(told, "survey_answered"):
        if one.attrs["measure"] == "csi" and one.at < last:
            scores[one.item, one.at >= first].append(int(one.value))
    means = {key: Fraction(sum(each), len(each)) for key, each in scores.items()}
    assert {mean for (_, is_now), mean in means.items() if not is_now} == {Fraction("4.25")}
    assert {mean for (_, is_now), mean in means.items() if is_now} == {Fraction("4.8")}
    assert len(means) == 8


def test_nobody_who_buys_in_the_programme_is_told_unhappy(anchor: datetime, told: Story) -> None:
    answers = [one for one in _of(told, "survey_answered") if one.attrs["measure"] == "nps"]
    assert min(one.at for one in answers) >= story.programme_start(anchor)
    low = [one for one in answers if int(one.value) <= 6]
    buyers = {purchase.person.number for purchase in told.purchases if purchase.channel}
    assert len(low) == 2
    assert not buyers & {one.person.number for one in low if one.person}
    # Long enough ago to stop nobody's offer today.
    assert all(one.at < anchor - timedelta(days=90) for one in low)


@pytest.mark.parametrize(("is_now", "share"), [(False, "0.075"), (True, "0.047")])
def test_pay_is_its_share_of_all_costs(
    anchor: datetime, told: Story, is_now: bool, share: str
) -> None:
    starts = [story.month_start(anchor, months) for months in (-8, -4, 0)]
    (since, until) = list(pairwise(starts))[is_now]
    sums: Counter[str] = Counter()
    for one in _of(told, "pay_approved", "cost_recorded"):
        if since <= one.at < until:
            sums[one.event] += int(one.value)
    paid = [purchase for purchase in told.purchases if purchase.parts]
    booked = serving._booked(source.read(), anchor, paid)
    elsewhere = sum(sum_ for on, sum_ in booked.items() if since.date() <= on < until.date())
    total = sum(sums.values()) + elsewhere
    assert Fraction(sums["pay_approved"], total) == Fraction(share)


def test_no_cost_told_here_is_a_direct_one(told: Story) -> None:
    assert {one.attrs["kind"] for one in _of(told, "cost_recorded")} == {"overhead"}


def test_homework_is_handed_in_whole_by_a_quarter_and_then_by_half(
    anchor: datetime, told: Story
) -> None:
    began = {one.person: one.at for one in _of(told, "enrolled")}
    works: Counter[object] = Counter()
    for one in _of(told, "homework_submitted"):
        works[one.person] += one.attrs.get("required") != "false"
    first, last = story.programme_start(anchor), story.month_start(anchor, 0)
    for since, until, share in (
        (story.month_start(anchor, -8), first, 0.24),
        (first, last, 0.49),
    ):
        cohort = [person for person, at in began.items() if since <= at < until]
        whole = sum(works[person] == 2 for person in cohort)
        assert whole / len(cohort) == pytest.approx(share, abs=0.02)
