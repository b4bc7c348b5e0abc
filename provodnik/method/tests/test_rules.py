from typing import cast

import pytest

from provodnik.kernel.gates import Reason
from provodnik.method import loader, rules
from provodnik.method.reasons import REASON_PARAMS, Evidence, ReasonCode
from provodnik.method.shapes import Channels, Gates, Scripts
from provodnik.method.shapes.channels import UtmRule
from provodnik.method.types import Section
from provodnik.method.word_params import EVIDENCE_PARAMS
from provodnik.method.words import Value

SECTIONS = loader.shipped().sections
CHANNELS = cast(Channels, SECTIONS[Section.CHANNELS])
GATES = cast(Gates, SECTIONS[Section.GATES])
SCRIPTS = cast(Scripts, SECTIONS[Section.SCRIPTS])


@pytest.mark.requirement("R-093")
@pytest.mark.parametrize(
    ("marks", "channel"),
    [
        pytest.param({"utm_source": "getcourse"}, "platform", id="source"),
        pytest.param({"utm_source": " GetCourse "}, "platform", id="case and spaces"),
        pytest.param({"utm_medium": "call"}, "coordinator_calls", id="medium"),
        pytest.param({"utm_campaign": "graduation_14"}, "graduation", id="campaign by pattern"),
        pytest.param({"utm_campaign": "mk_marina"}, "alumni_master_class", id="master class"),
        pytest.param(
            {"utm_source": "vk-ads", "utm_campaign": "warm_up_7"}, "warm_up", id="other source"
        ),
        pytest.param(
            {"utm_source": "platform", "utm_medium": "call"}, "platform", id="first rule decides"
        ),
        pytest.param({"utm_source": "yandex-direct"}, None, id="nobody's"),
        pytest.param({}, None, id="no marks"),
    ],
)
def test_marks_name_a_channel(marks: dict[str, str], channel: str | None) -> None:
    assert rules.channel_of(marks, CHANNELS) == channel


@pytest.mark.requirement("R-256")
@pytest.mark.parametrize(
    ("marks", "source"),
    [
        pytest.param({"utm_source": "sendsay", "utm_medium": "email"}, "mailing", id="mailing"),
        pytest.param({"utm_source": "vk-ads", "utm_medium": "cpc"}, "vk", id="network first"),
        pytest.param({"utm_source": "yandex-direct", "utm_medium": "cpc"}, "ads", id="ads"),
        pytest.param({"utm_source": "yandex", "utm_medium": "organic"}, "search", id="search"),
        pytest.param({"utm_source": " Telegram "}, "telegram", id="case and spaces"),
        pytest.param({"utm_source": "Журнал"}, "журнал", id="as told"),
        pytest.param({"utm_medium": "Листовка"}, "листовка", id="medium as told"),
        pytest.param({"utm_campaign": "spring"}, None, id="a campaign is no source"),
        pytest.param({}, None, id="no marks"),
    ],
)
def test_marks_name_a_source_of_leads(marks: dict[str, str], source: str | None) -> None:
    assert rules.lead_source_of(marks, CHANNELS) == source


def test_a_rule_that_asks_for_nothing_takes_nothing() -> None:
    idle = UtmRule(key="idle", channel="platform")
    channels = CHANNELS.model_copy(update={"utm_rules": (idle,)})

    assert rules.channel_of({"utm_source": "vk"}, channels) is None


def example(name: str) -> str | int:
    """A value of a parameter, by the unit in its name."""
    if name.endswith("_on"):
        return "2026-12-01"
    numbers = {"score", "scale", "made", "limit", "days", "count", "below_kopecks"}
    return 2 if name in numbers else "слово"


@pytest.mark.parametrize("code", ReasonCode)
def test_every_reason_can_be_said_with_what_the_code_gives(code: ReasonCode) -> None:
    params = {name: example(name) for name in REASON_PARAMS.get(code, frozenset())}

    said = rules.refusal(GATES, Reason(code, params))

    assert said.missing
    assert said.why
    assert said.fix
    assert "{" not in said.missing + said.fix + said.title


@pytest.mark.requirement("R-080")
def test_a_low_score_is_refused_in_words() -> None:
    reason = Reason(ReasonCode.DISSATISFIED_CSAT, {"score": 3, "scale": 5})

    said = rules.refusal(GATES, reason)

    assert said.title == "Сначала поможем"
    assert said.missing == "Последняя оценка 3 из 5, поэтому предложения на паузе."
    assert not said.may_pass


def test_an_unknown_reason_shows_its_code() -> None:
    assert rules.refusal(GATES, Reason("brand_new")).title == "brand_new"


@pytest.mark.parametrize("evidence", Evidence)
def test_what_speaks_for_an_offer_is_said(evidence: Evidence) -> None:
    params: dict[str, Value] = {
        name: example(name) for name in EVIDENCE_PARAMS.get(evidence, frozenset())
    }

    said = rules.permission(GATES, [(evidence, params)])

    assert said.startswith("Можно предлагать: ")


@pytest.mark.requirement("R-112")
def test_a_script_is_read_with_the_students_name_and_goal() -> None:
    script = SCRIPTS.script("after_module")
    assert script is not None

    said = rules.spoken_script(
        script, SCRIPTS, {"client_name": "Наталья", "goal": "поднять чек до 9 000 ₽"}
    )

    spoken = " ".join(step.say or "" for step in said.steps)
    assert "«Наталья, вижу ваши работы" in spoken
    assert "поднять чек до 9 000 ₽" in spoken
    assert "{" not in spoken


def test_what_is_not_known_has_words_of_its_own() -> None:
    assert rules.spoken("Вы хотели {цель}", SCRIPTS, {"goal": ""}) == (
        "Вы хотели то, ради чего вы пришли учиться"
    )
