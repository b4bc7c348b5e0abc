"""The Bot API over one kept connection, careful about what a failure means.

Connecting and writing are two steps here, because they fail differently: before the first byte is
written nothing was asked; after it nobody knows, until an answer is read to its end.
"""

import json
import select
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from provodnik.connectors.telegram.rules import Plain

PUBLIC = "https://api.telegram.org"
_CONNECT_SECONDS = 5
_ANSWER_SECONDS = 15
_IDLE_SECONDS = 0
_LARGEST_ANSWER = 8 * 1024 * 1024


class NotReached(Exception):
    """Surely nothing was asked: no connection was made."""


class NoAnswer(Exception):
    """Something was asked and no whole answer came: nobody knows what was done."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer. `result` is what was asked for, `words` what the server says went wrong."""

    status: int
    ok: bool
    result: Plain
    words: str
    retry_after: float | None


class Api:
    """One bot's methods. Not shared between threads."""

    def __init__(
        self, base_url: str, token: str, *, answer_seconds: float = _ANSWER_SECONDS
    ) -> None:
        self._address = urlsplit(base_url or PUBLIC)
        self._token = token
        self._answer_seconds = answer_seconds
        self._kept: HTTPConnection | None = None

    def call(
        self, method: str, fields: Mapping[str, Plain], *, seconds: float | None = None
    ) -> Reply:
        """Ask for a method and wait for its answer.

        Raises:  NotReached, NoAnswer
        """
        connection = self._connection()
        path = f"{self._address.path.rstrip('/')}/bot{self._token}/{method}"
        body = json.dumps(fields, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"}
        try:
            if connection.sock is not None:
                connection.sock.settimeout(seconds or self._answer_seconds)
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            text = answer.read(_LARGEST_ANSWER)
            return _reply(answer.status, text)
        except (OSError, HTTPException, ValueError) as error:
            self.close()
            raise NoAnswer(type(error).__name__) from error

    def close(self) -> None:
        """Let the connection go."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _connection(self) -> HTTPConnection:
        """The kept connection, if the server has not closed it meanwhile, else a new one."""
        if self._kept is not None and (self._kept.sock is None or _is_readable(self._kept)):
            self.close()
        if self._kept is None:
            made = self._made()
            try:
                made.connect()
            except (OSError, HTTPException) as error:
                made.close()
                raise NotReached(type(error).__name__) from error
            self._kept = made
        return self._kept

    def _made(self) -> HTTPConnection:
        host, port = self._address.hostname or "", self._address.port
        if self._address.scheme == "http":
            return HTTPConnection(host, port, timeout=_CONNECT_SECONDS)
        context = ssl.create_default_context()
        return HTTPSConnection(host, port, timeout=_CONNECT_SECONDS, context=context)


def _is_readable(connection: HTTPConnection) -> bool:
    """An idle connection with something to read was closed by the other end."""
    if connection.sock is None:
        return True
    return bool(select.select([connection.sock], [], [], _IDLE_SECONDS)[0])


def _reply(status: int, text: bytes) -> Reply:
    """Raises:  ValueError: not an answer of the Bot API, some proxy's page perhaps."""
    told = json.loads(text)
    if not isinstance(told, dict) or "ok" not in told:
        raise ValueError("not an answer of the Bot API")
    parameters = told.get("parameters") or {}
    return Reply(
        status=status,
        ok=bool(told["ok"]),
        result=told.get("result"),
        words=str(told.get("description") or ""),
        retry_after=parameters.get("retry_after"),
    )
