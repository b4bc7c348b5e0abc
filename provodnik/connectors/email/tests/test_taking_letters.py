"""Letters in: each once, into the thread it continues; machines move no clock."""

import imaplib
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from pytest_django import Settings

from provodnik.connectors.email import checking
from provodnik.connectors.email.models import Letter, MailFolder
from provodnik.connectors.email.reading import read_box
from provodnik.connectors.email.taking import take
from provodnik.connectors.email.tests.letters import ADDRESS, MONDAY, box, letter
from provodnik.connectors.email.tests.peers import ImapPeer, imap_peer, smtp_peer
from provodnik.connectors.email.types import LetterKind, MailBox
from provodnik.facts.people.models import Client
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.accounts import queries as accounts
from provodnik.kernel.accounts import services as account_services
from provodnik.kernel.accounts.types import NewAccount
from provodnik.kernel.models import School
from provodnik.touches.desk import services as desk
from provodnik.touches.desk.files.models import MessageFile
from provodnik.touches.desk.files.services import place
from provodnik.touches.desk.letters import letter_of, name_of, standard_subject, subject_hint
from provodnik.touches.desk.models import Message, Ticket
from provodnik.touches.desk.types import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-124")]


@pytest.fixture
def mail(school: School, tmp_path: Path, settings: Settings) -> MailBox:
    settings.MEDIA_ROOT = tmp_path
    new = NewAccount("email", "Забота", settings={"address": ADDRESS})
    return box(account_services.connect(new, actor="staff:1", now=MONDAY).pk)


@pytest.fixture
def peer() -> Iterator[ImapPeer]:
    with imap_peer() as listening:
        yield listening


def taken(mail: MailBox, made: EmailMessage) -> Letter | None:
    return take(made.as_bytes(), mail, now=MONDAY)


def only_ticket() -> Ticket:
    return Ticket.objects.get()


def test_a_strangers_letter_makes_a_client_and_a_ticket_with_a_number(mail: MailBox) -> None:
    noted = taken(mail, letter("Не открывается урок\n--\nАнна"))

    client, ticket = Client.objects.get(), only_ticket()
    assert (client.name, client.email) == ("Анна Белова", "anna@mail.ru")
    assert (ticket.client, ticket.channel, ticket.subject) == (client, "email", "Доступ")
    assert ticket.asked_at == MONDAY
    assert noted and noted.message and noted.message.text == "Не открывается урок"


def test_the_same_letter_is_taken_once(mail: MailBox) -> None:
    assert taken(mail, letter()) is not None
    assert taken(mail, letter()) is None
    assert Message.objects.count() == 1


def test_a_known_address_is_its_client(mail: MailBox) -> None:
    anna = make_client(name="Анна", email="anna@mail.ru")

    taken(mail, letter(sender="ANNA@mail.ru"))

    assert only_ticket().client == anna


def test_a_reply_finds_its_ticket_by_the_letter_it_answers(mail: MailBox, school: School) -> None:
    taken(mail, letter(name="<first@mail.ru>"))
    ticket, irina = only_ticket(), make_staff("Ирина", "service_manager")
    said = desk.reply(ticket.pk, Answer("Проверьте"), by_id=irina.pk, now=MONDAY)
    body = letter_of(said, ticket)
    answered = f"<{body['message_name']}@ottenok.ru>"

    taken(
        mail,
        letter(
            "Всё равно нет", sender="anna@work.ru", name="<2@w>", subject="", replies_to=answered
        ),
    )

    message = Message.objects.latest("pk")
    assert (body["in_reply_to"], body["references"]) == ("<first@mail.ru>", ["<first@mail.ru>"])
    assert message.ticket == ticket and message.text == "anna@work.ru: Всё равно нет"
    assert Client.objects.count() == 1


def test_a_forged_name_of_ours_leads_nowhere(mail: MailBox) -> None:
    taken(mail, letter())
    message = Message.objects.get()
    forged = name_of(message.pk)[:-1] + "x"

    taken(
        mail,
        letter("Чужое", sender="eve@mail.ru", name="<3@e>", replies_to=f"<{forged}@ottenok.ru>"),
    )

    assert Ticket.objects.count() == 2


def test_a_number_in_the_subject_counts_for_its_own_client_only(mail: MailBox) -> None:
    taken(mail, letter())
    first = only_ticket()
    taken(mail, letter("Ещё", name="<2@mail.ru>", subject=f"Re: [№{first.number}] Анна: Доступ"))
    taken(
        mail,
        letter("Чужое", sender="eve@mail.ru", name="<3@e>", subject=f"Re: [№{first.number}] Анна"),
    )

    by_ticket = Message.objects.order_by("pk").values_list("ticket__number", flat=True)
    assert list(by_ticket) == [first.number, first.number, first.number + 1]


def test_an_answer_of_the_absent_is_kept_and_moves_nothing(mail: MailBox) -> None:
    taken(mail, letter(name="<first@mail.ru>"))
    ticket, irina = only_ticket(), make_staff("Ирина", "service_manager")
    desk.reply(ticket.pk, Answer("Готово"), by_id=irina.pk, now=MONDAY)
    desk.resolve(ticket.pk, by_id=irina.pk, now=MONDAY)

    absent = letter(
        "Я в отпуске",
        name="<2@m>",
        replies_to="<first@mail.ru>",
        headers={"Auto-Submitted": "auto-replied"},
    )
    noted = taken(mail, absent)

    ticket.refresh_from_db()
    assert noted and noted.kind == LetterKind.AUTO.value and noted.message
    assert noted.message.is_auto and noted.message.ticket == ticket
    assert (ticket.state, ticket.asked_at) == ("resolved", None)


def test_a_machine_nobody_wrote_to_makes_no_client_and_no_ticket(mail: MailBox) -> None:
    noted = taken(mail, letter(sender="news@shop.ru", headers={"Precedence": "bulk"}))

    assert noted and noted.message is None
    assert (Client.objects.count(), Ticket.objects.count()) == (0, 0)


def bounce(original: str) -> bytes:
    return (
        "From: MAILER-DAEMON@mail.ru\nMessage-ID: <b@mail.ru>\nSubject: Undelivered\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n'
        "--x\n\nSorry\n--x\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mail.ru\n\n"
        "Final-Recipient: rfc822; anna@mail.ru\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 user unknown\n--x\nContent-Type: text/rfc822-headers\n\n"
        f"Message-ID: {original}\nSubject: x\n--x--\n"
    ).encode()


def test_news_of_an_undelivered_letter_is_told_beside_it(mail: MailBox) -> None:
    taken(mail, letter())
    ticket, irina = only_ticket(), make_staff("Ирина", "service_manager")
    said = desk.reply(ticket.pk, Answer("Готово"), by_id=irina.pk, now=MONDAY)

    noted = take(bounce(f"<{name_of(said.pk)}@ottenok.ru>"), mail, now=MONDAY)

    said.refresh_from_db()
    ticket.refresh_from_db()
    assert noted and noted.kind == LetterKind.BOUNCE.value
    assert said.delivery == "refused" and "550 user unknown" in said.delivery_words
    assert ticket.asked_at is None
    assert Client.objects.count() == 1


def test_our_own_letters_in_the_folder_are_left_alone(mail: MailBox) -> None:
    noted = taken(mail, letter(sender=f"Школа <{ADDRESS}>"))

    assert noted and noted.kind == LetterKind.OWN.value and Ticket.objects.count() == 0


def test_files_are_kept_with_the_message(mail: MailBox) -> None:
    made = letter("")
    made.set_content("Смотрите")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="../работа.pdf")

    taken(mail, made)

    file = MessageFile.objects.get()
    assert (file.name, file.size_bytes, place(file).read_bytes()) == ("работа.pdf", 4, b"%PDF")


def test_a_letter_without_words_shows_its_subject(mail: MailBox) -> None:
    taken(mail, letter(" ", subject="Доступ"))

    assert Message.objects.get().text == "Доступ"


@pytest.mark.requirement("R-126")
def test_a_letter_gets_the_standard_subject_and_another_is_told(mail: MailBox) -> None:
    taken(mail, letter())
    ticket = only_ticket()

    standard = standard_subject(ticket)
    assert standard == f"[№{ticket.number}] Анна Белова: Доступ"
    assert subject_hint(standard, ticket) == ""
    assert standard in subject_hint("Доступ к курсу", ticket)


def read(mail: MailBox, peer: ImapPeer, school: School) -> int:
    reading = replace(box(mail.account_id, imap_port=peer.port), password="secret")
    return read_box(reading, school_id=school.pk, now=MONDAY)


def test_a_box_is_read_from_its_connection_on(
    mail: MailBox, peer: ImapPeer, school: School
) -> None:
    peer.deliver(letter("Старое", name="<old@mail.ru>").as_bytes())

    assert read(mail, peer, school) == 0
    peer.deliver(letter("Новое", name="<new@mail.ru>").as_bytes())
    assert read(mail, peer, school) == 1
    assert read(mail, peer, school) == 0
    assert Message.objects.get().text == "Новое"
    assert accounts.account(mail.account_id).heard_at == MONDAY


def test_a_server_that_numbers_anew_doubles_nothing(
    mail: MailBox, peer: ImapPeer, school: School
) -> None:
    read(mail, peer, school)
    peer.deliver(letter(name="<1@mail.ru>").as_bytes())
    read(mail, peer, school)
    peer.uid_validity = 2
    peer.deliver(letter("Второе", name="<2@mail.ru>").as_bytes())

    assert read(mail, peer, school) == 1
    assert Message.objects.count() == 2
    assert MailFolder.objects.get().uid_validity == 2


def test_a_lost_connection_is_noted_and_loses_nothing(
    mail: MailBox, peer: ImapPeer, school: School
) -> None:
    read(mail, peer, school)
    for number in range(3):
        peer.deliver(letter(f"Письмо {number}", name=f"<{number}@mail.ru>").as_bytes())
    peer.drop_at = {2}

    with pytest.raises(imaplib.IMAP4.abort):
        read(mail, peer, school)
    trouble = accounts.account(mail.account_id).trouble
    assert Message.objects.count() == 1 and trouble == "no_connection"

    assert read(mail, peer, school) == 2
    assert accounts.account(mail.account_id).trouble == ""


def test_the_check_says_which_side_fails(school: School, peer: ImapPeer) -> None:
    with smtp_peer() as out:
        peer.password = ""
        told: dict[str, str | int | bool | None] = {
            "address": ADDRESS,
            "smtp_host": "127.0.0.1",
            "smtp_port": out.port,
            "smtp_security": "plain",
            "imap_host": "127.0.0.1",
            "imap_port": peer.port,
            "imap_security": "plain",
        }

        def checked(**changes: str | int) -> tuple[bool, str]:
            new = NewAccount("email", "Забота", settings={**told, **changes})
            made = account_services.connect(new, actor="staff:1", now=MONDAY)
            answer = checking.check(accounts.account(made.pk))
            return answer.ok, answer.code

        assert checked() == (True, "")
        assert checked(smtp_port=1) == (False, "out:no_connection")
        assert checked(folder="Нет такой") == (False, "in:no_folder")
        peer.password = "other"
        assert checked() == (False, "in:wrong_password")
