"""What clients told us, and what gates read of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provodnik.facts.people import queries, services
from provodnik.facts.people.models import Client
from provodnik.facts.people.models import Satisfaction as Sign
from provodnik.facts.people.tests.factories import MONDAY, happened, make_client
from provodnik.facts.people.types import SatisfactionKind
from provodnik.kernel import journal
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db
CSAT, NPS = SatisfactionKind.CSAT, SatisfactionKind.NPS


def score(client: Client, kind: SatisfactionKind, hundredths: int, days: int = 0) -> None:
    services.record_satisfaction(
        client.pk,
        kind,
        score_hundredths=hundredths,
        told_at=MONDAY + timedelta(days=days),
        actor="staff:1",
    )


def complain(client: Client, days: int = 0, *, closes: bool = False, text: str = "") -> None:
    kind = SatisfactionKind.COMPLAINT_CLOSED if closes else SatisfactionKind.COMPLAINT
    at = MONDAY + timedelta(days=days)
    services.record_satisfaction(client.pk, kind, told_at=at, actor="staff:1", comment=text)


def test_the_latest_score_of_each_kind_counts_whatever_came_in_first(school: School) -> None:
    client = make_client()

    score(client, CSAT, 300, days=5)
    score(client, CSAT, 500, days=1)
    score(client, NPS, 900, days=2)

    told = queries.satisfaction_of(client.pk)
    assert (told.csat_hundredths, told.csat_at) == (300, MONDAY + timedelta(days=5))
    assert (told.nps_hundredths, told.nps_at) == (900, MONDAY + timedelta(days=2))
    assert told.open_complaints == 0


def test_an_answer_of_the_journal_counts_once(school: School) -> None:
    client = make_client()
    entry = happened(
        "survey_answered", client, item="q1", value=200, attrs={"measure": "csat", "text": "нет"}
    )

    counts = [services.from_answers([entry]), services.from_answers([entry])]

    assert counts == [1, 0]
    assert queries.satisfaction_of(client.pk).csat_hundredths == 200
    assert queries.card(client.pk).signs[0].comment == "нет"


def test_a_recorded_score_is_in_the_journal_and_is_not_taken_twice(school: School) -> None:
    client = make_client()

    score(client, CSAT, 400)

    entry = JournalEntry.objects.get(event__name="survey_answered")
    assert (entry.value, entry.attrs) == (400, {"measure": "csat"})
    assert services.from_answers([entry.pk]) == 0
    assert Sign.objects.count() == 1


def test_a_score_of_another_scale_is_brought_to_the_methods(school: School) -> None:
    client = make_client()
    attrs = {"measure": "csat", "scale": 10}

    services.from_answers([happened("survey_answered", client, item="q", value=600, attrs=attrs)])

    assert queries.satisfaction_of(client.pk).csat_hundredths == 300


def test_other_measures_are_no_satisfaction_of_a_client(school: School) -> None:
    client = make_client()
    entry = happened("survey_answered", client, item="q", value=100, attrs={"measure": "csi"})

    assert services.from_answers([entry]) == 0


def test_an_answer_found_wrong_is_forgotten(school: School) -> None:
    client = make_client()
    score(client, CSAT, 500, days=1)
    wrong = happened(
        "survey_answered", client, MONDAY + timedelta(days=2), item="q", value=100,
        attrs={"measure": "csat"},
    )  # fmt: skip
    services.from_answers([wrong])

    journal.void([wrong], at=MONDAY, actor="staff:1", reason="typo")
    void = JournalEntry.objects.get(event__name="entry_voided")
    services.from_answers([void.pk])

    assert queries.satisfaction_of(client.pk).csat_hundredths == 500
    assert services.from_answers([wrong]) == 0


def test_open_complaints_are_those_not_closed(school: School) -> None:
    client = make_client()
    complain(client, 0, closes=True)
    complain(client, 1, text="нет доступа")
    complain(client, 2, text="долго отвечали")
    complain(client, 3, closes=True)

    told = queries.satisfaction_of(client.pk)

    assert (told.open_complaints, told.complaint) == (1, "долго отвечали")
    complain(client, 4, closes=True)
    assert queries.satisfaction_of(client.pk).open_complaints == 0
    assert queries.satisfaction_of(client.pk).complaint == ""


def test_answers_of_many_clients_cost_as_much_as_of_one(school: School) -> None:
    costs = []
    for clients in (1, 1, 20):
        entries = [
            happened(
                "survey_answered", make_client(), item="q", value=500, attrs={"measure": "nps"}
            )
            for _ in range(clients)
        ]
        with CaptureQueriesContext(connection) as asked:
            assert services.from_answers(entries) == clients
        costs.append(len(asked))

    assert costs[1] == costs[2]
    assert Client.objects.filter(last_nps=500).count() == 22


@pytest.mark.parametrize("kind", list(SatisfactionKind))
def test_a_score_belongs_to_scores_only(school: School, kind: SatisfactionKind) -> None:
    is_score = kind in {CSAT, NPS}

    with pytest.raises(ValueError, match=kind.value):
        services.record_satisfaction(
            make_client().pk,
            kind,
            told_at=MONDAY,
            actor="staff:1",
            score_hundredths=None if is_score else 100,
        )
