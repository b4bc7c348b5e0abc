"""A person is erased: nothing names or describes them, nothing counted changes, none comes back."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from conftest import MONDAY
from provodnik.config.tests.persons import (
    BORIS,
    LATER,
    NATALIA,
    SECRETS,
    USERS_HEADER,
    live,
)
from provodnik.connectors.getcourse.tests.exports import Loader, order, payment
from provodnik.facts.people.erasure import keys
from provodnik.facts.people.erasure.models import ErasedKey, Erasure
from provodnik.facts.people.erasure.services import erase
from provodnik.facts.people.models import Client, ClientKey
from provodnik.facts.people.queries import search, student_count
from provodnik.facts.people.services import Contacts, add_client, merge, write_note
from provodnik.facts.people.tests.factories import happened, make_client
from provodnik.facts.people.types import KeyKind
from provodnik.facts.sales.models import Order, Payment
from provodnik.facts.sales.queries.money import client_money
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import erasure
from provodnik.kernel.imports import files
from provodnik.kernel.imports.models import ImportReject
from provodnik.kernel.imports.sweeping import sweep
from provodnik.kernel.imports.types import RejectCode, Tally
from provodnik.kernel.models import JournalEntry, School
from provodnik.kernel.tenancy import school_models
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import TouchState

pytestmark = pytest.mark.django_db

ORDERS = (
    order("501", user="70012", email="remizova@mail.ru", paid="2026-10-02 12:00"),
    order("502", user="70013", email="boris@mail.ru", paid="2026-10-04 12:00"),
)


@pytest.fixture
def load(school: School, tmp_path: Path, settings: Settings) -> Loader:
    settings.HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return Loader(school, tmp_path)


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff("Анна Лебедева")


@pytest.fixture
def natalia(load: Loader, anna: Staff) -> Client:
    """Natalia with everything the school knows of her, and Boris beside."""
    load.rows("getcourse-users", [USERS_HEADER, NATALIA, BORIS])
    load.orders(*ORDERS)
    load.payments(payment("9001", order="501", email="remizova@mail.ru"))
    known = Client.objects.get(email="remizova@mail.ru")
    live(known, anna, friend=Client.objects.get(email="boris@mail.ru"))
    return known


def gone(client: Client) -> Erasure:
    return erase(client.pk, request="письмо № 15", now=LATER, actor="system")


def tables() -> dict[str, list[str]]:
    """Every row of every table of the school, as text."""
    told = {}
    with connection.cursor() as cursor:
        for model in school_models():
            name = model._meta.db_table
            cursor.execute(f"SELECT row_to_json(t)::text FROM {name} AS t")
            told[name] = [row[0].lower() for row in cursor.fetchall()]
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        told["procrastinate_jobs"] = [row[0].lower() for row in cursor.fetchall()]
    return told


def secrets_in(told: dict[str, list[str]]) -> set[tuple[str, str]]:
    """Which table still says what."""
    return {
        (table, secret)
        for table, rows in told.items()
        for secret in SECRETS
        for row in rows
        if secret in row
    }


def test_no_table_names_or_describes_the_person_any_more(natalia: Client) -> None:
    spoken = {table for table, _secret in secrets_in(tables())}
    assert {"people_client", "people_note", "kernel_journalentry", "queue_touch"} <= spoken
    assert len(spoken) > 12, "the test must say something to every part"

    gone(natalia)

    assert secrets_in(tables()) == set()


def test_others_are_as_they_were(natalia: Client) -> None:
    def about_boris() -> set[str]:
        return {row for rows in tables().values() for row in rows if "лаптев" in row}

    before = about_boris()

    gone(natalia)

    assert about_boris() == before


def test_money_and_every_entry_stay(natalia: Client) -> None:
    def counted() -> list[tuple[object, ...]]:
        columns = ("pk", "event", "source", "happened_at", "client_id", "staff_id", "product_id")
        rows = JournalEntry.objects.exclude(event__name="client_erased").order_by("pk")
        return list(rows.values_list(*columns, "channel", "value", "actor", "tx"))

    money, entries = client_money(natalia.pk), counted()
    assert money.paid_kopecks == 12_900_00

    gone(natalia)

    assert (client_money(natalia.pk), counted()) == (money, entries)
    assert Order.objects.filter(client=natalia).count() == 1
    assert Payment.objects.filter(client=natalia).count() == 1


def test_open_touches_are_dropped_and_made_ones_stay_counted(natalia: Client) -> None:
    planned = Touch.objects.filter(client=natalia, state=TouchState.PLANNED)
    made = Touch.objects.filter(client=natalia, state=TouchState.MADE)
    assert planned.count() >= 1
    held = made.count()

    gone(natalia)

    assert (planned.count(), made.count()) == (0, held)


def test_nobody_finds_the_person(natalia: Client) -> None:
    before = student_count()

    gone(natalia)

    assert student_count() == before - 1
    for needle in ("Ремизова", "remizova", "9170001122", "70012", "erased", "Удалённый"):
        assert search(needle) == []


def test_the_erasure_is_journaled_without_the_person(natalia: Client) -> None:
    gone(natalia)

    [entry] = JournalEntry.objects.filter(event__name="client_erased")
    assert (entry.client_id, entry.item, entry.attrs) == (None, f"client:{natalia.pk}", {})


def test_erasing_again_changes_nothing(natalia: Client) -> None:
    first = gone(natalia)
    before = tables()

    assert gone(natalia) == first
    assert tables() == before


def test_every_card_the_person_was_merged_from_goes_as_well(natalia: Client) -> None:
    twin = make_client(first_name="Ната", email="nata.remizova@mail.ru")
    merge(natalia.pk, twin.pk, now=MONDAY, actor="system")

    done = gone(twin)

    assert done.client_id == natalia.pk
    assert Client.objects.filter(erased_at=LATER).count() == 2
    assert secrets_in(tables()) == set()


def test_nothing_is_written_about_somebody_erased(natalia: Client) -> None:
    gone(natalia)

    with pytest.raises(Client.DoesNotExist):
        write_note(natalia.pk, text="тайна", now=LATER, actor="system")


def test_a_file_loaded_again_brings_nobody_back(natalia: Client, load: Loader) -> None:
    people, orders = Client.objects.count(), Order.objects.count()
    gone(natalia)

    users = load.rows("getcourse-users", [USERS_HEADER, NATALIA, BORIS], now=LATER)
    sold = load.orders(*ORDERS, now=LATER)
    paid = load.payments(payment("9001", order="501", email="remizova@mail.ru"), now=LATER)

    assert users.tally == Tally(unchanged=1, rejected=1)
    assert sold.tally == Tally(unchanged=1, rejected=1)
    assert paid.tally == Tally(rejected=1)
    assert (Client.objects.count(), Order.objects.count()) == (people, orders)
    assert secrets_in(tables()) == set()
    assert set(ImportReject.objects.values_list("code", flat=True)) == {RejectCode.ERASED}


def test_a_file_in_which_somebody_erased_was_met_goes_the_next_night(
    natalia: Client, load: Loader, school: School
) -> None:
    gone(natalia)
    with_her = load.rows("getcourse-users", [USERS_HEADER, NATALIA, BORIS], now=LATER)
    without = load.rows("getcourse-users", [USERS_HEADER, BORIS], now=LATER)

    sweep(now=LATER)

    assert not files.place(with_her.path).exists()
    assert files.place(without.path).exists()


def test_new_rows_of_the_erased_are_refused_under_any_name_of_theirs(
    natalia: Client, load: Loader
) -> None:
    gone(natalia)

    by_id = order("601", user="70012", email="new@mail.ru")
    by_mail = order("602", user="", email="REMIZOVA@mail.ru")
    somebody = order("603", user="70099", email="vera@mail.ru")
    run = load.orders(by_id, by_mail, somebody, now=LATER)

    assert run.tally == Tally(created=1, rejected=2)
    events = [
        ["client", "event", "at"],
        ["70012", "logged_in", "2026-11-01"],
        ["70099", "logged_in", "2026-11-01"],
    ]
    assert load.rows("events", events, now=LATER).tally == Tally(created=1, rejected=1)


def test_a_trial_run_counts_the_refused_as_well(natalia: Client, load: Loader) -> None:
    gone(natalia)

    run = load.rows("getcourse-users", [USERS_HEADER, NATALIA, BORIS], now=LATER, dry_run=True)

    assert run.tally == Tally(unchanged=1, rejected=1)


def test_who_is_added_by_hand_again_has_come_back(natalia: Client, load: Loader) -> None:
    gone(natalia)
    contacts = Contacts(name="Наталья Ремизова", email="remizova@mail.ru")
    back = add_client(contacts, now=LATER, actor="staff:1", keys={KeyKind.GETCOURSE: "70012"})

    run = load.rows("getcourse-users", [USERS_HEADER, NATALIA], now=LATER)

    assert run.tally == Tally(updated=1)
    assert back.pk != natalia.pk
    assert ClientKey.objects.filter(client=back).count() == 2


def test_keys_are_told_by_the_secret_of_the_installation_alone(
    natalia: Client, settings: Settings
) -> None:
    gone(natalia)
    assert keys.erased_among({"remizova@mail.ru", "boris@mail.ru"}) == {"remizova@mail.ru"}

    settings.SECRET_KEY = "another installation"

    assert keys.erased_among({"remizova@mail.ru"}) == set()
    assert not ErasedKey.objects.filter(made_with=keys.made_with()).exists()


def test_rejected_rows_of_the_time_before_lose_the_person(natalia: Client, load: Loader) -> None:
    bad = order("701", user="70012", email="remizova@mail.ru", cost="тайна цены")
    other = order("702", user="70013", email="boris@mail.ru", cost="сто")
    run = load.orders(bad, other)
    assert run.rejected == 2

    gone(natalia)

    emptied, kept = ImportReject.objects.filter(run=run).order_by("line")
    assert (emptied.cells, emptied.code) == ([], RejectCode.BAD_MONEY)
    assert "boris@mail.ru" in kept.cells


def test_the_journal_gives_way_to_nothing_but_an_erasure(natalia: Client) -> None:
    """The owner's function lets words of tombstones go, and refuses everything else."""
    entry = happened("note_written", natalia, attrs={"text": "слово"})
    wanted = f'[{{"id": {entry}, "item": null, "external_id": null, "attrs": {{}}}}]'

    def let_through(told: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT people_erase_words(%s::jsonb)", [told])
            return int(cursor.fetchone()[0])

    assert let_through(wanted) == 0, "the client lives"
    gone(natalia)
    lesson = JournalEntry.objects.get(client_id=natalia.pk, event__name="lesson_viewed")
    added = f'[{{"id": {lesson.pk}, "item": "Урок 6", "attrs": {{"module": "новое"}}}}]'
    renamed = f'[{{"id": {lesson.pk}, "item": "Урок 7", "attrs": {{}}}}]'
    assert (let_through(added), let_through(renamed)) == (0, 0)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        JournalEntry.objects.filter(pk=entry).update(value=1)


def test_an_erasure_that_fails_changes_nothing(natalia: Client) -> None:
    before = tables()
    known = erasure.traces()
    broken = erasure.stays(Touch, "client", blanks={"due_at": None})
    erasure.declare([*known, broken])
    try:
        with pytest.raises(DatabaseError), transaction.atomic():
            gone(natalia)
    finally:
        erasure.declare(known)

    assert tables() == before


def test_the_queries_do_not_grow_with_the_history(natalia: Client, anna: Staff) -> None:
    other = make_client(first_name="Вера", email="vera@mail.ru")
    for day in range(30):
        at = MONDAY + timedelta(days=day)
        write_note(natalia.pk, text=f"тайна {day}", now=at, actor=f"staff:{anna.pk}")
    write_note(other.pk, text="одна", now=MONDAY, actor=f"staff:{anna.pk}")

    with CaptureQueriesContext(connection) as short:
        gone(other)
    with CaptureQueriesContext(connection) as long:
        gone(natalia)

    assert len(long) - len(short) <= 12, "rows that hang on others cost a query a table, not a row"
