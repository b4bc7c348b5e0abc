"""What a process remembers of a school's method from one transaction to the next."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import MONDAY
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.kernel.schools.services import create_school
from provodnik.method import queries, services
from provodnik.method.forms import body_with
from provodnik.method.types import Section


def edit_window(days: str) -> None:
    body = queries.document(Section.CREDIT).body
    changed = body_with(Section.CREDIT, body, {"window_days": [days]})
    services.edit(Section.CREDIT, changed, by=7, now=MONDAY, reason="Дольше думают")


def test_all_sections_cost_one_query_a_transaction(committed_school: School) -> None:
    with schools.inside(committed_school.pk), CaptureQueriesContext(connection) as first:
        queries.roles()
        queries.offer_gates()
    with schools.inside(committed_school.pk), CaptureQueriesContext(connection) as second:
        queries.roles()
        queries.offer_gates()
        queries.channels()
        queries.scripts()
        queries.signal_settings()

    assert (len(first), len(second)) == (1, 1)


def test_a_body_is_read_once_a_process(committed_school: School) -> None:
    with schools.inside(committed_school.pk):
        first = queries.scripts()
    with schools.inside(committed_school.pk):
        assert queries.scripts() is first


def test_a_later_transaction_sees_an_edit(committed_school: School) -> None:
    with schools.inside(committed_school.pk):
        assert queries.credit_rules().window_days == 30
        edit_window("45")
        assert queries.credit_rules().window_days == 45
    with schools.inside(committed_school.pk):
        assert queries.credit_rules().window_days == 45


def test_an_edit_in_one_school_is_not_seen_in_another(committed_school: School) -> None:
    other = create_school(slug="drugaya", name="Другая", now=MONDAY)
    with schools.inside(committed_school.pk):
        edit_window("45")

    with schools.inside(other.pk):
        assert queries.credit_rules().window_days == 30
