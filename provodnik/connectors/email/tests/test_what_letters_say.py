"""What a letter says anew, and who wrote it."""

import pytest

from provodnik.connectors.email.html import plain
from provodnik.connectors.email.parsing import Illegible, parsed
from provodnik.connectors.email.quoting import new_words
from provodnik.connectors.email.tests.letters import ADDRESS, letter
from provodnik.connectors.email.types import LetterKind

_QUOTED = "> Добрый день\n> Проверьте доступ"


@pytest.mark.parametrize(
    ("text", "new"),
    [
        pytest.param("Готово", "Готово", id="nothing quoted"),
        pytest.param(
            f"Не вышло\n\n09.11.2026 10:00, Школа <{ADDRESS}> пишет:\n{_QUOTED}",
            "Не вышло",
            id="ru",
        ),
        pytest.param(
            f"Не вышло\n\nOn Mon, Nov 9, 2026 at 10:00 AM School wrote:\n{_QUOTED}",
            "Не вышло",
            id="en",
        ),
        pytest.param(
            f"Не вышло\n\nпн, 9 нояб. 2026 г. в 10:00, Школа заботы\n<{ADDRESS}>:\n\n{_QUOTED}",
            "Не вышло",
            id="a head broken in two",
        ),
        pytest.param(
            "Не вышло\n\nОт: Школа\nОтправлено: 9 ноября\nТема: Доступ\n\nДобрый день",
            "Не вышло",
            id="outlook",
        ),
        pytest.param(
            "Да\n-----Original Message-----\nFrom: x\nпрежнее", "Да", id="original message"
        ),
        pytest.param(f"Школа wrote:\n{_QUOTED}\nДа, работает", "Да, работает", id="answer below"),
        pytest.param("Спасибо\n--\nАнна\n+7 900", "Спасибо", id="signature"),
        pytest.param("Спасибо\n\nОтправлено с iPhone", "Спасибо", id="phone"),
        pytest.param(_QUOTED, _QUOTED, id="only a quotation is shown whole"),
        pytest.param("От: кого ждать ответа?", "От: кого ждать ответа?", id="no head"),
        pytest.param(
            "Вопрос такой:\nпочему закрыт урок?",
            "Вопрос такой:\nпочему закрыт урок?",
            id="a colon is no head",
        ),
    ],
)
def test_only_what_is_new_is_shown(text: str, new: str) -> None:
    assert new_words(text) == new


def test_html_becomes_text() -> None:
    html = (
        "<head><style>p{}</style></head><body><p>Добрый&nbsp;день</p><div>Урок "
        '<a href="https://school.ru/1">тут</a><br>и тут</div><ul><li>раз</li></ul>'
        "<blockquote>прежнее</blockquote><script>x()</script>"
    )

    assert plain(html).splitlines() == [
        *("Добрый день", "Урок тут (https://school.ru/1)", "и тут", "- раз", "> прежнее"),
    ]


@pytest.mark.parametrize(
    ("headers", "sender", "kind"),
    [
        ({}, "anna@mail.ru", LetterKind.PERSON),
        ({"Auto-Submitted": "no"}, "anna@mail.ru", LetterKind.PERSON),
        ({"Auto-Submitted": "auto-replied"}, "anna@mail.ru", LetterKind.AUTO),
        ({"Precedence": "bulk"}, "shop@mail.ru", LetterKind.AUTO),
        ({"X-Autoreply": "yes"}, "anna@mail.ru", LetterKind.AUTO),
        ({"Return-Path": "<>"}, "anna@mail.ru", LetterKind.AUTO),
        ({}, "MAILER-DAEMON@mail.ru", LetterKind.BOUNCE),
        ({}, ADDRESS, LetterKind.OWN),
    ],
)
def test_machines_are_told_from_people(
    headers: dict[str, str], sender: str, kind: LetterKind
) -> None:
    told = parsed(letter(sender=sender, headers=headers).as_bytes(), own_address=ADDRESS)

    assert told.kind is kind


def test_an_answer_of_the_absent_is_known_by_its_subject() -> None:
    told = parsed(letter(subject="Автоответ: Доступ").as_bytes(), own_address=ADDRESS)

    assert told.kind is LetterKind.AUTO


def test_letters_of_old_programs_are_read() -> None:
    raw = (
        b"From: =?windows-1251?B?wO3t4A==?= <Anna@Mail.ru>\r\nSubject: =?koi8-r?B?8NLJ18XU?=\r\n"
        b"Content-Type: text/plain; charset=unknown-8bit\r\n\r\n" + "Не вижу урок".encode("cp1251")
    )

    told = parsed(raw, own_address=ADDRESS)

    assert (told.address, told.name, told.subject) == ("anna@mail.ru", "Анна", "Привет")
    assert told.text == "Не вижу урок"
    assert told.message_id.endswith("@no-id>") and told.said_at is None


def test_files_are_named_and_bounded() -> None:
    made = letter("Смотрите")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="работа.pdf")
    made.add_attachment(b"GIF", maintype="image", subtype="gif")

    first, second = parsed(made.as_bytes(), own_address=ADDRESS).files

    assert (first.name, first.content_type, first.data) == (
        "работа.pdf",
        "application/pdf",
        b"%PDF",
    )
    assert second.name


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe\x00", b"From:\r\n\r\n", b"Content-Type: x/;;\r\n\r\n"]
)
def test_nonsense_stops_nothing(raw: bytes) -> None:
    try:
        told = parsed(raw, own_address=ADDRESS)
    except Illegible:
        return
    assert told.kind is LetterKind.BOUNCE
