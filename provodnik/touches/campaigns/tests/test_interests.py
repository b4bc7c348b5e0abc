"""An answer that names a product becomes a deed."""

from datetime import date

import pytest

from provodnik.facts.people.tests.factories import happened
from provodnik.facts.sales.services import launches, participants
from provodnik.facts.sales.tests.factories import ACTOR, MONDAY, buy, make_client, make_product
from provodnik.facts.sales.types import NewLaunch
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.campaigns.interest.planning import plan_interests
from provodnik.touches.campaigns.interest.rules import interest_of
from provodnik.touches.queue.models import Touch

pytestmark = pytest.mark.django_db
WORDS = ("интересно", "хочу")


def heard() -> int:
    answers = ("interest_told", "survey_answered")
    entries = JournalEntry.objects.filter(event__name__in=answers)
    return plan_interests(list(entries.values_list("pk", flat=True)), now=MONDAY)


@pytest.mark.requirement("R-101")
def test_an_answer_interested_in_a_product_creates_an_offer_in_the_queue(school: School) -> None:
    anna = make_staff("Анна Лебедева")
    client, product = make_client(coordinator=anna), make_product("Блонд без брака")
    told = NewLaunch("Анкета весны", "warm_up", date(2026, 11, 2), kind="questionnaire")
    launch = launches.open_launch(told, actor=ACTOR, now=MONDAY)
    participants.tell_interest(launch.pk, client.pk, product.pk, actor=ACTOR, now=MONDAY)

    assert heard() == 1

    touch = Touch.objects.get()
    assert (touch.owner_id, touch.product_id, touch.kind) == (anna.pk, product.pk, "offer")
    assert touch.reason == "В анкете «Анкета весны» отмечен интерес: «Блонд без брака»."
    heard()
    assert Touch.objects.count() == 1


def test_an_imported_answer_in_words_is_understood(school: School) -> None:
    client, product = make_client(), make_product("Блонд без брака")
    happened(
        "survey_answered",
        client,
        MONDAY,
        item="Анкета",
        value=100,
        attrs={"text": "Интересно: блонд без брака"},
    )

    heard()

    assert Touch.objects.get().product_id == product.pk


def test_who_has_bought_it_and_who_named_nothing_get_no_deed(school: School) -> None:
    client, product = make_client(), make_product("Блонд без брака")
    buy(client, product)
    for text in ("Интересно: Блонд без брака", "Всё нравится: спасибо", "Интересно"):
        happened("survey_answered", client, MONDAY, item="А", value=1, attrs={"text": text})

    assert heard() == 0
    assert not Touch.objects.exists()


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("Интересно: Блонд", "Блонд"),
        (" ХОЧУ :  Блонд: база ", "Блонд: база"),
        ("Не интересно: Блонд", ""),
        ("Блонд", ""),
        ("", ""),
    ],
)
def test_a_product_stands_after_a_word_of_interest(text: str, product: str) -> None:
    assert interest_of(text, WORDS) == product
