"""An import brings people into their segments, though nobody bought anything."""

from pathlib import Path

import pytest

from conftest import MONDAY
from provodnik.connectors.getcourse.tests.exports import Loader
from provodnik.facts.sales.base.models import Change, Contact
from provodnik.facts.sales.base.recounting import recount
from provodnik.facts.sales.base.tests.worlds import counted, members, segment
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db

HEADER = ["id", "Email", "Создан", "Последняя активность", "Имя", "Фамилия"]
ANNA = ["7", "anna@mail.ru", "2026-09-01 10:00", "2026-10-20 10:00", "Анна", "Ёлкина"]
BORIS = ["8", "boris@mail.ru", "2026-09-01 10:00", "2026-06-01 10:00", "Борис", "Лаптев"]


@pytest.fixture
def load(school: School, tmp_path: Path) -> Loader:
    return Loader(school, tmp_path)


@pytest.mark.requirement("R-271")
def test_users_alone_are_contacts_in_their_segments(load: Loader) -> None:
    lately = segment([("active_ago", "at_most", "30")], name="Живые")
    nobody = segment([("orders", "at_most", "0")], name="Не покупали")

    load.rows("getcourse-users", [HEADER, ANNA, BORIS])
    counted()

    anna = Contact.objects.get(client__external_name="7").client_id
    assert Contact.objects.count() == 2
    assert members(lately) == {anna}
    assert len(members(nobody)) == 2


def test_a_roster_that_says_more_of_a_card_moves_its_client(load: Loader) -> None:
    load.rows("getcourse-users", [HEADER, BORIS])
    counted()
    lately = segment([("active_ago", "at_most", "30")])
    before = members(lately)

    load.rows("getcourse-users", [HEADER, [*BORIS[:3], "2026-10-25 10:00", *BORIS[4:]]])
    counted()

    assert (before, len(members(lately))) == (set(), 1)


def test_a_file_that_changes_no_card_leaves_nobody_to_recount(load: Loader) -> None:
    load.rows("getcourse-users", [HEADER, ANNA])
    counted()

    load.rows("getcourse-users", [HEADER, ANNA])

    assert Change.objects.count() == 0
    assert recount(now=MONDAY).clients == 0


def test_a_trial_run_leaves_nobody_to_recount(load: Loader) -> None:
    load.rows("getcourse-users", [HEADER, ANNA], dry_run=True)

    assert Change.objects.count() == 0
