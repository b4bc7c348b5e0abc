"""A school's own copy of the method: copied once, edited with reasons, moved to a newer one."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from conftest import MONDAY
from provodnik.kernel.models import JournalEntry, School
from provodnik.method import checks, loader, queries, services
from provodnik.method.diff import Body, value_at
from provodnik.method.errors import (
    ChangedMeanwhile,
    ChoiceMissing,
    MethodInvalid,
    ReasonRequired,
)
from provodnik.method.forms import body_with, body_without
from provodnik.method.loader import Shipped
from provodnik.method.models import MethodDocument, MethodRevision
from provodnik.method.services import Choice
from provodnik.method.types import Section

pytestmark = pytest.mark.django_db

TUESDAY = MONDAY + timedelta(days=1)


def body(section: Section) -> Body:
    return queries.document(section).body


def edit_window(days: str, *, seen_revision: int | None = None) -> int:
    changed = body_with(Section.CREDIT, body(Section.CREDIT), {"window_days": [days]})
    return services.edit(
        Section.CREDIT,
        changed,
        by=7,
        now=TUESDAY,
        reason="Ученики думают дольше",
        seen_revision=seen_revision,
    )


def events(name: str) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(event__name=name).order_by("id"))


def test_a_new_school_has_the_whole_shipped_method(school: School) -> None:
    for section in Section:
        assert body(section) == loader.shipped().body(section)
    assert queries.method() == loader.shipped().sections


def test_copying_again_changes_nothing(school: School) -> None:
    edit_window("45")

    assert services.copy_into(now=TUESDAY) == 0
    assert queries.credit_rules().window_days == 45


def test_a_section_that_came_with_a_newer_product_is_added(school: School) -> None:
    MethodRevision.objects.filter(document__section="signals").delete()
    MethodDocument.objects.filter(section="signals").delete()

    assert services.copy_into(now=TUESDAY) == 1
    assert queries.document(Section.SIGNALS).revision == 1


@pytest.mark.requirement("R-001")
def test_rights_follow_the_schools_own_table(school: School) -> None:
    assert "make_offers" not in queries.rights_of("trainee")
    rights = [*value_at_list("trainee"), "make_offers"]
    changed = body_with(Section.ROLES, body(Section.ROLES), {"roles.trainee.rights": rights})

    services.edit(Section.ROLES, changed, by=1, now=TUESDAY, reason="Стажёры прошли обучение")

    assert "make_offers" in queries.rights_of("trainee")
    assert queries.rights_of("nobody") == frozenset()


def value_at_list(role: str) -> list[str]:
    found = value_at(body(Section.ROLES), ("roles", role, "rights"))
    assert isinstance(found, list)
    return [str(right) for right in found]


def test_an_edit_keeps_both_revisions_and_says_who_and_why(school: School) -> None:
    revision = edit_window("45")

    assert revision == 2
    assert queries.credit_rules().window_days == 45
    assert queries.revision_body(Section.CREDIT, 1)["window_days"] == 30
    newest = queries.history(Section.CREDIT)[0]
    assert (newest.revision, newest.edited_by, newest.reason) == (2, 7, "Ученики думают дольше")
    (entry,) = events("method_edited")
    assert (entry.item, entry.value, entry.staff_id) == ("credit", 2, 7)


def test_the_same_body_is_no_edit(school: School) -> None:
    assert edit_window("30") == 1
    assert events("method_edited") == []


def test_an_edit_without_a_reason_is_refused(school: School) -> None:
    changed = body_with(Section.CREDIT, body(Section.CREDIT), {"window_days": ["45"]})

    with pytest.raises(ReasonRequired), transaction.atomic():
        services.edit(Section.CREDIT, changed, by=7, now=TUESDAY, reason=" ")

    assert queries.credit_rules().window_days == 30


def test_an_edit_over_somebodys_newer_one_is_refused(school: School) -> None:
    edit_window("45", seen_revision=1)

    with pytest.raises(ChangedMeanwhile) as caught:
        edit_window("60", seen_revision=1)

    assert (caught.value.revision, caught.value.edited_by) == (2, 7)


def test_a_body_out_of_shape_is_refused_and_changes_nothing(school: School) -> None:
    with pytest.raises(MethodInvalid), transaction.atomic():
        edit_window("завтра")

    assert queries.document(Section.CREDIT).revision == 1


def test_what_others_point_at_cannot_be_removed(school: School) -> None:
    without = body_without(body(Section.SCRIPTS), "scripts.recovery")

    with pytest.raises(MethodInvalid) as caught:
        services.edit(Section.SCRIPTS, without, by=7, now=TUESDAY, reason="Не нужен")

    (problem,) = caught.value.problems
    assert (problem.path, problem.code) == ("queue.deeds.recovery.script", "unknown_reference")


def test_an_edit_rolled_back_leaves_nothing_behind(school: School) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        edit_window("45")
        assert queries.credit_rules().window_days == 45
        raise ZeroDivisionError

    assert queries.credit_rules().window_days == 30
    edit_window("60")
    assert queries.credit_rules().window_days == 60


def test_a_body_rolled_back_here_is_not_taken_for_one_committed_elsewhere(school: School) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        edit_window("45")
        assert queries.credit_rules().window_days == 45
        raise ZeroDivisionError
    # Another process wrote its own second revision; this one has only seen the lost one.
    row = MethodDocument.objects.get(section="credit")
    row.revision, row.body = 2, {**row.body, "window_days": 60}
    row.save()

    assert queries.credit_rules().window_days == 60


def test_a_field_the_product_gained_comes_as_shipped(school: School) -> None:
    row = MethodDocument.objects.get(section="credit")
    del row.body["refund_takes_back"], row.body["rules"][0]["how"]
    row.body["window_days"] = 45
    row.save()
    queries.forget()

    credit = queries.credit_rules()

    assert (credit.window_days, credit.refund_takes_back) == (45, True)
    assert credit.rules[0].how


def test_an_item_the_product_cannot_do_without_comes_as_shipped(school: School) -> None:
    row = MethodDocument.objects.get(section="gates")
    lost = row.body["reasons"].pop()
    row.save()
    queries.forget()

    assert queries.gates().reasons[-1].key == lost["key"]


def test_the_database_holds_one_document_a_section(school: School) -> None:
    twin = MethodDocument.objects.get(section="credit")
    twin.pk = None

    with pytest.raises(IntegrityError, match="one_method_document_a_section"):
        twin.save(force_insert=True)


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Section, Body], None]]:
    """Pretend that the product ships a newer section."""

    def ship(section: Section, changed: Body) -> None:
        old = loader.shipped()
        sections = {**old.sections, section: checks.shaped(section, changed)}
        shipped = Shipped(version=old.version + 1, news=old.news, sections=sections)
        monkeypatch.setattr(loader, "shipped", lambda: shipped)

    yield ship


type Ship = Callable[[Section, Body], None]


def adopt(**choices: Choice) -> int:
    return services.adopt_newer(
        Section.CREDIT, choices=choices, by=7, now=TUESDAY, reason="Новая версия метода"
    )


def test_a_newer_method_waits_until_it_is_adopted(school: School, newer: Ship) -> None:
    newer(Section.CREDIT, {**body(Section.CREDIT), "window_days": 21})

    assert queries.newer_sections() == {Section.CREDIT: 1}
    assert queries.credit_rules().window_days == 30

    assert adopt() == 2
    assert queries.credit_rules().window_days == 21
    assert queries.newer_sections() == {}
    document = queries.document(Section.CREDIT)
    assert document.base_version == loader.shipped().version
    (entry,) = events("method_adopted")
    assert (entry.attrs["taken"], entry.attrs["kept"]) == (1, 0)


def test_the_schools_own_changes_survive_a_newer_method(school: School, newer: Ship) -> None:
    edit_window("45")
    newer(Section.CREDIT, {**body(Section.CREDIT), "window_days": 30, "same_product": False})

    adopt()

    credit = queries.credit_rules()
    assert (credit.window_days, credit.same_product) == (45, False)


def test_a_conflict_needs_a_persons_choice(school: School, newer: Ship) -> None:
    edit_window("45")
    newer(Section.CREDIT, {**body(Section.CREDIT), "window_days": 21})

    with pytest.raises(ChoiceMissing) as caught:
        adopt()

    assert caught.value.paths == ("window_days",)


@pytest.mark.parametrize(("choice", "days"), [(Choice.TAKE, 21), (Choice.KEEP, 45)])
def test_the_choice_decides_and_is_not_asked_again(
    school: School, newer: Ship, choice: Choice, days: int
) -> None:
    edit_window("45")
    newer(Section.CREDIT, {**body(Section.CREDIT), "window_days": 21})

    adopt(window_days=choice)

    assert queries.credit_rules().window_days == days
    assert queries.newer(Section.CREDIT) == ()
