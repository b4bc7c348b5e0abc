"""Messages to Telegram, as the outbox wants them sent."""

from http import HTTPStatus

from provodnik.connectors.telegram.api import Api, NoAnswer, NotReached, Reply
from provodnik.connectors.telegram.rules import Plain, parts
from provodnik.kernel.accounts.types import Account
from provodnik.kernel.outbox.types import (
    BLOCKED,
    UNAUTHORISED,
    Accepted,
    Answer,
    Attempt,
    NotSent,
    Refused,
    Unclear,
)

BASE_URL = "base_url"
_UNAUTHORISED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)
_UNAUTHORISED_PAUSE_SECONDS = 60.0
_TOO_MANY_PAUSE_SECONDS = 1.0


def telegram_sender(account: Account) -> "TelegramSender":
    """A sender of this bot."""
    return TelegramSender(Api(account.setting(BASE_URL), account.secret))


class TelegramSender:
    """Sends by one kept connection."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def send(self, message: Attempt) -> Answer:
        """`text` of the body to the chat; a longer one than a message holds goes in parts.

        Once a part was taken, whatever stops the next ones leaves the message unclear.
        """
        first, *others = parts(str(message.body["text"]))
        answer = self._part(message.recipient, first)
        for part in others:
            if not isinstance(answer, Accepted):
                break
            further = self._part(message.recipient, part)
            if not isinstance(further, Accepted):
                return Unclear("partly_sent", further.words)
        return answer

    def _part(self, chat: str, text: str) -> Answer:
        fields: dict[str, Plain] = {"chat_id": int(chat), "text": text}
        try:
            reply = self._api.call("sendMessage", fields)
        except NotReached as error:
            return NotSent("unreachable", str(error))
        except NoAnswer as error:
            return Unclear(words=str(error))
        return answer_of(reply)

    def close(self) -> None:
        self._api.close()


def answer_of(reply: Reply) -> Answer:
    """What a whole answer means: only a clear «no» is a refusal, only «wait» is repeated."""
    if reply.ok:
        return Accepted(_name(reply))
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = reply.retry_after or _TOO_MANY_PAUSE_SECONDS
        return NotSent("slow_down", reply.words, after_seconds=wait)
    if reply.status in _UNAUTHORISED:
        return NotSent(UNAUTHORISED, reply.words, after_seconds=_UNAUTHORISED_PAUSE_SECONDS)
    if reply.status == HTTPStatus.FORBIDDEN:
        return Refused(BLOCKED, reply.words)
    if reply.status == HTTPStatus.BAD_REQUEST:
        return Refused("no_chat" if "chat not found" in reply.words else "rejected", reply.words)
    return Unclear("server_failed", reply.words)


def _name(reply: Reply) -> str:
    result = reply.result
    return str(result.get("message_id", "")) if isinstance(result, dict) else ""
