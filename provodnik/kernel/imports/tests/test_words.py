"""What imports say, in the reader's language."""

from django.utils.translation import override

from provodnik.connectors.getcourse.orders import KIND
from provodnik.kernel.imports import words
from provodnik.kernel.imports.errors import FileUnreadable, SchoolBusy
from provodnik.kernel.imports.types import FileProblem


def test_a_refusal_says_what_came_and_what_is_needed() -> None:
    refusal = FileUnreadable(FileProblem.NOT_A_TABLE, what="PDF")

    with override("ru"):
        assert words.error(refusal) == "Это не таблица. Нужен CSV или XLSX, а пришёл PDF."


def test_a_missing_column_is_named_with_its_likeness() -> None:
    need = KIND.needs[2].text
    refusal = FileUnreadable(FileProblem.MISSING_COLUMN, need=need, like="Этап")

    with override("ru"):
        assert words.error(refusal) == (
            "Не нашли колонку со статусом заказа. Похожа «Этап»: подтвердите её на шаге «Колонки»."
        )


def test_every_need_of_a_kind_has_russian_words() -> None:
    with override("ru"):
        for need in KIND.needs:
            assert words.error(FileUnreadable(FileProblem.MISSING_COLUMN, need=need.text)) != (
                need.text
            )


def test_a_reason_quotes_the_cell() -> None:
    with override("ru"):
        assert words.reason("bad_date", {"value": "вчера"}) == (
            "«вчера» не похоже на дату. Напишите так: 2026-11-03 14:30."
        )


def test_waiting_is_said_in_words() -> None:
    with override("ru"):
        assert words.error(SchoolBusy()) == (
            "Школа уже загружает другой файл. Этот подождёт своей очереди."
        )
