"""Campaigns on pages: a draft that says whom it reaches, start, stop, result."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.people.models import Client as Person
from provodnik.facts.sales.base import rules
from provodnik.facts.sales.base.models import Segment
from provodnik.facts.sales.base.recounting import recount_all
from provodnik.facts.sales.base.services import save_segment
from provodnik.facts.sales.tests.factories import buy, make_client, make_product
from provodnik.facts.team.services import add_staff
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.touches.campaigns.models import Campaign, CampaignMember
from provodnik.touches.queue.models import Touch
from provodnik.web.tests.members import sign_in

DAY = timedelta(days=1)


@pytest.fixture
def head(school: School) -> Client:
    client = Client()
    sign_in(client)
    return client


@pytest.fixture
def asleep(school: School) -> list[Person]:
    now = timezone.now()
    people = [make_client(f"Спящая {number:02}", goal=None) for number in range(30)]
    for one in people:
        one.created_at = now - 300 * DAY
        one.save()
        buy(one, at=now - 200 * DAY)
    rule = rules.read([[{"fact": "active_ago", "how": "more", "value": "90"}]])
    recount_all(now=now)
    save_segment("Спящие", rule, actor="system", now=now)
    return people


def form(**others: str) -> dict[str, str]:
    owner = add_staff(name="Анна Лебедева", role="coordinator", now=timezone.now(), actor="system")
    return {
        "kind": "reactivation",
        "name": "Оживить спящих",
        "segment": str(Segment.objects.get().pk),
        "product": str(make_product("Практикум").pk),
        "channel": "coordinator_calls",
        "owner": str(owner.pk),
        "holdout": "15",
        **others,
    }


@pytest.mark.requirement("R-272")
def test_a_draft_says_whom_it_reaches_and_disturbs_nobody(
    head: Client, asleep: list[Person]
) -> None:
    response = head.post("/base/campaigns/new/", form())
    page = head.get(response.headers["Location"]).content.decode().replace("\u00a0", " ")

    assert "В работу 26 человек, для сравнения 4 без касания" in page
    assert "эффект не измерить" in page
    assert not Touch.objects.exists()


@pytest.mark.requirement("R-272")
def test_a_started_campaign_shows_both_groups(head: Client, asleep: list[Person]) -> None:
    path = head.post("/base/campaigns/new/", form()).headers["Location"]

    head.post(f"{path}start/")
    touched = CampaignMember.objects.filter(is_alone=False).first()
    assert touched is not None
    buy(touched.client, at=timezone.now() + timedelta(minutes=1), kopecks=7_000_00)
    page = head.get(path).content.decode().replace("\u00a0", " ")

    alone = CampaignMember.objects.filter(is_alone=True).count()
    assert Touch.objects.count() == 30 - alone
    assert "7 000 ₽" in page
    assert "эффект пока не доказан" in page


def test_stopping_and_going_on(head: Client, asleep: list[Person]) -> None:
    path = head.post("/base/campaigns/new/", form()).headers["Location"]
    head.post(f"{path}start/")

    head.post(f"{path}stop/")
    stopped = Campaign.objects.get().state, Touch.objects.filter(state="planned").count()
    head.post(f"{path}resume/")

    assert stopped == ("stopped", 0)
    assert Campaign.objects.get().state == "running"
    assert head.post(f"{path}nonsense/").status_code == 404


def test_a_draft_can_be_thrown_away(head: Client, asleep: list[Person]) -> None:
    path = head.post("/base/campaigns/new/", form()).headers["Location"]

    assert head.post(f"{path}discard/").status_code == 302

    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"segment": ""}, "Выберите сегмент"),
        ({"holdout": "90"}, "50"),
        ({"name": ""}, "field"),
    ],
)
def test_a_form_that_lacks_something_is_shown_again(
    head: Client, asleep: list[Person], wrong: dict[str, str], words: str
) -> None:
    response = head.post("/base/campaigns/new/", form(**wrong))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Campaign.objects.exists()


def test_the_form_begins_with_the_segment_it_was_opened_from(
    head: Client, asleep: list[Person]
) -> None:
    segment = Segment.objects.get()

    page = head.get(f"/base/campaigns/new/?segment={segment.pk}").content.decode()

    assert f'value="{segment.pk}" selected' in page


def test_the_file_of_a_campaign_holds_everybody(head: Client, asleep: list[Person]) -> None:
    path = head.post("/base/campaigns/new/", form()).headers["Location"]
    head.post(f"{path}start/")

    rows = head.get(f"{path}export/").content.decode("utf-8-sig").splitlines()

    assert len(rows) == 31


def test_who_may_not_run_campaigns_is_refused(school: School, asleep: list[Person]) -> None:
    marketer = Client()
    with schools.inside(school.pk):
        sign_in(marketer, "marketer")

    assert marketer.get("/base/campaigns/new/").status_code == 403
    assert marketer.post("/base/campaigns/1/start/").status_code == 403
