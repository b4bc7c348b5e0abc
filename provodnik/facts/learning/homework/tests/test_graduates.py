"""Marks of graduates: by experts only, from 1 to 5, counted by cohort; skills of students."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.tests.factories import make_product
from provodnik.facts.learning.homework import queries, services
from provodnik.facts.learning.homework.errors import (
    NoSuchMark,
    NotAnExpert,
    NotPractical,
    OnlyExperts,
    ReasonMissing,
    SkillNameTaken,
)
from provodnik.facts.learning.homework.models import GraduateMark
from provodnik.facts.learning.homework.tests.factories import (
    FINE,
    NOON,
    check,
    checked,
    hand_in,
    make_lesson,
)
from provodnik.facts.learning.services import add_members
from provodnik.facts.learning.tests.factories import make_cohort
from provodnik.facts.people.models import Client
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.method import queries as method

pytestmark = pytest.mark.django_db


@pytest.fixture
def expert(school: School) -> Staff:
    return make_staff("Вера Тон", "expert_assessor")


@pytest.fixture
def product(school: School) -> Product:
    return make_product("Колорист с нуля")


def give(client: Client, product: Product, mark: int, by: Staff, words: str = "") -> GraduateMark:
    return services.mark_graduate(client.pk, product.pk, mark, comment=words, by_id=by.pk, now=NOON)


@pytest.mark.requirement("R-150")
@pytest.mark.parametrize("mark", [0, 6])
def test_the_scale_refuses_marks_beyond_it(product: Product, expert: Staff, mark: int) -> None:
    client = make_client()
    with pytest.raises(NoSuchMark):
        give(client, product, mark, expert)

    given = give(client, product, 5, expert)
    with pytest.raises(IntegrityError), transaction.atomic():
        GraduateMark.objects.filter(pk=given.pk).update(mark=mark)


@pytest.mark.requirement("R-150")
def test_every_mark_is_told_in_words_and_five_is_above_the_market(school: School) -> None:
    settings = method.homework_settings()

    assert "выше стандартов рынка" in settings.graduate_level(5).text
    assert all(settings.graduate_level(mark).text for mark in range(1, 6))


@pytest.mark.requirement("R-151")
@pytest.mark.parametrize("role", ["curator", "senior_curator", "head_of_product_and_service"])
def test_only_an_expert_marks_a_graduate(product: Product, role: str) -> None:
    with pytest.raises(OnlyExperts):
        give(make_client(), product, 5, make_staff("Другая роль", role))

    assert not GraduateMark.objects.exists()


def test_another_mark_needs_its_reason_and_the_same_changes_nothing(
    product: Product, expert: Staff
) -> None:
    client = make_client()
    give(client, product, 3, expert)
    give(client, product, 3, expert)
    with pytest.raises(ReasonMissing):
        give(client, product, 4, expert)
    give(client, product, 4, expert, "Сдала сложный блонд")

    told = JournalEntry.objects.filter(event__name="graduate_marked").order_by("pk")
    assert [(one.value, one.attrs) for one in told] == [
        (300, {}),
        (400, {"reason": "Сдала сложный блонд"}),
    ]


@pytest.mark.requirement("R-152", "R-159")
def test_marks_of_a_cohort_equal_a_count_by_hand(product: Product, expert: Staff) -> None:
    cohort, others = (
        make_cohort(product_id=product.pk),
        make_cohort("Поток 15", product_id=product.pk),
    )
    clients = [make_client(f"Ученица {number}") for number in range(7)]
    add_members(cohort.pk, [one.pk for one in clients[:6]], joined_at=NOON, actor="system")
    add_members(others.pk, [clients[6].pk], joined_at=NOON, actor="system")
    for client, mark in zip(clients, (5, 5, 4, 3, 5, None, 2), strict=True):
        if mark:
            give(client, product, mark, expert)

    rows = {row.cohort: row for row in queries.cohort_marks()}
    row = rows["Поток 14"]
    assert (row.students, row.marked, row.counts) == (6, 5, (0, 0, 1, 1, 3))
    assert (row.mean, row.fives_share) == (22 / 5, 3 / 5)
    assert rows["Поток 15"].counts == (0, 1, 0, 0, 0)
    people = queries.graduates_of(product.pk, cohort.pk)
    assert [one.mark for one in people] == [5, 5, 4, 3, 5, None]


def test_a_graduate_of_no_cohort_is_counted_too(product: Product, expert: Staff) -> None:
    give(make_client(), product, 5, expert)

    (row,) = queries.cohort_marks()
    assert (row.cohort_id, row.students, row.fives) == (None, 1, 1)
    assert len(queries.graduates_of(product.pk, None)) == 1


@pytest.mark.requirement("R-151")
def test_practical_tasks_are_given_to_experts(product: Product, expert: Staff) -> None:
    practical = make_lesson("Модель", product=product, is_practical=True)
    clients, head = [make_client(), make_client()], make_staff("Ольга", "curator")
    ids = [one.pk for one in clients]
    with pytest.raises(NotAnExpert):
        services.give_task(practical.pk, ids, expert_id=head.pk, by_id=head.pk, now=NOON)
    with pytest.raises(NotPractical):
        plain = make_lesson("Урок 1", product=product)
        services.give_task(plain.pk, ids, expert_id=expert.pk, by_id=head.pk, now=NOON)

    for fresh in (2, 0):
        told = services.give_task(practical.pk, ids, expert_id=expert.pk, by_id=head.pk, now=NOON)
        assert told == fresh


@pytest.mark.requirement("R-153")
def test_every_skill_has_tasks_tries_and_a_level(product: Product, expert: Staff) -> None:
    tone, base = (make_lesson(name, product=product) for name in ("Тон", "База"))
    course_id = tone.course_id
    skill = services.add_skill(course_id, "Тонирование", now=NOON, actor="system")
    empty = services.add_skill(course_id, "Стрижка", now=NOON, actor="system")
    services.train(skill.pk, [tone.pk, base.pk], now=NOON, actor="system")
    client, curator = make_client("Ирма"), make_staff(role="curator")
    five = dict.fromkeys(("cleanness", "tone", "reasoning"), 5)
    check(hand_in(tone, client), curator.pk, checked(five), at=NOON)
    check(hand_in(base, client), curator.pk, at=NOON + timedelta(hours=1))

    found = queries.skill_matrix(course_id, limit=50)
    assert found.skills == ((skill.pk, "Тонирование", 2), (empty.pk, "Стрижка", 0))
    assert found.without_tasks == ("Стрижка",)
    assert found.students == ((client.pk, "Ирма"),)
    cell = found.cells[client.pk, skill.pk]
    assert (cell.tries, cell.score_hundredths, cell.level) == (2, 450, "владеет")
    with pytest.raises(SkillNameTaken):
        services.add_skill(course_id, "Тонирование", now=NOON, actor="system")


def test_a_practical_check_is_by_the_rubric_of_experts(product: Product, expert: Staff) -> None:
    practical = make_lesson("Модель", product=product, is_practical=True)
    review = check(hand_in(practical, make_client()), expert.pk, checked(FINE), at=NOON)

    assert review.score_hundredths == 500
