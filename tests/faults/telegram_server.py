"""A Bot API that fails on purpose, a process of its own: `python telegram_server.py PORT LOG SEED`.

It writes each message it takes to LOG before it answers, so the log is what reached the reader
whatever then happens to the process. What is asked for by `getUpdates` comes from LOG.updates, a
file of one update a line, and is forgotten once a later one is asked for, as Telegram does.
"""

import asyncio
import json
import os
import random
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# Status, body and how late; None: close without a word.
type Answer = tuple[int, bytes, float] | None

_HEAD = b"\r\n\r\n"
# Of a thousand messages: too many, blocked, failed, failed after it took it, closed after reading,
# closed after it took it, late. The rest is taken and said to be.
_FAILS = (
    ("too_many", 3),
    ("blocked", 20),
    ("failed", 5),
    ("failed_taken", 5),
    ("closed", 5),
    ("closed_taken", 5),
    ("late", 5),
)
_LATE_SECONDS = 0.5
_POLL_SECONDS = 1.0
_NOTHING = b'{"ok": true, "result": []}'
_TAKING = {"failed_taken", "closed_taken", "late", "fine"}


class Bot:
    """What the server knows and what it does to whom asks."""

    def __init__(self, log: Path, seed: int) -> None:
        self._log = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._updates = [
            (json.loads(line)["update_id"], line)
            for line in log.with_suffix(".updates").read_text().splitlines()
        ]
        self._asked_from = 0
        self._dice = random.Random(seed)

    def answer(self, method: str, fields: dict[str, Any]) -> Answer:
        """What is answered; a message that reaches the reader is logged first."""
        if method == "getUpdates":
            told = self._next(fields)
            return 200, told, 0.0 if told != _NOTHING else _POLL_SECONDS
        if method != "sendMessage":
            return 200, b'{"ok": true, "result": true}', 0.0
        fate = self._fate()
        if fate in _TAKING:
            os.write(self._log, f"{fields['text']}\n".encode())
        return _ANSWERS[fate]

    def _next(self, fields: dict[str, Any]) -> bytes:
        self._asked_from = max(self._asked_from, int(fields.get("offset") or 0))
        known = [line for number, line in self._updates if number >= self._asked_from]
        told = ",".join(known[: int(fields.get("limit") or 100)])
        return f'{{"ok": true, "result": [{told}]}}'.encode()

    def _fate(self) -> str:
        drawn = self._dice.randrange(1000)
        for fate, times in _FAILS:
            if drawn < times:
                return fate
            drawn -= times
        return "fine"


def _no(code: int, words: str, **parameters: int) -> bytes:
    told = {"ok": False, "error_code": code, "description": words, "parameters": parameters}
    return json.dumps(told).encode()


_ANSWERS: Mapping[str, Answer] = {
    "fine": (200, b'{"ok": true, "result": {"message_id": 1}}', 0.0),
    "late": (200, b'{"ok": true, "result": {"message_id": 1}}', _LATE_SECONDS),
    "too_many": (429, _no(429, "Too Many Requests: retry after 1", retry_after=1), 0.0),
    "blocked": (403, _no(403, "Forbidden: bot was blocked by the user"), 0.0),
    "failed": (500, _no(500, "Internal Server Error"), 0.0),
    "failed_taken": (500, _no(500, "Internal Server Error"), 0.0),
    "closed": None,
    "closed_taken": None,
}


async def _serve(bot: Bot, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = (await reader.readuntil(_HEAD)).decode()
            lines = dict(line.lower().split(": ", 1) for line in head.strip().split("\r\n")[1:])
            body = json.loads(await reader.readexactly(int(lines["content-length"])))
            answer = bot.answer(head.split(" ", 2)[1].rpartition("/")[2], body)
            if answer is None:
                break
            status, text, late = answer
            await asyncio.sleep(late)
            writer.write(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n" % (status, len(text)))
            writer.write(text)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def _main(port: int, log: Path, seed: int) -> None:
    bot = Bot(log, seed)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _serve(bot, reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", port, reuse_address=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
