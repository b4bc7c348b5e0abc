"""The standard of subjects (R-126)."""

import pytest

from provodnik.touches.desk.subjects import bare, follows, numbers_in, standard

pytestmark = pytest.mark.requirement("R-126")

FORM = "[№{number}] {name}: {topic}"


def test_a_subject_is_made_by_the_form() -> None:
    assert standard(FORM, number=1043, name="Анна", topic="Re: Доступ\nк курсу") == (
        "[№1043] Анна: Доступ к курсу"
    )


def test_a_long_subject_is_cut() -> None:
    made = standard(FORM, number=1, name="Анна", topic="очень " * 60)

    assert len(made) <= 150 and made.endswith("…") and follows(FORM, made, number=1)


@pytest.mark.parametrize(
    ("subject", "is_standard"),
    [
        ("[№1043] Анна: Доступ", True),
        ("Re: Fwd: [№1043] Анна: Доступ", True),
        ("[№1044] Анна: Доступ", False),
        ("[№1043] Анна", False),
        ("№1043 Анна: Доступ", False),
        ("Доступ к курсу", False),
        ("", False),
    ],
)
def test_a_subject_not_by_the_form_is_known(subject: str, is_standard: bool) -> None:
    assert follows(FORM, subject, number=1043) is is_standard


def test_any_form_of_the_school_is_recognised() -> None:
    form = "{topic} (обращение {number})"

    assert follows(form, standard(form, number=7, name="Анна", topic="Доступ (видео)"), number=7)
    assert not follows(form, "Доступ (обращение семь)")


def test_a_form_that_begins_like_a_reply_is_recognised() -> None:
    assert follows("Тема: {topic}", "Тема: доступ")


@pytest.mark.parametrize(
    ("subject", "numbers"),
    [("Re: [№1043] Анна: Доступ", (1043,)), ("#7 и № 8", (7, 8)), ("Заказ 1043", ())],
)
def test_numbers_of_tickets_are_found(subject: str, numbers: tuple[int, ...]) -> None:
    assert numbers_in(subject) == numbers


def test_signs_of_a_reply_are_taken_off() -> None:
    assert bare("RE: Re[2]:  Отв: Ответ: тема") == "тема"
