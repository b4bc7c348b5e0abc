"""When versions of definitions first answered here, and what that means for old figures."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from provodnik.kernel.models import School
from provodnik.lake import definitions, services
from provodnik.lake.models import DefinitionVersion
from provodnik.lake.tests.journals import NOW, write
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.tests.redefining import WHAT, redefine

METRIC = "repeat_sales"
LATER = datetime(2027, 1, 10, 12, 0, tzinfo=UTC)
SOLD = """
    anna payment_received 2027-01-05T10:00 value=1000 item=1
    anna payment_received 2027-01-06T10:00 value=500 item=2
"""


@pytest.mark.django_db
def test_what_answers_first_is_noted_once_and_is_no_change() -> None:
    assert definitions.note_versions(now=NOW) == len(DEFINITIONS)
    assert definitions.note_versions(now=LATER) == 0
    assert set(DefinitionVersion.objects.values_list("since_at", flat=True)) == {NOW}
    assert definitions.changes_of(DEFINITIONS[METRIC]) == []


@pytest.mark.django_db
@pytest.mark.requirement("R-259")
def test_a_new_version_is_a_dated_change_in_the_words_of_the_definition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    definitions.note_versions(now=NOW)
    changed = redefine(monkeypatch, METRIC)
    definitions.note_versions(now=LATER)

    (change,) = definitions.changes_of(changed)

    assert (change.before, change.after, change.at, change.what) == (1, 2, LATER, WHAT)
    assert definitions.changed_since(METRIC, NOW) == change
    assert definitions.changed_since(METRIC, LATER) is None
    assert definitions.changed_since(METRIC, None) is None
    assert definitions.changed_since("nobody_counts_it", NOW) is None


@pytest.mark.django_db
def test_a_definition_that_never_changed_costs_no_question() -> None:
    definitions.note_versions(now=NOW)
    with CaptureQueriesContext(connection) as asked:
        assert definitions.changed_since(METRIC, NOW) is None

    assert len(asked) == 0


@pytest.mark.requirement("R-259")
def test_a_number_tells_of_the_change_its_period_spans(
    lake: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    definitions.note_versions(now=NOW)
    redefine(monkeypatch, METRIC)
    write(lake, SOLD)
    services.catch_up(now=LATER)

    def printed(first: date | None, end: date | None) -> object:
        told = services.measure(
            METRIC, school_id=lake.pk, period_from=first, period_to=end, now=LATER
        )
        return told.to_json().get("definition_changes")

    spanning = [{"at": LATER.isoformat(), "from": 1, "to": 2, "what": WHAT}]
    assert printed(date(2027, 1, 1), date(2027, 2, 1)) == spanning
    assert printed(None, None) == spanning
    assert printed(date(2027, 1, 10), date(2027, 1, 11)) == spanning
    assert printed(date(2027, 1, 1), date(2027, 1, 10)) is None
    assert printed(date(2027, 1, 11), None) is None


def test_a_period_compared_with_counts_too(lake: School, monkeypatch: pytest.MonkeyPatch) -> None:
    definitions.note_versions(now=NOW)
    redefine(monkeypatch, METRIC)
    definitions.note_versions(now=LATER)
    write(lake, SOLD)
    services.catch_up(now=LATER)

    told = services.measure(
        METRIC,
        school_id=lake.pk,
        period_from=date(2027, 2, 1),
        period_to=date(2027, 3, 1),
        versus=(date(2027, 1, 1), date(2027, 2, 1)),
        now=LATER + timedelta(days=60),
    )

    assert [one.after for one in told.redefined] == [2]


def test_a_school_that_came_later_never_saw_the_former_version(
    lake: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    definitions.note_versions(now=NOW)
    redefine(monkeypatch, METRIC)
    definitions.note_versions(now=LATER)
    lake.created_at = LATER + timedelta(days=1)
    lake.save(update_fields=["created_at"])

    assert services.changes_within(METRIC, school_id=lake.pk) == []


def test_words_of_changes_are_said_in_russian() -> None:
    """A definition's words are message ids: each needs its translation beside the lake's."""
    from django.utils.translation import gettext

    told = [words for one in DEFINITIONS.values() for words in one.changes.values()]
    with override("ru"):
        assert [words for words in told if gettext(words) == words] == []
