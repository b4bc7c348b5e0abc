"""Letters out: one connection, one letter after another, and an honest answer about each."""

import re
import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime

from provodnik.connectors.email.composing import Unsendable, letter_of
from provodnik.connectors.email.mailbox import TIMEOUT_SECONDS
from provodnik.connectors.email.types import MailBox, Security
from provodnik.kernel.outbox.types import Accepted, Answer, Attempt, NotSent, Refused, Unclear

_GO_AHEAD = 354
_PERMANENT = 500
_LINE_DOTS = re.compile(rb"(?m)^\.")

# What a letter cannot be blamed for: the server, the network, our name or password.
_NO_SERVER = (OSError, smtplib.SMTPException)


class SmtpSender:
    """Speaks SMTP for one mail box. Used by one thread at a time."""

    def __init__(self, box: MailBox, *, clock: Callable[[], datetime]) -> None:
        self._box, self._clock = box, clock
        self._server: smtplib.SMTP | None = None

    def send(self, message: Attempt) -> Answer:
        """Hand one letter over.

        Accepted only by the 250 after its text. Whatever goes wrong before the text has begun
        was surely not sent; a connection lost after that leaves it unclear.
        """
        try:
            letter = letter_of(message, self._box, now=self._clock())
            text = letter.as_bytes()
        except (Unsendable, UnicodeError) as error:
            return Refused("no_letter", str(error))
        try:
            server = self._connected()
            refusal = self._envelope(server, message.recipient)
        except _NO_SERVER as error:
            self.close()
            return not_sent(error)
        if refusal is not None:
            self._start_over(server)
            return refusal
        return self._text(server, text, str(letter["Message-ID"]))

    def close(self) -> None:
        """Leave the server, if it is still there."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except _NO_SERVER:
                server.close()

    def _connected(self) -> smtplib.SMTP:
        """A connection that answers. One that fell asleep is made anew."""
        if self._server is not None:
            try:
                if self._server.noop()[0] == 250:  # noqa: PLR2004 (RFC 5321: fine)
                    return self._server
            except _NO_SERVER:
                pass
            self.close()
        self._server = connect(self._box)
        return self._server

    def _envelope(self, server: smtplib.SMTP, recipient: str) -> Answer | None:
        """From whom, to whom, and leave to begin; None: the text may go."""
        steps: tuple[Callable[[], tuple[int, bytes]], ...] = (
            lambda: server.mail(self._box.address),
            lambda: server.rcpt(recipient),
            lambda: server.docmd("DATA"),
        )
        for step in steps:
            code, words = step()
            if code >= 400:  # noqa: PLR2004 (RFC 5321: no)
                return said_no(code, words)
        return None

    def _text(self, server: smtplib.SMTP, text: bytes, message_id: str) -> Answer:
        try:
            text = _LINE_DOTS.sub(b"..", text.rstrip(b"\r\n"))
            server.send(text + b"\r\n.\r\n")
            code, words = server.getreply()
        except _NO_SERVER as error:
            self.close()
            return Unclear(words=str(error))
        return Accepted(message_id, said(words)) if code == 250 else said_no(code, words)  # noqa: PLR2004

    def _start_over(self, server: smtplib.SMTP) -> None:
        try:
            server.rset()
        except _NO_SERVER:
            self.close()


def connect(box: MailBox) -> smtplib.SMTP:
    """A connection to the server of outgoing letters, signed in.

    Raises:  OSError, smtplib.SMTPException
    """
    server = box.smtp
    if server.security is Security.TLS:
        context = ssl.create_default_context()
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.security is Security.STARTTLS:
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
        if box.password:
            smtp.login(box.user, box.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def said_no(code: int, words: bytes) -> Answer:
    """A refusal: for ever from 500 on, for now below."""
    text = f"{code} {said(words)}"
    return Refused("server_refused", text) if code >= _PERMANENT else NotSent("server_busy", text)


def not_sent(error: Exception) -> NotSent:
    """Why nothing could be handed over at all."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return NotSent("wrong_password", f"{error.smtp_code} {said(error.smtp_error)}")
    words = error.strerror if isinstance(error, OSError) else ""
    return NotSent("no_connection", (words or str(error))[:300])


def said(words: bytes | str) -> str:
    """The server's words as one line."""
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return " ".join(text.split())[:300]
