"""Every kind of message becomes a clear line; what is of no concern becomes nothing."""

import pytest
from django.utils.translation import override

from provodnik.connectors.telegram import rules, words
from provodnik.connectors.telegram.tests.updates import edited, membership, said
from provodnik.connectors.telegram.types import Said, Started, Stopped


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param({"text": "Не открывается"}, "Не открывается", id="text"),
        pytest.param({"photo": [{}]}, "Фото", id="photo"),
        pytest.param({"photo": [{}], "caption": "вот"}, "Фото\nвот", id="photo with words"),
        pytest.param({"voice": {"duration": 14}}, "Голосовое 0:14", id="voice"),
        pytest.param({"video": {"duration": 75}}, "Видео 1:15", id="video"),
        pytest.param({"document": {"file_name": "дз.pdf"}}, "Файл дз.pdf", id="file"),
        pytest.param({"sticker": {"emoji": "🙂"}}, "Стикер 🙂", id="sticker"),
        pytest.param(
            {"animation": {"duration": 2}, "document": {"file_name": "a.mp4"}}, "GIF 0:02", id="gif"
        ),
        pytest.param({"contact": {"first_name": "Оля"}}, "Контакт Оля", id="contact"),
        pytest.param({"location": {"latitude": 1.5}}, "Место на карте", id="place"),
        pytest.param({"poll": {"question": "Когда?"}}, "Опрос Когда?", id="poll"),
        pytest.param({"dice": {}}, "Сообщение, которое видно только в Телеграме", id="unknown"),
    ],
)
@pytest.mark.requirement("R-124")
def test_what_was_sent_is_a_line_a_colleague_understands(
    fields: dict[str, object], line: str
) -> None:
    found = rules.heard(said(1, None, **fields))

    assert isinstance(found, Said)
    with override("ru"):
        assert words.line(found) == line


def test_an_edit_is_another_message_that_says_so() -> None:
    first, second = rules.heard(said(1)), rules.heard(edited(2, "Урок 5", of=1))

    assert isinstance(first, Said)
    assert isinstance(second, Said)
    assert first.name != second.name
    with override("ru"):
        assert words.line(second) == "Исправлено: Урок 5"


def test_a_start_hands_over_its_token() -> None:
    assert isinstance(found := rules.heard(said(1, "/start c7-739000-abc")), Started)
    assert found.token == "c7-739000-abc"
    assert isinstance(found := rules.heard(said(1, "/start")), Started)
    assert found.token == ""


@pytest.mark.parametrize(("status", "is_back"), [("kicked", False), ("member", True)])
def test_who_stops_the_bot_and_who_lets_it_speak_again(status: str, is_back: bool) -> None:
    assert rules.heard(membership(1, status)) == Stopped(100, is_back=is_back)


@pytest.mark.parametrize(
    "update",
    [
        said(1, chat={"id": -5, "type": "supergroup", "title": "Поток"}),
        {"update_id": 1, "callback_query": {}},
        {"update_id": 1},
    ],
    ids=["group", "query", "nothing"],
)
def test_what_is_of_no_concern_is_nothing(update: dict[str, object]) -> None:
    assert rules.heard(update) is None  # type: ignore[arg-type]  # any object Telegram may send


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("коротко", ["коротко"]),
        ("один два три", ["один два", "три"]),
        ("один\nдва три", ["один", "два три"]),
        ("оченьдлинное", ["оченьдлин", "ное"]),
        ("  ", []),
    ],
)
def test_a_long_text_is_cut_where_it_reads_well(text: str, pieces: list[str]) -> None:
    assert rules.parts(text, longest=9) == pieces
