"""Letters out: what the server said decides, and what it did not say is unclear."""

from collections.abc import Iterator
from email.header import decode_header, make_header

import pytest

from provodnik.connectors.email.sender import SmtpSender
from provodnik.connectors.email.tests.letters import MONDAY, box
from provodnik.connectors.email.tests.peers import SmtpPeer, smtp_peer
from provodnik.kernel.outbox.types import Accepted, Attempt, NotSent, Refused, Unclear

pytestmark = pytest.mark.requirement("R-124")


@pytest.fixture
def peer() -> Iterator[SmtpPeer]:
    with smtp_peer() as listening:
        yield listening


@pytest.fixture
def sender(peer: SmtpPeer) -> Iterator[SmtpSender]:
    speaking = SmtpSender(box(smtp_port=peer.port), clock=lambda: MONDAY)
    yield speaking
    speaking.close()


def attempt(number: int = 1, *, recipient: str = "anna@mail.ru", **body: object) -> Attempt:
    told = {"subject": "[№1043] Анна: Доступ", "text": "Готово", **body}
    return Attempt(number, f"answer:{number}", "email", recipient, told, "desk_message:7", 1)  # type: ignore[arg-type]


def test_a_letter_is_accepted_by_the_word_after_its_text(
    peer: SmtpPeer, sender: SmtpSender
) -> None:
    answer = sender.send(
        attempt(text=".с точки\n..и с двух", in_reply_to="<q@mail.ru>", references=["<q@mail.ru>"])
    )

    (letter,) = peer.letters
    assert isinstance(answer, Accepted) and answer.external_id == letter["Message-ID"]
    assert str(make_header(decode_header(letter["Subject"]))) == "[№1043] Анна: Доступ"
    assert (letter["To"], letter["In-Reply-To"]) == ("anna@mail.ru", "<q@mail.ru>")
    payload = letter.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().splitlines() == [".с точки", "..и с двух"]


def test_the_same_message_has_the_same_name_at_each_attempt(
    peer: SmtpPeer, sender: SmtpSender
) -> None:
    sender.send(attempt(message_name="pv.7.ab"))
    sender.send(attempt(message_name="pv.7.ab"))
    sender.send(attempt(2))
    sender.send(attempt(2))

    first, again, other, other_again = [letter["Message-ID"] for letter in peer.letters]
    assert first == again == "<pv.7.ab@ottenok.ru>"
    assert other == other_again != first


@pytest.mark.parametrize(
    ("command", "said", "expected"),
    [
        ("CONNECT", "drop", NotSent),
        ("MAIL", "451 later", NotSent),
        ("RCPT", "450 mailbox busy", NotSent),
        ("RCPT", "550 no such user", Refused),
        ("DATA", "451 later", NotSent),
        ("DATA", "554 no", Refused),
        ("DATA", "drop", NotSent),
        ("END", "451 try again", NotSent),
        ("END", "554 spam", Refused),
        ("END", "drop", Unclear),
        ("DATA", "drop after", Unclear),
    ],
)
def test_what_the_server_says_decides(
    peer: SmtpPeer, sender: SmtpSender, command: str, said: str, expected: type
) -> None:
    peer.answers = {command: [said]}

    answer = sender.send(attempt())

    assert isinstance(answer, expected)
    assert len(peer.taken) == (said == "drop after")


def test_after_a_refusal_the_next_letter_goes(peer: SmtpPeer, sender: SmtpSender) -> None:
    peer.answers = {"RCPT": ["550 no such user"]}

    answers = [sender.send(attempt(1)), sender.send(attempt(2))]

    assert [type(answer) for answer in answers] == [Refused, Accepted]
    assert peer.connections == 1


def test_a_connection_that_fell_asleep_is_made_anew(peer: SmtpPeer, sender: SmtpSender) -> None:
    sender.send(attempt(1))
    peer.answers = {"NOOP": ["drop"]}

    assert isinstance(sender.send(attempt(2)), Accepted)
    assert (peer.connections, len(peer.taken)) == (2, 2)


def test_no_server_is_no_sending() -> None:
    sender = SmtpSender(box(smtp_port=1), clock=lambda: MONDAY)

    answer = sender.send(attempt())

    assert isinstance(answer, NotSent) and answer.code == "no_connection"


def test_an_address_that_is_none_is_refused_without_a_server() -> None:
    sender = SmtpSender(box(smtp_port=1), clock=lambda: MONDAY)

    assert isinstance(sender.send(attempt(recipient="нет почты")), Refused)
    assert isinstance(sender.send(attempt(recipient="a@b.ru\r\nBcc: c@d.ru")), Refused)
